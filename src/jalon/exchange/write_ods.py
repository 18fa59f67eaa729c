"""Writes ODS (OpenDocument 1.3): typed cells, locked cells, drop-downs, hidden keys, frozen header, fixed times.

The XML is written here, cell after cell: the general library takes a hundred times longer on large tables.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date
from xml.sax.saxutils import escape, quoteattr

from jalon.exchange.addresses import column_letters
from jalon.exchange.guards import ODS_TYPE
from jalon.exchange.writing import INSTRUCTIONS, NOT_A_CHOICE, Book, OutColumn, OutSheet, OutValue, fitting

EPOCH = (1980, 1, 1, 0, 0, 0)
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"), ("meta", "meta"), ("config", "config"), ("of", "of"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES = """<office:automatic-styles>
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="open" style:family="table-cell"><style:table-cell-properties style:cell-protect="none" style:vertical-align="top" fo:wrap-option="wrap"/></style:style>
<style:style style:name="openday" style:family="table-cell" style:data-style-name="N1"><style:table-cell-properties style:cell-protect="none" style:vertical-align="top"/></style:style>
<style:style style:name="shut" style:family="table-cell"><style:table-cell-properties style:cell-protect="protected" style:vertical-align="top" fo:wrap-option="wrap" fo:background-color="#f5f5f5"/></style:style>
<style:style style:name="shutday" style:family="table-cell" style:data-style-name="N1"><style:table-cell-properties style:cell-protect="protected" style:vertical-align="top" fo:background-color="#f5f5f5"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties style:cell-protect="protected" style:vertical-align="top" fo:wrap-option="wrap" fo:background-color="#ededed"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style>
{widths}
</office:automatic-styles>
"""


def write_ods(book: Book) -> bytes:
    """The bytes of the workbook. `Refused` for a text that no cell holds."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), ODS_TYPE, zipfile.ZIP_STORED)
        for name, text in (
            ("content.xml", "".join(_content(book))),
            ("styles.xml", f'{_HEAD}<office:document-styles {_NAMES} office:version="1.3"/>'),
            ("meta.xml", _meta(book)),
            ("settings.xml", _settings(book)),
            ("META-INF/manifest.xml", _manifest()),
        ):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _content(book: Book) -> Iterator[str]:
    widths = sorted({column.width for sheet in book.sheets for column in sheet.columns} | {100})
    styles = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for width in widths
    )
    yield f'{_HEAD}<office:document-content {_NAMES} office:version="1.3">{_STYLES.format(widths=styles)}'
    yield "<office:body><office:spreadsheet>"
    yield from _validations(book)
    if book.instructions:
        yield f'<table:table table:name={quoteattr(book.words(INSTRUCTIONS))}><table:table-column table:style-name="w100"/>'
        for number, line in enumerate(book.instructions):
            yield f"<table:table-row>{_text_cell(line, 'head' if number == 0 else 'shut')}</table:table-row>"
        yield "</table:table>"
    for number, sheet in enumerate(book.sheets):
        yield from _sheet(sheet, number)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _validations(book: Book) -> Iterator[str]:
    found = [
        (f"v{number}_{place}", sheet, place, column)
        for number, sheet in enumerate(book.sheets)
        for place, column in enumerate(sheet.columns)
        if column.choices
    ]
    if found:
        yield "<table:content-validations>"
        for name, sheet, place, column in found:
            yield _validation(name, sheet, place, column, book.words(NOT_A_CHOICE))
        yield "</table:content-validations>"


def _validation(name: str, sheet: OutSheet, place: int, column: OutColumn, refused: str) -> str:
    doubled = (choice.replace('"', '""') for choice in column.choices)
    condition = "of:cell-content-is-in-list(" + ";".join(f'"{choice}"' for choice in doubled) + ")"
    quoted = sheet.name.replace("'", "''")
    base = f"$'{quoted}'.{column_letters(place)}{sheet.header_row + 1}"
    return (
        f'<table:content-validation table:name="{name}" table:condition={quoteattr(condition)} '
        f'table:allow-empty-cell="true" table:base-cell-address={quoteattr(base)}>'
        '<table:error-message table:message-type="stop" table:display="true">'
        f"<text:p>{escape(refused)}</text:p>"
        "</table:error-message></table:content-validation>"
    )


