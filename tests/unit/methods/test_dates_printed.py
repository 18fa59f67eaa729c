"""Reading printed dates: only what is certain."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Recurrence, Style, format_date, from_date, parse_printed


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("2013", "2013"),
        ("2017 (année déduite)", "2017?"),
        ("2019-11-22 (date de la page)", "2019-11-22?"),
        ("2016-10-18?", "2016-10-18?"),
        ("2022-02~", "2022-02~"),
        ("2026-01~/2026-03~", "2026-01~/2026-03~"),
        ("vers 2021-2022", "2021~/2022~"),
        ("vers 2021 (année déduite)", "2021%"),
        ("2016-2020", "2016/2020"),
        ("2016–2020", "2016/2020"),
        ("2020-11 → 18 mois", "2020-11/2022-05~"),
        ("15 juillet 2026", "2026-07-15"),
        ("1er décembre 2019", "2019-12-01"),
        ("le 18 octobre 2019", "2019-10-18"),
        ("July 15, 2026", "2026-07-15"),
        ("15 July 2026", "2026-07-15"),
        ("11/06/2024", "2024-06-11"),
        ("juin 2025", "2025-06"),
        ("vers juin 2025", "2025-06~"),
        ("around June 2025", "2025-06~"),
        ("janv. 2023", "2023-01"),
        ("déploiement d'ici 2025", "../2025"),
        ("d’ici à fin 2025", "../2025"),
        ("by the end of 2025", "../2025"),
        ("au plus tard le 15 juillet 2026", "../2026-07-15"),
        ("jusqu’en juin 2021", "../2021-06"),
        ("depuis 2019", "2019/.."),
        ("à partir d’avril 2024", "2024-04/.."),
        ("fin 2018", "2018"),
        ("début février 2026", "2026-02"),
        ("mi-juin 2025", "2025-06"),
        ("courant 2025", "2025"),
        ("late 2018", "2018"),
        ("T1 2025", "2025-01/2025-03"),
        ("4e trimestre 2025", "2025-10/2025-12"),
        ("1er semestre 2024", "2024-01/2024-06"),
        ("Q3 2024", "2024-07/2024-09"),
        ("2025-T2", "2025-04/2025-06"),
        ("T4/2025", "2025-10/2025-12"),
        ("T1-T2 2026", "2026-01/2026-06"),
        ("Q1 2025 - Q2 2026", "2025-01/2026-06"),
        ("1er trimestre 2025 au 4e trimestre 2026", "2025-01/2026-12"),
        ("fin du 1er trimestre 2025", "2025-01/2025-03"),
        ("second semestre 2025", "2025-07/2025-12"),
        ("12/2025", "2025-12"),
        ("janvier 2025 à décembre 2026", "2025-01/2026-12"),
        ("2025 et 2026", "2025/2026"),
        ("2024, 2025, 2026", "2024/2026"),
        ("dès 2024", "2024/.."),
        ("from 2024", "2024/.."),
        ("dès le 2e trimestre 2025", "2025-04/.."),
        ("avant fin 2026", "../2026"),
        ("avant le 31/12/2025", "../2025-12-31"),
        ("d’ici le 2e semestre 2026", "../2026-12"),
        ("horizon 2027", "2027"),
        ("rentrée 2025", "2025"),
        ("printemps 2024", "2024-21"),
        ("été 2024", "2024-22"),
        ("hiver 2019-2020", "2019-24"),
        ("années 2010", "201X"),
        ("the 2010s", "201X"),
        ("de 2019 à 2021", "2019/2021"),
        ("entre 2019 et 2021", "2019/2021"),
        ("de janvier à mars 2026", "2026-01/2026-03"),
        ("janvier-mars 2026", "2026-01/2026-03"),
        ("11-12 février 2019", "2019-02-11/2019-02-12"),
        ("du 28 janvier au 3 mars 2021", "2021-01-28/2021-03-03"),
        ("  JUIN\u00a02025 ", "2025-06"),
    ],
)
def test_certain_words_are_read(printed: str, edtf: str) -> None:
    read, recurrence = parse_printed(printed)
    assert (str(read), recurrence) == (edtf, None)


@pytest.mark.parametrize(
    "printed",
    [
        "PLF 2026 (déduit)",
        "mi-parcours",
        "Paris 11/06/2024, Marseille 04/07/2024, Bordeaux 29/01/2025",
        "candidatures jusqu'au 28/06/2024, 3 ans",
        "1er logement remis le 16/06/2025 (AFJ)",
        "43e session, mai 2023",
        "début 26",
        "fin du 15 juillet 2026",
        "30 février 2023",
        "juin",
        "18 octobre",
        "2021-2019",
        "2019-22",
        "hiver 2019",
        "hiver 2019-2021",
        "3e semestre 2024",
        "T5 2024",
        "T2-T1 2024",
        "13/2025",
        "2024 et 2026",
        "avant 2026",
        "from here to 2026",
        "juin 20255",
        "2017 (année supposée peut-être)",
        "bientôt",
        "0",
        "2024 ou 2025",
        "depuis toujours",
        "d'ici peu",
        "2024 → 18 mois",
        "biannual",
        "32/01/2024",
        "",
        "   ",
    ],
)
def test_what_is_not_certain_is_not_read(printed: str) -> None:
    assert parse_printed(printed) == (None, None)


@pytest.mark.parametrize(
    ("printed", "recurrence"),
    [
        ("annuel", Recurrence.YEARLY),
        ("Annuelle", Recurrence.YEARLY),
        ("yearly", Recurrence.YEARLY),
        ("chaque année", Recurrence.YEARLY),
        ("annuel, 18 octobre", Recurrence.YEARLY),
        ("every six months", Recurrence.HALF_YEARLY),
        ("tous les six mois", Recurrence.HALF_YEARLY),
        ("trimestriel", Recurrence.QUARTERLY),
        ("mensuelle", Recurrence.MONTHLY),
        ("tous les deux ans", Recurrence.EVERY_TWO_YEARS),
    ],
)
def test_a_rhythm_is_no_date(printed: str, recurrence: Recurrence) -> None:
    assert parse_printed(printed) == (None, recurrence)


def test_an_english_slashed_date_is_read_only_when_it_can_be_read_one_way() -> None:
    assert parse_printed("11/06/2024", "en") == (None, None)
    assert str(parse_printed("29/01/2025", "en")[0]) == "2025-01-29"
    assert str(parse_printed("06/06/2024", "en")[0]) == "2024-06-06"


@settings(max_examples=60)
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["fr", "en"]),
    st.sampled_from([Style.LONG, Style.SHORT]),
)
def test_a_day_in_words_is_read_back(day: date, lang: str, style: Style) -> None:
    moment = from_date(day)
    assert parse_printed(format_date(moment, lang, style), lang) == (moment, None)


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    edtf, recurrence = parse_printed(text)
    assert edtf is None or recurrence is None


@pytest.mark.parametrize("text", ["9" * 1_000_000, "de " * 300_000, "(" * 1_000_000, "2019-" * 20, "\u202e2019\x00"])
def test_hostile_texts_are_not_read(text: str) -> None:
    assert parse_printed(text) == (None, None)
