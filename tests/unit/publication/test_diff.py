"""What changed between two Releases, in words."""

from dataclasses import fields, replace
from typing import Any

import pytest
from django.utils import translation

from jalon.facts import common, directory, evaluation, indicator, output, parliament, plan, series, state
from jalon.facts.common import Citation, Confidence, Wording
from jalon.facts.kinds import KINDS
from jalon.facts.part import PartFacts
from jalon.facts.plan import Step, Title
from jalon.facts.uids import stable_uid
from jalon.publication import parts, releases
from jalon.publication.diff import Difference, difference, sentences
from jalon.publication.names import CODES, FIELDS
from jalon.publication.words import STATEMENTS, fact_name, value_words
from tests.publishing import NOON, Publisher
from tests.synthetic import SOURCE, declarations_part, measure_uid, plan_part, text
from tests.synthetic_evaluations import evaluated_part


def compared(publisher: Publisher, before: PartFacts, after: PartFacts) -> Difference:
    one, two = publisher.release(before), publisher.release(after)
    return difference(publisher.store, one.id, two.id)


def changed(name: str, index: int, **changes: Any) -> PartFacts:
    facts = plan_part()
    items = list(getattr(facts, name))
    items[index] = replace(items[index], **changes)
    lists: dict[str, Any] = {name: tuple(items)}
    return replace(facts, **lists)


def said(publisher: Publisher, after: PartFacts) -> list[str]:
    found = compared(publisher, plan_part(), after)
    return [plain(words) for change in found.changes for words in change.sentences]


def plain(words: str) -> str:
    """Without the no-break spaces of French."""
    return words.replace("\u00a0", " ")


def test_nothing_changed_says_nothing(publisher: Publisher) -> None:
    one = publisher.release(plan_part())
    assert difference(publisher.store, one.id, one.id).changes == ()


def test_a_title_read_at_last_replaces_its_summary(publisher: Publisher) -> None:
    read = Title(
        text=text("Lancer une campagne nationale", Wording.VERBATIM),
        citations=plan_part().measures[2].titles[0].citations,
    )
    words = said(publisher, changed("measures", 2, titles=(read,), number="16", kind=plan.MeasureKind.MEASURE))
    assert "mesure 16 : intitulé lu remplace le résumé : « Lancer une campagne nationale »" in words


@pytest.mark.parametrize(
    ("name", "index", "changes", "expected"),
    [
        ("measures", 0, {"note": text("Reportée")}, "mesure 1 : remarque : « Reportée » ajouté"),
        ("measures", 1, {"section": None}, "mesure 2 : section : « {section} » retiré"),
        ("measures", 0, {"keywords": ("formation", "police")}, "mesure 1 : mots-clés : 1 ajout (« police »)"),
        ("measures", 0, {"keywords": ()}, "mesure 1 : mots-clés : 1 retrait (« formation »)"),
        ("measures", 0, {"keywords": ("police",)}, "mesure 1 : mots-clés : « formation » devient « police »"),
        ("measures", 0, {"confidence": Confidence.INFERRED}, "mesure 1 : dit ou déduit : « dit par la source » devient « déduit »"),
        ("means", 0, {"amount": "1"}, "moyens « Crédits d’hébergement » : montant : « 1250000.50 » devient « 1 »"),
        ("plans", 0, {"text_read": True}, "plan « Plan fictif n° 1 » : texte du plan lu : « non » devient « oui »"),
        ("statements", 1, {"said": common.When(edtf="2021-06")},
         "déclaration (avancement, Mission de coordination fictive, juin 2021) : date du propos : « vers 2021 » devient « juin 2021 »"),
        ("acts", 0, {"number": "9"}, "acte « Question écrite 9 » : numéro : « 1234 » devient « 9 »"),
        ("sources", 0, {"url": "https://a.fr/"}, "source « Plan fictif, texte » : adresse internet : « https://a.fr/ » ajouté"),
        ("organisations", 0, {"fictional": False}, "organisme « Mission de coordination fictive » : organisme fictif : « oui » devient « non »"),
        ("sections", 0, {"label": "I"}, "section I : repère dans le plan : « 1 » devient « I »"),
    ],
)  # fmt: skip
def test_a_changed_member_is_said_in_a_sentence(
    publisher: Publisher, name: str, index: int, changes: dict[str, Any], expected: str
) -> None:
    section = plan_part().measures[1].section or ""
    assert expected.format(section=section) in said(publisher, changed(name, index, **changes))


