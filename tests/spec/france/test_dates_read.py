"""Dates: EDTF as it is, every other string from the reviewed table, with its words."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from jalon.demo.france import parts
from jalon.demo.france.dates import READ, when
from jalon.facts.common import Confidence, When
from jalon.methods.dates import Recurrence, parse


def _whens(fact: Any) -> Iterator[When]:
    if isinstance(fact, When):
        yield fact
    elif isinstance(fact, tuple):
        for item in fact:
            yield from _whens(item)
    elif is_dataclass(fact):
        for field in fields(fact):
            yield from _whens(getattr(fact, field.name))


def test_every_reading_is_a_date_that_jalon_reads() -> None:
    readings = {w.edtf for w in _whens(parts()) if w.edtf}
    assert len(readings) > 50
    assert all(str(parse(edtf)) == edtf for edtf in readings)


def test_a_date_that_could_not_be_read_keeps_its_words() -> None:
    unread = {(w.printed, w.recurrence) for w in _whens(parts()) if w.edtf is None}
    assert unread == {("PLF 2026", None), (None, Recurrence.YEARLY.value)}


def test_every_line_of_the_reviewed_table_that_gives_a_date_gives_a_valid_one() -> None:
    assert all(str(parse(edtf)) == edtf for edtf, _, _ in READ.values() if edtf)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (2018, When(edtf="2018")),
        ("2024-11-15~", When(edtf="2024-11-15~")),
        ("2026-01~/2026-03~", When(edtf="2026-01~/2026-03~")),
        ("2016-10-18?", When(edtf="2016-10-18?", confidence=Confidence.INFERRED)),
        ("2017 (année déduite)", When(edtf="2017", printed="2017 (année déduite)", confidence=Confidence.INFERRED)),
        ("vers 2021-2022", When(edtf="2021~/2022~", printed="vers 2021-2022")),
        ("un jour prochain", When(edtf=None, printed="un jour prochain")),
    ],
)
def test_a_recorded_date_is_read_as_reviewed(raw: int | str, expected: When) -> None:
    assert when(raw) == expected