def _sheet(sheet: OutSheet, number: int) -> Iterator[str]:
    protected = ' table:protected="true"' if sheet.protected else ""
    style = "unseen" if sheet.hidden else "seen"
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}"{protected}>'
    for column in sheet.columns:
        hidden = ' table:visibility="collapse"' if column.hidden else ""
        yield f'<table:table-column table:style-name="w{column.width}"{hidden}/>'
    if sheet.code_row:
        codes = "".join(_text_cell(column.code, "head") for column in sheet.columns)
        yield f'<table:table-row table:visibility="collapse">{codes}</table:table-row>'
    titles = "".join(_text_cell(column.title, "head", note=column.help) for column in sheet.columns)
    yield f"<table:table-row>{titles}</table:table-row>"
    for row, values in enumerate(sheet.rows, start=sheet.header_row + 1):
        cells = (_cell(sheet, number, row, place, value) for place, value in enumerate(values))
        yield f"<table:table-row>{''.join(cells)}</table:table-row>\n"
    yield "</table:table>"


def _cell(sheet: OutSheet, number: int, row: int, place: int, value: OutValue) -> str:
    column = sheet.columns[place]
    value = fitting(value, sheet.name, place, row)
    style = "shut" if sheet.protected and column.locked else "open"
    listed = f' table:content-validation-name="v{number}_{place}"' if column.choices else ""
    if value is None or value == "":
        return f'<table:table-cell table:style-name="{style}"{listed}/>'
    if isinstance(value, str):
        return _text_cell(value, style, listed)
    if isinstance(value, bool):
        said = str(value).lower()
        kind, shown = f'"boolean" office:boolean-value="{said}"', "VRAI" if value else "FAUX"
    elif isinstance(value, date):
        style, day = f"{style}day", value.isoformat()[:10]
        kind, shown = f'"date" office:date-value="{day}"', f"{value:%d/%m/%Y}"
    else:
        shown = format(value, "f") if not isinstance(value, int) else str(value)
        kind = f'"float" office:value="{shown}"'
    head = f'<table:table-cell table:style-name="{style}"{listed} office:value-type={kind}>'
    return f"{head}<text:p>{shown}</text:p></table:table-cell>"


def _text_cell(text: str, style: str, listed: str = "", note: str = "") -> str:
    about = f"<office:annotation><text:p>{_spaced(note)}</text:p></office:annotation>" if note else ""
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell table:style-name="{style}"{listed} office:value-type="string">{about}{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """ODF folds spaces as XML does: all but single inner ones are elements (OpenDocument 1.3, part 3, 6.1.2)."""
    escaped = escape(line).replace("\t", "<text:tab/>")
    if escaped.startswith(" "):
        escaped = "<text:s/>" + escaped[1:]
    while "  " in escaped:
        escaped = escaped.replace("  ", " <text:s/>")
    return escaped[:-1] + "<text:s/>" if escaped.endswith(" ") else escaped


def _meta(book: Book) -> str:
    made = f"{book.made.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
    own = "".join(
        f'<meta:user-defined meta:name={quoteattr(name)} meta:value-type="string">{escape(text)}</meta:user-defined>'
        for name, text in sorted(book.properties.items())
    )
    return (
        f'{_HEAD}<office:document-meta {_NAMES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title><dc:creator>{escape(book.author)}</dc:creator>"
        f"<meta:creation-date>{made}</meta:creation-date><dc:date>{made}</dc:date>"
        f"<dc:language>{escape(book.lang)}</dc:language>{own}</office:meta></office:document-meta>"
    )


def _settings(book: Book) -> str:
    """The header stays in view (settings as LibreOffice reads them)."""
    tables = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
        f'<config:config-item config:name="VerticalSplitPosition" config:type="int">{sheet.header_row}</config:config-item>'
        '<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>'
        f'<config:config-item config:name="PositionBottom" config:type="int">{sheet.header_row}</config:config-item>'
        "</config:config-item-map-entry>"
        for sheet in book.sheets
    )
    return (
        f'{_HEAD}<office:document-settings {_NAMES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _manifest() -> str:
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    )
    kind = ODS_TYPE.decode()
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{files}'
        "</manifest:manifest>"
    )