def test_a_corrected_observation_says_old_and_new(publisher: Publisher) -> None:
    facts = plan_part()
    one, two = facts.series[0].observations
    words = said(publisher, changed("series", 0, observations=(one, replace(two, value="1450"))))
    assert words == [
        "série « Victimes enregistrées » : valeurs, « 2020, labour : 1450 » : valeur : « 1439 » devient « 1450 »"
    ]


def test_long_lists_are_counted_not_listed(publisher: Publisher) -> None:
    item = plan_part().series[0].observations[0]
    many = tuple(replace(item, when=common.When(edtf=str(year))) for year in range(1900, 2000))
    (words, *_more) = said(publisher, changed("series", 0, observations=many))
    assert "100 ajouts" in words
    assert words.count("«") == 1 + 5


def test_a_changed_step_names_the_step(publisher: Publisher) -> None:
    step = plan_part().measures[0].steps[0]
    words = said(publisher, changed("measures", 0, steps=(replace(step, done=common.When(edtf="2021-02")),)))
    assert words == ["mesure 1 : étapes, « Module écrit » : date d’atteinte : « février 2021 » ajouté"]


def test_a_changed_order_is_said(publisher: Publisher) -> None:
    steps = tuple(Step(uid=stable_uid(name), title=text(name)) for name in "ab")
    one = publisher.release(changed("measures", 0, steps=steps))
    two = publisher.release(changed("measures", 0, steps=steps[::-1]))
    (change,) = (c for c in difference(publisher.store, one.id, two.id).changes if c.kind == "measure")
    assert [plain(words) for words in change.sentences] == ["mesure 1 : étapes : ordre changé"]


def test_an_assessment_is_named_by_what_it_judges(publisher: Publisher) -> None:
    facts = evaluated_part()
    first, gap = facts.assessments[0], facts.assessments[-1]
    judged = replace(facts, assessments=(replace(first, level="partial"), *facts.assessments[1:]))
    found = compared(publisher, replace(facts, assessments=facts.assessments[:-1]), judged)
    assert [change.name for change in found.changes if change.uid == first.uid] == ["appréciation (mesure 1)"]
    assert all("appréciation (mesure 1)" in said for change in found.of(first.uid) for said in change.sentences)
    assert [change.name for change in found.of(gap.uid)] == ["appréciation (hommes et garçons)"]


def test_added_and_removed_facts_are_named(publisher: Publisher) -> None:
    facts = plan_part()
    found = compared(publisher, facts, replace(facts, measures=facts.measures[:2], statements=facts.statements[1:]))
    assert found.counts() == {"added": 0, "removed": 2, "changed": 0, "withdrawn": 0}
    back = difference(publisher.store, found.after.id, found.before.id)
    assert back.counts()["added"] == 2
    names = {plain(words) for change in found.changes for words in change.sentences}
    assert "élément attesté « Une campagne de sensibilisation est prévue » : n’est plus dans cette version" in names


def test_a_new_version_number_alone_is_no_news(publisher: Publisher) -> None:
    found = compared(publisher, plan_part(), changed("measures", 0, order=5))
    assert {change.kind for change in found.changes} == {"measure"}


def test_parts_that_come_are_named(publisher: Publisher) -> None:
    one, two = publisher.release(plan_part()), publisher.release(declarations_part())
    found = difference(publisher.store, one.id, two.id)
    assert found.parts_added == (declarations_part().header.uid,)
    assert found.parts_removed == ()


