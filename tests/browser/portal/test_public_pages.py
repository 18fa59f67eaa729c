"""Every type of public page in both languages and themes: axe, narrow screens, no other host, nothing refused or missing."""

import pytest

from jalon.publication.reader import Reader
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.portal.conftest import Visit

TYPES = {
    "overview": "/",
    "plan": "/plans/plan-2-2019-2021/",
    "plan filtered": "/plans/plan-3-2024-2027/?pilote=connu&etat=2024-12-31",
    "measure": "/plans/plan-2-2019-2021/mesures/16/",
    "item": "/plans/plan-3-2024-2027/elements/{item}/",
    "organisations": "/organismes/",
    "organisation": "/organismes/cncdh/",
    "calendar": "/calendrier/",
    "indicators": "/indicateurs/",
    "indicator": "/indicateurs/professionnels-formes-fictif/",
    "indicator computed": "/indicateurs/taille-fictif/?etat=2026-11-01",
    "indicator counted": "/indicateurs/participants-fictif/?etat=2026-11-01",
    "outputs": "/realisations/",
    "outputs filtered": "/realisations/?sorte=training&territoire=75",
    "output": "/realisations/{output}/",
    "states": "/etats/",
    "state": "/etats/seance-juillet-2026-fictif/",
    "plan with indicators": "/plans/plan-fictif/",
    "comparison": "/plans/plan-2-2019-2021/comparaison/",
    "comparison compact": "/plans/plan-3-2024-2027/comparaison/?vue=compacte&grouper=organisme&evaluations=dernieres",
    "lineage": "/plans/plan-3-2024-2027/filiation/plan-2-2019-2021/",
    "overlaps": "/recoupements/",
    "audit": "/plans/plan-3-2024-2027/audit/",
    "evaluations": "/evaluations/",
    "evaluation": "/evaluations/cncdh-2023-01-12-plan-2/",
    "evaluation not shared": "/evaluations/miprof-2022-plan-2/",
    "scales": "/echelles/",
    "statistics": "/statistiques/",
    "police": "/statistiques/famille/police-et-gendarmerie/",
    "surveys": "/statistiques/famille/enquetes/",
    "series": "/statistiques/{series}/",
    "estimation": "/statistiques/estimation/",
    "recommendations": "/recommandations/",
    "recommendations filtered": "/recommandations/?organisme=greta&plan=plan-2-2019-2021&couverture=no_link",
    "recommendation": "/recommandations/{recommendation}/",
    "coverage": "/recommandations/couverture/",
    "promises": "/engagements/",
    "promises filtered": "/engagements/?plan=plan-3-2024-2027&report=oui",
    "committees": "/comites/",
    "committee": "/comites/comite-de-coordination-plan-3/",
    "parliament": "/parlement/",
    "means": "/moyens/",
    "sources": "/sources/",
    "source": "/sources/{source}/",
    "search": "/recherche/?q=mecanisme",
    "nothing found": "/recherche/?q=zzzz",
    "releases": "/versions/",
    "release": "/versions/{release}/",
    "difference": "/versions/{release}/{release}/",
    "changes": "/changements/",
    "changes between two days": "/changements/?de=2020-01-01&a=2030-01-01&plan=plan-2-2019-2021",
    "data": "/donnees/",
    "about": "/a-propos/",
    "method": "/methode/",
    "accessibility": "/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/confidentialite/",
    "not found": "/plans/rien/",
    "bad value": "/plans/plan-2-2019-2021/?etat=hier",
}
REFUSED = {"not found", "bad value"}


def address(kind: str, reader: Reader) -> str:
    """The address of a page of this type."""
    plan = reader.plans()[2]
    item = next(m for m in reader.measures(plan.uid) if "Mécanisme" in m.titles[0].text.value)
    longest = max(reader.series(), key=lambda head: head.count)
    names = {
        "item": item.uid,
        "series": longest.slug,
        "source": reader.all_sources()[0].uid,
        "output": reader.outputs()[0].uid,
        "recommendation": reader.recommendation_answers()[0].recommendation,
        "release": reader.release.id[:12],
    }
    return TYPES[kind].format(**names)


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_of_page_is_accessible_narrow_and_alone(
    register: str, reader: Reader, visit: Visit, kind: str
) -> None:
    page = visit.page
    visit.others.clear()
    visit.heard.clear()
    refused = kind in REFUSED  # the browser then complains of the page itself
    for prefix, theme in (("", "light"), ("/en", "dark")):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{register}{prefix}{address(kind, reader)}")
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert not scrolls_sideways(page)
    assert visit.others == []
    here = f"{address(kind, reader)}"
    assert [said for said in visit.heard if "favicon" not in said and not (refused and said.endswith(here))] == []
