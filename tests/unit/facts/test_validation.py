"""What cannot be signed, and how it is said."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts import rules
from jalon.facts.common import COUNTRY_SUBJECT, Citation, OrgRef, Source, StatementKind, Text, When
from jalon.facts.known import known_of
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document, Section, Title
from jalon.facts.problems import FactsError, Problem
from jalon.facts.series import Observation
from jalon.facts.uids import stable_uid
from jalon.facts.validation import MOST_PROBLEMS, ensure_valid, validate
from tests.synthetic import (
    OLDER,
    PLAN,
    SECTION,
    SUBSECTION,
    declarations_part,
    measure,
    measure_uid,
    plan_part,
    statement,
    text,
    victims,
)


def test_a_whole_part_has_no_problem() -> None:
    assert validate(plan_part()) == []
    ensure_valid(plan_part())


def test_a_declaration_may_speak_of_the_plan_of_another_part() -> None:
    assert validate(declarations_part(), known_of([plan_part()])) == []


def test_a_declaration_about_nothing_known_is_refused() -> None:
    problem = only(validate(declarations_part()))
    assert problem.where == "$.facts[0].subject"
    assert problem.path == f"statements/{measure_uid(2)}.json"


def test_a_statement_may_speak_of_the_country() -> None:
    facts = declarations_part()
    about = replace(facts.statements[0], subject=COUNTRY_SUBJECT)
    assert validate(replace(facts, statements=(about,))) == []


def test_the_error_carries_every_problem() -> None:
    with pytest.raises(FactsError) as error:
        ensure_valid(declarations_part())
    assert len(error.value.problems) == 1


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def changed(name: str, index: int = 0, **changes: Any) -> PartFacts:
    """The invented part with one fact of a list changed."""
    facts = plan_part()
    items = list(getattr(facts, name))
    items[index] = replace(items[index], **changes)
    lists: dict[str, Any] = {name: tuple(items)}
    return replace(facts, **lists)


def test_sections_that_turn_in_a_circle_are_refused() -> None:
    problems = validate(changed("sections", 0, parent=SUBSECTION))
    assert len(problems) == 2
    assert all("tournent en rond" in str(problem) for problem in problems)
    assert SECTION in str(problems[0])
    assert SUBSECTION in str(problems[0])


def test_a_section_above_itself_is_refused() -> None:
    assert "tournent en rond" in str(only(validate(changed("sections", 0, parent=SECTION))))


def test_a_section_below_a_circle_is_not_the_circle() -> None:
    facts = changed("sections", 0, parent=SUBSECTION)
    below = Section(uid=stable_uid("below"), plan=PLAN, order=9, parent=SECTION)
    assert len(validate(replace(facts, sections=(*facts.sections, below)))) == 2


def test_two_measures_of_one_number_in_one_plan_are_refused() -> None:
    problem = only(validate(changed("measures", 1, number="1")))
    assert problem.where.endswith(".number")
    assert "numéro 1" in str(problem)


def test_measures_of_two_plans_may_have_one_number() -> None:
    facts = plan_part()
    other = replace(measure(1, "Ailleurs", None), uid=stable_uid("elsewhere"), plan=OLDER)
    assert validate(replace(facts, measures=(*facts.measures, other))) == []


@pytest.mark.parametrize(
    ("name", "index", "changes", "where"),
    [
        ("sections", 0, {"plan": stable_uid("?")}, "plan"),
        ("sections", 1, {"parent": stable_uid("?")}, "parent"),
        ("measures", 0, {"plan": stable_uid("?")}, "plan"),
        ("measures", 0, {"section": stable_uid("?")}, "section"),
        ("measures", 0, {"forms": ("unheard_of",)}, "forms[0]"),
        ("measures", 0, {"target_groups": ("minors", "unheard_of")}, "target_groups[1]"),
        ("measures", 0, {"citations": (Citation(source=stable_uid("?")),)}, "citations[0].source"),
        ("measures", 0, {"titles": ()}, "titles"),
        ("measures", 0, {"uid": "16"}, "uid"),
        ("statements", 1, {"superseded_by": stable_uid("?")}, "superseded_by"),
        ("statements", 1, {"said_by": OrgRef(name="x", uid=stable_uid("?"))}, "said_by.uid"),
        ("statements", 1, {"recorded_at": "2026-01-15 09:00"}, "recorded_at"),
        ("statements", 1, {"recorded_at": "2026-02-30T09:00:00Z"}, "recorded_at"),
        ("statements", 1, {"said": When(edtf="2021-02-30")}, "said.edtf"),
        ("statements", 1, {"said": When(edtf="spring 2021")}, "said.edtf"),
        ("statements", 3, {"total": -1}, "total"),
        ("means", 0, {"measure": stable_uid("?")}, "measure"),
        ("means", 0, {"plan": stable_uid("?"), "measure": None}, "plan"),
        ("means", 0, {"amount": "1,5"}, "amount"),
        ("means", 0, {"amount": "1e9"}, "amount"),
        ("means", 0, {"amount": "9" * 31}, "amount"),
        ("means", 0, {"currency": "euros"}, "currency"),
        ("acts", 0, {"measures": (stable_uid("?"),)}, "measures[0]"),
        ("acts", 0, {"plan": stable_uid("?")}, "plan"),
        ("plans", 0, {"slug": "Plan n° 1"}, "slug"),
        ("plans", 0, {"known_until": "2026-13"}, "known_until"),
        ("plans", 0, {"titles": ()}, "titles"),
        ("sources", 0, {"url": "javascript:alert(1)"}, "url"),
        ("organisations", 0, {"names": ()}, "names"),
        ("organisations", 0, {"parent": stable_uid("?")}, "parent"),
        ("series", 0, {"observations": (Observation(when=When(edtf="2020")),)}, "observations[0].value"),
        ("series", 0, {"observations": (Observation(when=When(edtf="2020"), value="1.", missing="x"),)}, "observations[0].value"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_with_its_place(name: str, index: int, changes: dict[str, Any], where: str) -> None:
    problems = validate(changed(name, index, **changes))
    assert problems
    assert any(problem.where.endswith(f".{where}") for problem in problems), [str(problem) for problem in problems]


def test_a_uid_used_twice_is_refused() -> None:
    problem = only(validate(changed("series", uid=plan_part().acts[0].uid)))
    assert problem.where == "$.facts.uid"


def test_an_address_used_twice_is_refused() -> None:
    assert only(validate(changed("plans", 1, slug="plan-fictif-1"))).where == "$.facts.slug"


def test_what_is_not_public_cannot_be_signed() -> None:
    draft = Document(uid=stable_uid("draft"), title=text("Projet"), visibility="team")  # type: ignore[arg-type]
    problem = only(validate(changed("measures", documents=(draft,))))
    assert problem.where == "$.facts.documents[0].visibility"


def titled(value: str) -> PartFacts:
    return changed("measures", titles=(Title(text=Text(value=value)),))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("abc\x00def", "U+0000 en position 4"),
        ("abc\u202edef", "U+202E en position 4"),
        ("\u2066abc", "U+2066 en position 1"),
        ("abc\x1b[31m", "U+001B en position 4"),
        ("\ufeffabc", "U+FEFF en position 1"),
        ("ab\x85", "U+0085 en position 3"),
    ],
)
def test_control_characters_and_overrides_are_refused_with_their_position(value: str, said: str) -> None:
    problem = only(validate(titled(value)))
    assert said in str(problem)
    assert problem.where == "$.facts.titles[0].text.value"


@pytest.mark.parametrize("value", ["a\nb\tc", "نص عربي", "עברית", "emoji 🙂", "x" * 100_000, "é" * 50_000])
def test_texts_of_any_script_are_taken(value: str) -> None:
    assert validate(titled(value)) == []


@pytest.mark.parametrize(
    "value", ["x" * 100_001, "é" * 50_001, "\u202e\x00" * 500_000], ids=["ascii", "utf-8", "1 MB of overrides"]
)
def test_a_text_of_more_than_100_kilobytes_is_refused(value: str) -> None:
    problem = only(validate(titled(value)))
    assert "100000 octets" in str(problem)
    assert len(str(problem)) < 1000


def test_a_part_wrong_all_over_says_a_bounded_number_of_problems() -> None:
    facts = plan_part()
    wrong = tuple(Source(uid=f"x{n}", address="a\x00") for n in range(1000))
    assert len(validate(replace(facts, sources=wrong))) == MOST_PROBLEMS


def test_a_uid_that_names_no_file_is_a_problem_not_a_crash() -> None:
    problems = validate(changed("measures", uid="../../etc/passwd"))
    assert problems
    assert "passwd" in str(problems[0])


@pytest.mark.parametrize(("rule", "good", "bad"), [
    (rules.decimal, ["0", "-1", "0.5", "1250000.50", "9" * 30], ["", "-", ".5", "1.", "01", "+1", "1 000", "NaN", "٣"]),
    (rules.url, ["https://a.fr/x?y=1"], ["ftp://a", "javascript:x", "//a", "https://a b", 'https://a"onload=']),
    (rules.slug, ["plan-3", "forms_of_exploitation"], ["", "-a", "a--b", "É", "a/b", "a" * 121]),
    (rules.lang, ["fr", "pt-BR"], ["", "français", "f"]),
    (rules.time, ["2026-11-21T18:00:00Z"], ["2026-11-21T18:00:00+01:00", "2026-11-21T25:00:00Z", ""]),
    (rules.digest, ["a" * 64], ["A" * 64, "a" * 63]),
    (rules.filled, ["a"], ["", " \n"]),
])  # fmt: skip
def test_rules_take_and_refuse(rule: Callable[[str], object], good: list[str], bad: list[str]) -> None:
    assert [value for value in good if rule(value)] == []
    assert [value for value in bad if not rule(value)] == []


@given(st.text(max_size=40))
def test_no_text_makes_validation_fail_otherwise_than_in_words(value: str) -> None:
    facts = replace(titled(value), series=(replace(victims(), slug=value),))
    problems = validate(replace(facts, statements=(statement("x", PLAN, StatementKind.PHASE, said=When(edtf=value)),)))
    assert all(str(problem) for problem in problems)
