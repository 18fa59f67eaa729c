"""DOCX: real footnotes, numbered paragraphs, named styles; opens in Word and LibreOffice. The same bytes each time.

Written as WordprocessingML (ECMA-376, part 1): no template of unknown origin, and no text is ever run as one. The styles
are those of `styles.py`: an institution's own template gives its look to those of the same names (`template.py`).
"""

import io
import zipfile
from datetime import UTC

from jalon.reports.document import Document
from jalon.reports.docx import styles
from jalon.reports.docx.body import Writer
from jalon.reports.docx.template import dressed, read
from jalon.reports.docx.xml import HEAD, attribute, text

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The only time that a member of the archive bears: the document's own stands in its properties."""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "footnotes", "settings", "fontTable", "header", "footer")


def docx(document: Document, template: bytes = b"") -> bytes:
    """The bytes of the document, in the look of `template` when one is given. ReportError for one that cannot be used."""
    look = read(template) if template else None
    writer = Writer(document)
    body = writer.document()
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core(document),
        "docProps/app.xml": HEAD
        + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Jalon</Application></Properties>',
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relations([*_part_relations(), *writer.image_relations()]),
        "word/footnotes.xml": writer.footnotes(),
        "word/_rels/footnotes.xml.rels": _relations(writer.links),
        "word/styles.xml": styles.styles(document.lang),
        "word/numbering.xml": styles.numbering(),
        "word/settings.xml": styles.settings(document.lang),
        "word/fontTable.xml": styles.fonts(),
        "word/header.xml": writer.header(),
        "word/footer.xml": writer.footer(),
        **{f"word/media/{name}": data for name, data in writer.images.items()},
    }
    return _zipped(dressed(members, look) if look else members)


def _zipped(members: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return held.getvalue()


def _content_types() -> str:
    kinds = {"document": f"{_TYPE}.document.main+xml"} | {name: f"{_TYPE}.{name}+xml" for name in _PARTS}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        "</Types>"
    )


def _root_relations() -> str:
    return _relations(
        [
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml", ""),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", ""),
            ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml", ""),
        ]
    )


def _part_relations() -> list[tuple[str, str, str, str]]:
    return [(f"rId{place}", f"{_OFFICE}/{name}", f"{name}.xml", "") for place, name in enumerate(_PARTS, start=1)]


def _relations(items: list[tuple[str, str, str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="{uid}" Type="{kind}" Target="{attribute(target)}"{mode}/>'
        for uid, kind, target, mode in items
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _core(document: Document) -> str:
    made = document.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(document.title)}</dc:title><dc:creator>{text(document.author)}</dc:creator>"
        f"<dc:language>{document.lang}</dc:language><dc:identifier>{text(document.identity)}</dc:identifier>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified></cp:coreProperties>'
    )
