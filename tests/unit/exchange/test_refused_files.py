"""What is not opened, and what people are told: size, archives that unfold without end, macros, locks, old formats."""

import io
import zipfile

import pytest

from jalon.exchange.guards import MEGABYTE, Limits
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import read_workbook
from tests.unit.exchange.odd_books import changed, member, table

PLAIN = table(("Titre", "Pilote"), ("Former", "DGCS"))
SHEET = "xl__worksheets__sheet1_dot_xml"


def refused(data: bytes, name: str = "plan.xlsx", limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read_workbook(data, name, limits)
    assert caught.value.problem.remedy, "every refusal says what to do"
    return caught.value.problem.words()


def test_an_empty_file_is_refused() -> None:
    assert "vide" in refused(b"", "plan.csv")


def test_a_file_beyond_the_limit_is_refused_with_both_sizes() -> None:
    assert "41 Mo ; la limite est de 40 Mo" in refused(b"x" * (41 * MEGABYTE)).replace("\u00a0", " ")


def test_an_open_file_is_read_no_further_than_the_limit() -> None:
    source = io.BytesIO(b"a;b\n" * MEGABYTE)
    with pytest.raises(Refused):
        read_workbook(source, "plan.csv", Limits(bytes=1_000))
    assert source.tell() == 1_001


def test_an_archive_that_unfolds_a_thousandfold_is_refused() -> None:
    bomb = changed(PLAIN, xl__media__image1_dot_xml=b"\x00" * (20 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    assert "ce n’est pas un classeur ordinaire" in refused(bomb)


def test_an_archive_of_many_members_is_refused() -> None:
    assert "éléments" in refused(PLAIN, limits=Limits(members=3))


def test_an_archive_whose_sizes_lie_is_refused() -> None:
    lying = bytearray(changed(PLAIN, xl__more_dot_xml=b"<a>" + b"x" * 100_000 + b"</a>"))
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert "abîmé" in refused(bytes(lying))


def test_macros_are_refused_whatever_the_name() -> None:
    assert "macros" in refused(changed(PLAIN, xl__vbaProject_dot_bin=b"\xd0\xcf"))
    assert "macros" in refused(changed(PLAIN, xl__macrosheets__sheet1_dot_xml=b"<a/>"), "plan.xlsm")


def test_an_encrypted_workbook_is_said_to_be_locked() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "mot de passe" in refused(ole)


def test_an_old_xls_is_said_to_be_old() -> None:
    assert ".xls" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "plan.xls")


def test_an_encrypted_ods_is_said_to_be_locked() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        archive.writestr("content.xml", b"\x00\x01")
    assert "mot de passe" in refused(held.getvalue(), "plan.ods")


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    assert "un tableau CSV est attendu" in refused(data, "plan.csv")


def test_a_word_document_is_no_workbook() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("word/document.xml", "<a/>")
    assert "n’en est pas un" in refused(held.getvalue())


def test_text_named_xlsx_is_said_to_be_renamed() -> None:
    assert "renommé" in refused(b"a;b\n1;2\n", "plan.xlsx")


def test_half_a_workbook_is_said_to_be_damaged() -> None:
    assert "abîmé" in refused(PLAIN[: len(PLAIN) // 2])


def test_a_cell_far_away_is_refused_before_it_fills_the_memory() -> None:
    rows = member(PLAIN, "xl/worksheets/sheet1.xml")
    far = rows.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert "1048576 lignes et 16384 colonnes" in refused(changed(PLAIN, **{SHEET: far}))


def test_a_far_cell_written_oddly_is_refused_too() -> None:
    rows = member(PLAIN, "xl/worksheets/sheet1.xml")
    odd = rows.replace(b"</sheetData>", b"<row><c\tr='XFD1048576' ><v>1</v></c></row></sheetData>")
    assert "1048576 lignes" in refused(changed(PLAIN, **{SHEET: odd}))


def test_repeated_cells_of_an_ods_are_counted_before_they_are_unfolded() -> None:
    content = (
        '<o:d xmlns:o="o" xmlns:table="t" xmlns:office="f" xmlns:text="x"><table:table table:name="A"><table:table-row '
        'table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table></o:d>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert "1048576 lignes et 16384 colonnes" in refused(held.getvalue(), "plan.ods")


def test_entities_are_refused() -> None:
    rows = member(PLAIN, "xl/worksheets/sheet1.xml")
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>' + rows[rows.find(b"<worksheet") :]
    assert "type de document XML" in refused(changed(PLAIN, **{SHEET: bomb}))


def test_a_quote_never_closed_is_named_by_its_line() -> None:
    with pytest.raises(Refused) as caught:
        list(read_workbook(b'a;b\n1;2\n3;"four\n', "plan.csv").sheets[0].rows())
    assert caught.value.problem.address == "A3"


def test_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    mixed = "Titre;Pilote\né;à\n".encode() + "Réalisé\n".encode("cp1252")
    assert "ligne 3" in refused(mixed, "plan.csv")
