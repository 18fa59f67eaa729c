"""Tables of observations: by row or by column of years, values as people write them, each thing wrong at its cell."""

from typing import Any

import pytest

from jalon.exchange.headers import Profile
from jalon.exchange.observations_in import ObservationReader, ObservedRow, find_observations
from jalon.exchange.problems import CellProblem
from jalon.exchange.sheets import read_workbook
from jalon.exchange.tables import Table, table_of
from tests.unit.exchange.odd_books import table, workbook

LONG = "Code de l’indicateur;Période;Valeur;État;Précision;Raison de l’absence;Sexe;Source;Publié le\n"


def read(
    data: bytes, name: str = "t.csv", profile: Profile | None = None
) -> tuple[list[ObservedRow], list[CellProblem]]:
    rows: list[ObservedRow] = []
    problems: list[CellProblem] = []
    for sheet, header in find_observations(read_workbook(data, name), profile):
        for _number, found, wrong in ObservationReader(sheet, header, profile or Profile("")).batches():
            rows += found
            problems += wrong
    return rows, problems


def said(row: ObservedRow) -> tuple[object, ...]:
    return row.edtf, row.value, row.precision, row.status, row.missing


def test_a_row_says_when_how_much_how_exactly_and_in_which_state() -> None:
    lines = (
        "f1;2024;1 250,5;provisoire;arrondi;;F;Rapport A;2025-03\n"
        "f1;T1 2023;≥ 40;(r);;;Ensemble;;\n"
        "f1;décembre 2022;;;;non relevé;;;\n"
        "f1;2021;n.c.;définitif;;;;;\n"
        "f1;2020;0;;;;;;\n"
        "f1;2019;env. 12 (p);;;;;;\n"
    )
    rows, problems = read((LONG + lines).encode())
    assert problems == []
    assert [said(row) for row in rows] == [
        ("2024", "1250.5", "rounded", "provisional", None),
        ("2023-01/2023-03", "40", "at_least", "revised", None),
        ("2022-12", None, "exact", None, "non relevé"),
        ("2021", None, "exact", "final", "n.c."),
        ("2020", "0", "exact", None, None),
        ("2019", "12", "about", "provisional", None),
    ]
    assert (rows[0].dimensions, rows[0].source, rows[0].said) == ((("Sexe", "F", False),), "Rapport A", "2025-03")
    assert rows[1].dimensions == ()
    assert [row.at for row in rows[:2]] == ["C2", "C3"]


def test_years_as_columns_give_a_value_each_and_targets_are_not_observations() -> None:
    data = table(
        ("", "", "Valeurs", "", "", "Objectifs"),
        ("Code", "Indicateur", 2022, 2023, "2024 (p)", 2024),
        ("f1", "Formés", 10, "", 30, 99),
        ("f2", "Places", "n.d.", 5, None, 99),
    )
    rows, problems = read(data, "t.xlsx")
    assert problems == []
    assert [(row.indicator, *said(row), row.at) for row in rows] == [
        ("f1", "2022", "10", "exact", None, None, "C3"),
        ("f1", "2024", "30", "exact", "provisional", None, "E3"),
        ("f2", "2022", None, "exact", None, "n.d.", "C4"),
        ("f2", "2023", "5", "exact", None, None, "D4"),
    ]


@pytest.mark.parametrize(
    ("line", "address", "words"),
    [
        ("f1;bientôt;3;;;;;;", "B2", "date"),
        ("f1;2024;3;peut-être;;;;;", "D2", "provisoire"),
        ("f1;2024;3;;;absent;;;", "C2", "pas les deux"),
        ("f1;2024;≥ 3;;arrondi;;;;", "C2", "se contredisent"),
        (";2024;3;;;;;;", "A2", "indicateur"),
        ("f1;2024;;;;;;;", "C2", "ni période ni valeur"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(line: str, address: str, words: str) -> None:
    rows, problems = read(f"{LONG}{line}\n".encode())
    assert rows == []
    assert [one.address for one in problems] == [address]
    assert words in problems[0].words()


def test_a_merged_value_does_not_count_twice() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(("Code", 2023, 2024))
        sheet.append(("f1", 7, None))
        sheet.merge_cells("B2:C2")

    rows, problems = read(workbook(fill), "t.xlsx")
    assert rows == []
    assert [one.address for one in problems] == ["C2"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Code;Indicateur;2022;2023", Table.OBSERVATIONS),
        ("Indicateur;Année;Valeur", Table.OBSERVATIONS),
        ("N°;Mesure;Pilote;2025;2026", Table.PLAN),
        ("N°;Mesure;Pilote;Échéance", Table.PLAN),
        ("identifiant;titre;unité;formule", Table.INDICATORS),
    ],
)
def test_the_header_says_what_the_table_holds(head: str, kind: Table) -> None:
    book = read_workbook(f"{head}\na;b;3;4;5\n".encode(), "t.csv")
    assert table_of(book) is kind
    profile = Profile("", options=(("table", "observations"),))
    assert table_of(book, profile) is Table.OBSERVATIONS
