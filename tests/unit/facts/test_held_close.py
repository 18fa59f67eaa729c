"""Steps and lines of means of tables are held close, and are the facts that they would be one by one."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.codec import canonical
from jalon.facts.common import Citation, Text, When, Wording
from jalon.facts.payings import Paying, Payings
from jalon.facts.plan import Means, MeansKind, Measure, Step, Title
from jalon.facts.right import Right
from jalon.facts.steps import Placed, Steps
from jalon.facts.uids import stable_bytes, stable_uid
from jalon.facts.validation import _WHOLE, RULES, fact_problems, held_problems
from jalon.facts.walking import inside

SOURCE = stable_uid("source")
ODD = ("Ouvrir", "é" * 50_001, "\u202eenvers", "a\x00b", "")
texts = st.sampled_from(ODD) | st.text(max_size=5)
whens = st.builds(When, edtf=st.sampled_from(("2026", "2026-13", "hier", None)), printed=st.none() | texts)
cites = st.builds(Citation, source=st.sampled_from((SOURCE, "nulle"))).map(lambda cite: (cite,))
langs = st.sampled_from(("fr", "français"))


# --- steps -----------------------------------------------------------------------------------------------------------


def text(**fixed: Any) -> st.SearchStrategy[Text]:
    return st.builds(Text, lang=langs, wording=st.sampled_from(Wording), **fixed)


shared = st.builds(Step, uid=st.just(""), title=text(value=st.just("")), citations=cites)
placed = st.lists(st.tuples(st.integers(0, 5), texts, st.none() | whens, st.none() | texts), max_size=8)


def one_by_one(said: Step, rows: list[tuple[int, str, When | None, str | None]]) -> tuple[Step, ...]:
    found: dict[str, Step] = {}
    for key, words, due, at in rows:
        uid = stable_uid(f"s{key}")
        where = (replace(said.citations[0], locator=at),)
        one = Step(uid=uid, title=replace(said.title, value=words), due=due, citations=where)
        found.setdefault(uid, one)
    return tuple(found.values())


@given(shared, placed)
def test_steps_are_the_facts_that_were_added_and_a_uid_is_held_once(
    said: Step, rows: list[tuple[int, str, When | None, str | None]]
) -> None:
    expected = one_by_one(said, rows)
    held = Steps(said)
    for key, *own in rows:
        held.add(stable_bytes(f"s{key}"), *own)
    assert tuple(held) == expected == tuple(Steps(said, list(held.each())))
    assert held == expected and held == Steps(said, list(held.each())) and len(held) == len(expected)
    assert all(held.has(stable_bytes(f"s{key}")) for key, *_own in rows) and not held.has(stable_bytes("autre"))
    assert [held[place] for place in range(len(held))] == list(held[:]) == list(expected)


@given(shared, placed)
def test_a_measure_with_steps_held_close_has_the_problems_citations_and_bytes_of_one_with_their_facts(
    said: Step, rows: list[tuple[int, str, When | None, str | None]]
) -> None:
    held = Steps(said, [Placed(stable_bytes(f"s{key}"), *own) for key, *own in rows])
    title = Title(text=Text(value="Loger"))
    close = Measure(uid=stable_uid("m"), plan=stable_uid("p"), order=1, titles=(title,), steps=held)
    apart = replace(close, steps=tuple(held))
    problems = fact_problems(apart, "measures/m.json", "$.facts")
    assert fact_problems(close, "measures/m.json", "$.facts") == problems
    assert Right(RULES, _WHOLE)(close) is not bool(problems)
    assert list(inside(close)) == list(inside(apart)) and close == apart
    assert canonical(close) == canonical(apart)


def test_a_step_held_close_is_looked_up_by_its_place() -> None:
    said = Step(uid="", title=Text(value=""), citations=(Citation(source=SOURCE),))
    held = Steps(said, [Placed(stable_bytes(words), words, None, "A1") for words in "abc"])
    assert (held[0].title.value, held[-1].title.value, [one.title.value for one in held[1:]]) == ("a", "c", ["b", "c"])
    with pytest.raises(IndexError):
        held[3]
    assert Steps(said) == () and held != ()


# --- lines of means --------------------------------------------------------------------------------------------------

lines = st.builds(
    Means, uid=st.just(""), item=text(value=st.just("")), kind=st.sampled_from(MeansKind), when=whens,
    currency=st.sampled_from(("EUR", "euro")), plan=st.just(stable_uid("p")), note=text(value=st.just("")),
    in_kind=st.none() | text(value=texts), citations=cites,
)  # fmt: skip
amounts = st.sampled_from(("12.50", "1e3", "", None, "\x00", "9" * 40))
rows = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from("ab"), texts, amounts, texts, st.none() | texts, st.integers(0, 2)),
    max_size=12,
)
Row = tuple[int, str, str, str | None, str, str | None, int]


@given(rows, st.lists(lines, min_size=3, max_size=3))
def test_lines_of_means_are_the_facts_that_were_added_with_their_problems_and_places(
    given_rows: list[Row], said: list[Means]
) -> None:
    expected: dict[str, Means] = {}
    held = Payings()
    for key, measure, item, amount, note, at, which in given_rows:
        uid, one = stable_uid(f"m{key}"), said[which]
        held.add(stable_bytes(f"m{key}"), stable_uid(measure), item, amount, note, at, one)
        noted = Text(value=note, lang=one.note.lang, wording=one.note.wording) if note and one.note else None
        expected.setdefault(uid, replace(
            one, uid=uid, measure=stable_uid(measure), item=replace(one.item, value=item), amount=amount, note=noted,
            citations=(replace(one.citations[0], locator=at),),
        ))  # fmt: skip
    assert tuple(held) == tuple(expected.values()) and held == tuple(expected.values())
    path = f"means/{stable_uid('p')}.json"
    problems = [(one.citations[0].locator, p) for one in held for p in fact_problems(one, path, "$.facts")]
    assert list(held_problems(held)) == problems


@given(rows, st.lists(lines, min_size=3, max_size=3), st.integers(1, 5))
def test_what_is_held_is_the_same_one_by_one_in_columns_and_extended(
    given_rows: list[Row], said: list[Means], size: int
) -> None:
    held = Payings(Paying(stable_bytes(f"m{k}"), m, i, a, n, at, said[w]) for k, m, i, a, n, at, w in given_rows)
    pieces = list(held.columns(size))
    assert [one for some in pieces for one in zip(*some, strict=True)] == list(held.each())
    assert [one for some in held.pieces(size) for one in some] == list(held.each())
    again = Payings()
    for uids, *columns in pieces:
        again.extend(b"".join(uids), *columns)
    assert again == held and list(again.each()) == list(held.each())
