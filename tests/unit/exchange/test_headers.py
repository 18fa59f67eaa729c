"""Headers found under titles and groups, columns mapped with a certainty, profiles kept as JSON."""

import pytest

from jalon.exchange.headers import Field, Header, Profile, data_rows, find_header, missing_columns, with_fields
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import Sheet, read_workbook
from tests.unit.exchange.odd_books import table

FIELDS = (
    Field("title", "Intitulé", ("titre de l'action", "mesure"), required=True),
    Field("lead", "Pilote", ("structure pilote", "lead"), many=True),
    Field("amount", "Montant", ("budget", "montant € ht"), many=True),
)


def sheet(*rows: tuple[object, ...]) -> Sheet:
    return read_workbook(table(*rows), "plan.xlsx").sheets[0]


def found(*rows: tuple[object, ...], profile: Profile | None = None) -> Header:
    header = find_header(sheet(*rows), FIELDS, profile)
    assert header is not None
    return header


def test_the_header_is_found_under_titles_and_groups() -> None:
    rows = (("Plan 2026",), (None, "Acteurs"), ("MESURE", "Structure pilote :", "Autre"), ("Former", "DGCS", "x"))
    header = found(*rows)
    assert (header.row, header.first) == (3, 4)
    assert [(column.field, column.letters) for column in header.columns] == [("title", "A"), ("lead", "B"), ("", "C")]
    assert header.columns[1].group == "Acteurs"


def test_rows_of_directions_are_no_data() -> None:
    header = found(
        ("Mesure", "Pilote"), ("Champ texte", "Champ liste"), ("Indiquez le titre", "Choisissez"), ("A", "B")
    )
    assert header.first == 4


def test_accents_case_and_brackets_do_not_matter() -> None:
    header = found(("INTITULE (obligatoire) *", "  pilote "))
    assert [column.field for column in header.columns] == ["title", "lead"]
    assert all(column.confidence == 1 for column in header.columns)


def test_a_likely_column_is_proposed_with_less_certainty() -> None:
    header = found(("Mesure", "Pilote de l’action"))
    assert header.columns[1].field == "lead"
    assert 0.72 <= header.columns[1].confidence < 1


def test_a_field_is_proposed_once_unless_several_columns_may_hold_it() -> None:
    header = found(("Mesure", "Mesure", "Montant € HT", "Montant € HT"))
    assert [column.field for column in header.columns] == ["title", "", "amount", "amount"]


def test_without_a_known_title_there_is_no_header() -> None:
    assert find_header(sheet(("a", "b"), ("c", "d")), FIELDS) is None


def test_shifted_and_moved_columns_are_found_by_a_profile() -> None:
    profile = found(("Intitulé", "Qui ?", "Pilote")).profile("Suivi")
    moved = found((None, "pilote", "INTITULÉ"), (None, "DGCS", "Former"), profile=profile)
    assert [(column.letters, column.field) for column in moved.columns] == [("B", "lead"), ("C", "title")]


def test_a_profile_survives_json() -> None:
    profile = found(("Intitulé", "Montant € HT", "Montant € HT")).profile("Suivi", currency="EUR")
    assert Profile.from_json(profile.to_json()) == profile
    assert ("Montant € HT#2", "amount") in profile.mapping


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"jalon_profile": 2, "name": "x"}', '{"jalon_profile":1,"name":"x","mapping":{"a":1}}']
)
def test_a_profile_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Profile.from_json(text)


def test_a_missing_column_is_said() -> None:
    profile = Profile("x", (("Pilote", "lead"),), header_row=1)
    header = Header("Feuille", 1, 2, found(("Intitulé", "Pilote"), profile=None).columns[1:], 1.0)
    assert profile.header_row == 1
    assert "Intitulé" in missing_columns(header, FIELDS)[0].words()


def test_a_repeated_header_and_empty_rows_are_no_data() -> None:
    rows = (("Intitulé", "Pilote"), ("A", "B"), (None, " "), ("Intitulé", "Pilote"), ("C", "D"))
    assert [row.number for row in data_rows(sheet(*rows), found(*rows))] == [2, 5]


def test_a_person_decides_over_what_is_proposed() -> None:
    header = with_fields(found(("Intitulé", "Pilote")), {1: ""})
    assert [column.field for column in header.columns] == ["title", ""]
