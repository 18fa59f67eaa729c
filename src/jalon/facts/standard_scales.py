"""Scales that evaluators of action plans use, to be offered when one is chosen. Each belongs to its owner.

Their uids never change: two instances that use one scale speak of the same one. Sources, read in November 2026:
CNCDH, opinion of 12 January 2023 (levels as printed; its method was not read); French government,
follow-up committee of 12 December 2024, as reported by the coalition (looked for: no definition is published); Open
Government Partnership, IRM reports (names of levels alone); Human Rights Committee, CCPR/C/128/3, 1 September 2020,
paragraph 2 (definitions read there).
"""

from jalon.facts.common import Known, OrgRef, Text, When, Wording
from jalon.facts.evaluation import Scale, ScaleLevel
from jalon.facts.uids import stable_uid


def _read(words: str) -> Text:
    return Text(value=words, lang="en", wording=Wording.VERBATIM)


def _level(code: str, fr: str, en: str, mark: str, known: Known = Known.NOT_LOOKED_AT) -> ScaleLevel:
    return ScaleLevel(code=code, fr=fr, en=en, mark=mark, definition_known=known)


def _defined(code: str, fr: str, en: str, definition: str) -> ScaleLevel:
    letter = code.upper()
    return ScaleLevel(
        code=code, fr=f"{letter}, {fr}", en=f"{letter}, {en}", mark=letter, definition=_read(definition),
        definition_known=Known.GIVEN,
    )  # fmt: skip


DONE = Scale(
    uid=stable_uid("scale/done-partly-not-done"),
    slug="realisee-partielle-non-realisee",
    owner=OrgRef(name="CNCDH"),
    title=Text(value="Réalisation des mesures (CNCDH)"),
    levels=(
        _level("done", "réalisée", "done", "sq-full"),
        _level("partial", "partiellement réalisée", "partly done", "sq-half"),
        _level("not_done", "non réalisée", "not done", "sq-none"),
    ),
    since=When(edtf="2023-01-12"),
)
"""Done, partly done, not done: the French rapporteur's."""

ENGAGED = Scale(
    uid=stable_uid("scale/engaged"),
    slug="engagee-non-engagee",
    owner=OrgRef(name="Gouvernement"),
    title=Text(value="Engagement des mesures (Gouvernement)"),
    levels=(
        _level("engaged", "engagée", "engaged", "tri-full", Known.NOT_FOUND),
        _level("not_engaged", "non engagée", "not engaged", "tri-none", Known.NOT_FOUND),
    ),
    since=When(edtf="2024-12-12"),
    note=Text(value="Aucune définition publiée de « engagée » n’a été trouvée."),
)
"""Engaged or not: said on 12 December 2024; « engaged » has no published definition."""

OGP_COMPLETION = Scale(
    uid=stable_uid("scale/ogp-irm-completion"),
    slug="ogp-irm-completion",
    owner=OrgRef(name="Open Government Partnership, Independent Reporting Mechanism"),
    title=Text(value="Completion (OGP IRM)", lang="en"),
    levels=(
        _level("complete", "achevé", "complete", "C"),
        _level("substantial", "substantiel", "substantial", "S"),
        _level("limited", "limité", "limited", "L"),
        _level("not_started", "non commencé", "not started", "N"),
    ),
)
"""Completion of commitments, as IRM reports rate it."""

HUMAN_RIGHTS_COMMITTEE = Scale(
    uid=stable_uid("scale/hrcttee-follow-up"),
    slug="comite-droits-homme-suivi",
    owner=OrgRef(name="Human Rights Committee"),
    title=Text(value="Follow-up to concluding observations (Human Rights Committee)", lang="en"),
    levels=(
        _defined(
            "a",
            "réponse ou action largement satisfaisante",
            "reply or action largely satisfactory",
            "The State party has provided evidence of significant action taken towards the implementation of the "
            "recommendation made by the Committee.",
        ),
        _defined(
            "b",
            "réponse ou action partiellement satisfaisante",
            "reply or action partially satisfactory",
            "The State party has taken steps towards the implementation of the recommendation, but additional "
            "information or action remains necessary.",
        ),
        _defined(
            "c",
            "réponse ou action non satisfaisante",
            "reply or action not satisfactory",
            "A response has been received, but action taken or information provided by the State party is not relevant "
            "or does not implement the recommendation.",
        ),
        _defined(
            "d",
            "pas de coopération avec le Comité",
            "no cooperation with the Committee",
            "No follow-up report has been received after the reminder(s).",
        ),
        _defined(
            "e",
            "informations ou mesures contraires à la recommandation",
            "information or measures contrary to the recommendation",
            "Information or measures taken are contrary to or reflect rejection of the recommendation.",
        ),
    ),
)
"""Grades A to E of replies and actions of a State."""

STANDARD = (DONE, ENGAGED, OGP_COMPLETION, HUMAN_RIGHTS_COMMITTEE)
"""All of them, in the order of a list to choose from."""