def test_withdrawn_content_is_not_said_again(publisher: Publisher) -> None:
    one = publisher.release(plan_part())
    path = f"measures/{measure_uid(2)}.json"
    facts = plan_part()
    without = replace(
        facts, measures=(facts.measures[0], facts.measures[2]), statements=facts.statements[:2], means=(), acts=()
    )
    two = publisher.release(without)
    parts.withdraw(publisher.store, facts.header.uid, [path], reason="privacy", words="x", at=NOON, key=publisher.key)
    releases.purge(publisher.store)
    found = difference(publisher.store, one.id, two.id)
    assert [change.name for change in found.changes if change.how == "withdrawn"] == [path]
    assert "hébergement sûrs" not in str(found)


def test_changes_of_one_fact_are_picked(publisher: Publisher) -> None:
    found = compared(publisher, plan_part(), changed("measures", 0, order=5))
    assert len(found.of(measure_uid(1))) == 1
    assert found.of(measure_uid(2)) == ()


def test_changes_come_in_the_order_of_reading(publisher: Publisher) -> None:
    facts = plan_part()
    after = replace(
        facts,
        measures=tuple(replace(m, note=text("x")) for m in facts.measures),
        plans=tuple(replace(p, country="BE") for p in facts.plans),
    )
    found = compared(publisher, facts, after)
    assert [plain(change.name) for change in found.changes] == [
        "plan « Plan fictif n° 1 »", "plan « Plan fictif n° 2 »", "mesure 1", "mesure 2",
        "élément attesté « Une campagne de sensibilisation est prévue »",
    ]  # fmt: skip


def test_the_difference_speaks_english(publisher: Publisher) -> None:
    one, two = publisher.release(plan_part()), publisher.release(changed("plans", 0, text_read=True))
    with translation.override("en"):
        found = difference(publisher.store, one.id, two.id)
    assert found.changes[0].sentences == ("plan “Plan fictif n° 1”: text of the plan read: “no” becomes “yes”",)


def all_classes() -> list[type[Any]]:
    modules = (common, directory, evaluation, indicator, output, parliament, plan, series, state)
    found = {cls for module in modules for cls in vars(module).values() if hasattr(cls, "__dataclass_fields__")}
    return sorted(found | {kind.cls for kind in KINDS}, key=lambda cls: cls.__name__)


def test_every_member_of_every_fact_has_a_name_in_both_languages() -> None:
    names = {item.name for cls in all_classes() for item in fields(cls)}
    assert names - FIELDS.keys() == set()
    with translation.override("en"):
        english = {name: str(FIELDS[name]) for name in names}
    alike = {
        "citations",
        "code",
        "documents",
        "media_type",
        "page",
        "plan",
        "section",
        "source",
        "total",
        "version",
        "when",
    }
    assert {name for name in names if english[name] == str(FIELDS[name])} <= alike


def test_every_code_has_a_word() -> None:
    enums = (
        Confidence,
        Wording,
        common.Known,
        common.Basis,
        common.Link,
        common.Visibility,
        plan.MeasureKind,
        plan.MeansKind,
        series.Precision,
        series.ObservationStatus,
        indicator.IndicatorKind,
        indicator.ResultLevel,
        indicator.ValueKind,
        indicator.Direction,
        indicator.Accumulation,
        indicator.AnswerKind,
        output.OutputType,
        output.Quantity,
        state.ReplyState,
    )
    assert {member.value for enum in enums for member in enum} <= CODES.keys()
    assert set(STATEMENTS) == set(common.StatementKind)


def test_every_fact_has_a_name() -> None:
    facts = plan_part()
    for kind in KINDS[1:]:
        for fact in getattr(facts, kind.attribute):
            assert fact_name(fact)
    assert fact_name(facts.header) == "présentation de la partie"


def test_a_long_value_is_cut() -> None:
    assert len(value_words("mot " * 500)) <= 160


def test_a_date_that_cannot_be_read_is_said_as_printed() -> None:
    assert value_words(common.When(printed="au printemps")) == "au printemps"
    assert value_words(common.When(edtf="not a date")) == "not a date"


def test_citations_are_told_by_their_place() -> None:
    facts = plan_part()
    more = (*facts.measures[0].citations, Citation(source=SOURCE, locator="p. 99"))
    words = sentences(facts.measures[0], replace(facts.measures[0], citations=more))
    assert [plain(said) for said in words] == ["mesure 1 : sources : 1 ajout (« p. 99 »)"]
