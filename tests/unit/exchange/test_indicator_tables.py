"""Tables of indicator definitions: all are read, a formula that is none is refused at its cell."""

from pathlib import Path

from jalon.exchange.indicators_in import Defining, IndicatorsRead, read_indicators
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import Source
from jalon.facts.uids import stable_uid
from tests import synthetic

FILE = Path(__file__).parents[2] / "fixtures" / "indicators" / "import-indicateur-definitions.csv"
SOURCE = Source(uid=stable_uid("synthetic/definitions"), address="definitions.csv")


def read(data: bytes) -> IndicatorsRead:
    about = Defining(subject=synthetic.PLAN, source=SOURCE, owner=synthetic.PLAN)
    return read_indicators(read_workbook(data, "definitions.csv"), about)


def test_the_730_definitions_and_their_77_formulas_are_read() -> None:
    found = read(FILE.read_bytes())
    assert found.errors == ()
    assert found.rows == len(found.indicators) == 730
    assert sum(one.formula is not None for one in found.indicators) == 77
    assert len({one.slug for one in found.indicators}) == 730
    first = found.indicators[0]
    assert (first.code, first.unit) == ("cae_1.a", "kteq CO2")
    assert first.formula is not None
    assert first.formula.startswith("val(cae_1.c)+val(cae_1.d)")


HEAD = "identifiant;titre;unité;formule\n"


def test_a_formula_that_cannot_be_read_is_refused_at_its_cell_and_alone() -> None:
    found = read(f"{HEAD}a;Un;x;\nb;Deux;x;val(a)+\nc;Trois;x;val(a)\n".encode())
    assert [one.code for one in found.indicators] == ["a", "c"]
    assert [one.address for one in found.errors] == ["D3"]


def test_a_formula_of_unknown_indicators_is_refused() -> None:
    found = read(f"{HEAD}a;Un;x;val(z)\nb;Deux;x;\n".encode())
    assert [one.code for one in found.indicators] == ["b"]
    assert "z" in found.errors[0].words()


def test_a_circle_of_formulas_is_refused() -> None:
    found = read(f"{HEAD}a;Un;x;val(b)\nb;Deux;x;val(a)\nc;Trois;x;\n".encode())
    assert [one.code for one in found.indicators] == ["c"]
    assert "a → b → a" in found.errors[0].words()


def test_an_identifier_twice_is_named_with_both_cells() -> None:
    found = read(f"{HEAD}a;Un;x;\na;Deux;x;\n".encode())
    assert [(one.address, one.params["first"]) for one in found.errors] == [("A3", "A2")]
