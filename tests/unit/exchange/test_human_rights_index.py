"""The workbook of the Universal Human Rights Index as XLSX: its spelling, its dates, its lists, its odd rows."""

import datetime as dt
import io

import openpyxl
import pytest

from jalon.exchange.problems import Refused
from jalon.exchange.recommendations_in import Given, Layout, ReadFile, read_recommendations
from jalon.facts.recommendation import Position

HEAD = ("Text", "Countries Concerned", "Reccomending Body", "UPR Session", "Document Symbol", "UPR Reccomending States",
        "UPR Position", "Themes", "Affected Persons", "Sdgs", "Document Publication Date", "OHCHR Annotation Id")  # fmt: skip
ROW = ("145.3 Fight trafficking in persons (Chad);", "France", "UPR", "43", "A/HRC/54/5", "Chad", "Supported/Noted",
       "Trafficking; Women", "women", "5 - GENDER EQUALITY\n8 - DECENT WORK", dt.datetime(2023, 6, 2), "id-1")  # fmt: skip


def read(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD, country: str = "") -> ReadFile:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in (head, *rows):
        book.active.append(row)
    book.save(kept)
    return read_recommendations(kept.getvalue(), "index.xlsx", Given(country=country), "part", "2026-01-01T00:00:00Z")


def test_every_column_is_read() -> None:
    found = read(ROW)
    (one,) = found.recommendations
    assert (found.layout, found.rows, found.headings, found.problems) == (Layout.INDEX, 2, 1, [])
    assert (one.body.name, one.session, one.symbol, one.reference) == ("UPR", "43", "A/HRC/54/5", "id-1")
    assert one.when is not None and one.when.edtf == "2023-06-02"
    assert (one.themes, one.affected, one.sdgs, one.states) == (
        ("Trafficking", "Women"),
        ("women",),
        ("5", "8"),
        ("Chad",),
    )
    assert (one.paragraph, [held.position for held in one.positions]) == ("145.3", [Position.PARTLY])


def test_the_same_annotation_keeps_its_uid_whatever_its_words_and_the_file() -> None:
    assert read(ROW).recommendations[0].uid == read(("Other words altogether", *ROW[1:])).recommendations[0].uid


def test_an_annotation_there_twice_is_one_and_two_that_differ_are_both_kept() -> None:
    again = (*ROW[:7], "Children", *ROW[8:])
    (one,) = read(ROW, again).recommendations
    assert one.themes == ("Trafficking", "Women", "Children")
    found = read(ROW, ("Something else is asked here", *ROW[1:]))
    assert len({one.uid for one in found.recommendations}) == 2 and len(found.problems) == 1


def test_without_identifier_the_words_tell_and_it_is_said() -> None:
    found = read((*ROW[:-1], None))
    assert found.recommendations[0].reference is None and "Annotation Id" in found.problems[0].words()


def test_several_countries_are_said_or_filtered() -> None:
    spain = ("Adopt a plan", "Spain", *ROW[2:-1], "id-2")
    assert "plusieurs pays" in read(ROW, spain).problems[-1].words()
    found = read(ROW, spain, country="france")
    assert (len(found.recommendations), found.elsewhere, found.problems) == (1, 1, [])


def test_a_position_of_other_words_is_a_note_and_none_is_nothing() -> None:
    pending, none = read((*ROW[:6], "Under consideration", *ROW[7:])), read((*ROW[:6], "None", *ROW[7:]))
    note = pending.recommendations[0].note
    assert note is not None and note.value == "Under consideration" and len(pending.problems) == 1
    assert none.recommendations[0].note is None and none.recommendations[0].positions == () and not none.problems


def test_another_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="colonne de recommandations"):
        read(("a", "b"), head=("Mesure", "Pilote"))
