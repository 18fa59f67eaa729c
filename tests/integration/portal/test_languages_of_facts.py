"""English pages mark the French words of facts (WCAG 3.1.2): units, kinds of acts, names of bodies, captions of figures."""

import re

import pytest
from django.test import Client

from jalon.publication.reader import open_reader

INSIDE = re.compile(r'<(\w+)[^>]*\blang="fr"[^>]*>.*?</\1>', re.DOTALL)
HIDDEN = re.compile(r"<svg.*?</svg>|<select.*?</select>|<head>.*?</head>|<[^>]+>", re.DOTALL)


def unmarked(html: str) -> str:
    """What a screen reader would read with an English voice."""
    return HIDDEN.sub(" ", INSIDE.sub(" ", html))


def test_the_kind_of_an_act_is_french_words_on_an_english_page(french: Client) -> None:
    said = unmarked(french.get("/en/parlement/").content.decode())
    for kind in {act.kind_printed for act in open_reader().acts() if len(act.kind_printed) > 3}:
        assert f" {kind} " not in said, kind


@pytest.mark.parametrize("unit", ["personnes", "associations"])
def test_units_in_captions_of_figures_are_marked(french: Client, unit: str) -> None:
    pages = {f"/en/statistiques/famille/{slug}/" for slug in ("police-et-gendarmerie", "justice", "enquetes")}
    html = " ".join(french.get(page).content.decode() for page in pages)
    assert f'Unit: <span lang="fr">{unit}' in html
    assert f"Unit: {unit}" not in html


ENGLISH_PAGES = (
    "/en/evaluations/", "/en/mentions-legales/", "/en/plans/{plan}/", "/en/plans/{plan}/audit/", "/en/plans/{plan}/mesures/1/",
    "/en/evaluations/{evaluation}/", "/en/comites/{committee}/", "/en/realisations/{output}/", "/en/statistiques/{series}/",
)  # fmt: skip


def test_titles_and_names_whose_language_is_known_are_marked_up_to_the_trail_of_the_page(french: Client) -> None:
    reader = open_reader()
    plan, named = reader.plans()[0], {"committee": reader.committees()[0], "output": reader.outputs()[0]}
    named |= {"evaluation": reader.evaluations_of_plan(plan.uid)[0], "series": reader.series()[0]}
    titles = {plan.titles[0].text.value, *(one.title.value for one in named.values())}
    titles |= {section.title.value for section in reader.sections(plan.uid) if section.title}
    titles |= {
        name.value
        for body in reader.organisations()
        for name in body.names
        if name.value == "Rédaction du registre (démonstration)"
    }
    at = {key: one.uid if key == "output" else one.slug for key, one in named.items()} | {"plan": plan.slug}
    assert len(titles) > 6
    for address in ENGLISH_PAGES:
        answer = french.get(address.format(**at))
        assert answer.status_code == 200, address
        said = " ".join(unmarked(answer.content.decode()).split())
        assert [title for title in titles if f" {title} " in said] == [], address


def test_the_name_of_a_body_is_marked_where_it_speaks(french: Client) -> None:
    plan = open_reader().plans()[-1]
    html = french.get(f"/en/plans/{plan.slug}/").content.decode()
    links = re.findall(r'<a href="/en/organismes/[^"]+"([^>]*)>', html)
    assert links and all('lang="' in link for link in links if link.strip())
    assert any('lang="fr"' in link for link in links)
