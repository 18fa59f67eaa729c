"""The body of the DOCX: each block in its style, notes at the foot of the page, tables with a repeated header."""

from jalon.reports import drawing
from jalon.reports.document import (
    Block,
    Document,
    Entry,
    Figure,
    Note,
    Pairs,
    Paragraph,
    Points,
    Remark,
    Run,
    Section,
    Style,
    Table,
    Words,
    plain,
    sources,
)
from jalon.reports.docx.styles import language
from jalon.reports.docx.xml import HEAD, SPACES, attribute, text

EMU = 12_700
"""English metric units in a point."""
PORTRAIT, LANDSCAPE = 9070, 14_400
"""Width of the text in twentieths of a point."""
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
FIRST_IMAGE = 100
_STYLES = {
    Style.SUMMARY: "JalonSummary",
    Style.QUOTE: "JalonQuote",
    Style.INFERRED: "JalonInferred",
    Style.UNKNOWN: "JalonUnknown",
    Style.STRONG: "JalonStrong",
    Style.SMALL: "JalonSmall",
}
_QUOTES = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}
WATERMARK = (
    '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:pict><v:shapetype id="t136" coordsize="21600,21600" o:spt="136" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype><v:shape id="mark" type="#t136" '
    'style="position:absolute;width:440pt;height:88pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#e0dee4" stroked="f">'
    '<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="{}"/></v:shape></w:pict></w:r></w:p>'
)


class Writer:
    """Writes one document; keeps what its other parts need: images and the links of notes."""

    def __init__(self, document: Document) -> None:
        self.of = document
        self.images: dict[str, bytes] = {}
        self.links: list[tuple[str, str, str, str]] = []
        self._noted: set[int] = set()
        self._drawn = 0
        self._width = PORTRAIT

    # --- parts

    def document(self) -> str:
        """word/document.xml."""
        of = self.of
        parts, wide = [self._title_page(), self._contents()], False
        for section in of.sections:
            if section.wide is not wide:
                parts.append(_turned(wide=wide))
                wide = section.wide
            parts.append(self._section(section))
        if wide:
            parts.append(_turned(wide=True))
        parts.append(self._sources())
        return f"{HEAD}<w:document {SPACES}><w:body>{''.join(parts)}{_page(wide=False)}</w:body></w:document>"

    def footnotes(self) -> str:
        """word/footnotes.xml: the two separators, then one note for each place in a source."""
        made = "".join(self._footnote(note) for note in self.of.notes)
        separators = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
        )
        return f"{HEAD}<w:footnotes {SPACES}>{separators}{made}</w:footnotes>"

    def header(self) -> str:
        """word/header.xml: the title, what is invented, and the watermark."""
        mark = WATERMARK.format(attribute(self.of.watermark)) if self.of.watermark else ""
        lines = [self.of.title, *(said for said in (self.of.banner, self.of.watermark) if said)]
        shown = "".join(_para("Header", _run(line)) for line in lines)
        return f"{HEAD}<w:hdr {SPACES}>{shown}{mark}</w:hdr>"

    def footer(self) -> str:
        """word/footer.xml: the version, the page."""
        label = _run(f"{self.of.identity} – {self.of.labels.page} ")
        return f"{HEAD}<w:ftr {SPACES}>{_para('Footer', label + _field('PAGE', '1') + _run(' / ') + _field('NUMPAGES', '1'))}</w:ftr>"

    def image_relations(self) -> list[tuple[str, str, str, str]]:
        """Relations of the images, for the document."""
        return [(f"rId{FIRST_IMAGE + i}", IMAGE, f"media/{name}", "") for i, name in enumerate(self.images)]

    # --- pieces

    def _title_page(self) -> str:
        of = self.of
        lines = [_para("JalonKind", _run(of.kind)), _para("Title", self._words(of.subtitle))]
        lines += [_para("JalonBanner", _run(said)) for said in (of.watermark, of.banner) if said]
        lines += [_para("JalonLede", self._words(line)) for line in of.lede]
        return "".join(lines) + self._pairs(of.front) + _break()

    def _contents(self) -> str:
        """A table of contents that the word processor fills; until then the titles, without their pages."""
        titles = [(s.level, plain(s.title)) for s in self.of.sections]
        titles += [(1, self.of.labels.sources)] if self.of.notes else []
        rows = [
            f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{{}}{_run(title)}{{}}</w:p>' for level, title in titles
        ]
        if not rows:
            return ""
        begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        last = len(rows) - 1
        shown = "".join(
            row.replace("{}", begin if i == 0 else "", 1).replace("{}", end if i == last else "", 1)
            for i, row in enumerate(rows)
        )
        return _para("TOCHeading", _run(self.of.labels.contents)) + shown + _break()

    def _section(self, section: Section) -> str:
        self._width = LANDSCAPE if section.wide else PORTRAIT
        return _para(f"Heading{section.level}", self._words(section.title)) + "".join(map(self._block, section.blocks))

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(words):
                return _para("JalonParagraph", self._words(words))
            case Remark(words):
                return _para("JalonRemark", self._words(words), kept=True)
            case Points(items):
                return "".join(_para("JalonList", self._words(item)) for item in items)
            case Pairs():
                return self._pairs(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Entry():
                return self._entry(block)

    def _entry(self, entry: Entry) -> str:
        shown = _run(entry.number, "JalonNumber") if entry.number else _run(entry.unread, "JalonUnread")
        title = _para("JalonMeasure", shown + "<w:r><w:tab/></w:r>" + self._words(entry.title))
        last = len(entry.lines) - 1
        lines = (_para("JalonMeasureLine", self._words(line), kept=i < last) for i, line in enumerate(entry.lines))
        return title + "".join(lines)

    def _pairs(self, pairs: Pairs) -> str:
        rows = [((_run(p.name),), tuple(self._words(v) for v in p.values)) for p in pairs.items]
        made = "".join(
            f"<w:tr>{_cell(_para('JalonHead', name[0]), 2600)}{_cell(''.join(_para('JalonCell', v) for v in values), self._width - 2600)}</w:tr>"
            for name, values in rows
        )
        return _table(pairs.caption, (2600, self._width - 2600), made) + _para("JalonRemark", "")

    def _table(self, table: Table) -> str:
        whole = sum(column.share for column in table.columns)
        widths = tuple(self._width * column.share // whole for column in table.columns)
        sides = tuple("right" if column.numeric else "left" for column in table.columns)
        head = "".join(
            _cell(_para("JalonHead", _run(column.title), side), width)
            for column, width, side in zip(table.columns, widths, sides, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in table.rows:
            if row.group:
                rows.append(
                    f"<w:tr>{_cell(_para('JalonHead', self._words(row.group)), self._width, len(widths))}</w:tr>"
                )
                continue
            cells = zip(row.cells, widths, sides, strict=True)
            made = "".join(_cell(_para("JalonCell", self._words(c), side), width) for c, width, side in cells)
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{made}</w:tr>")
        foot = "".join(_para("JalonRemark", self._words(line)) for line in table.foot) or _para("JalonRemark", "")
        return _para("Caption", _run(table.caption)) + _table(table.caption, widths, "".join(rows)) + foot

    def _figure(self, figure: Figure) -> str:
        from jalon.reports.pdf import png  # typst draws: it is not needed for documents without figures

        self._drawn += 1
        name = f"figure-{self._drawn}.png"
        width = min(round(figure.width * 0.62), 440)
        height = round(figure.height * width / max(figure.width, 1))
        self.images[name] = png(figure.svg, width)
        size = f'cx="{width * EMU}" cy="{height * EMU}"'
        said = f'id="{self._drawn}" name="{name}" descr="{attribute(figure.alt)}"'
        drawn = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {said}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="rId{FIRST_IMAGE + self._drawn - 1}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        shown = (
            _para("Caption", self._words(figure.title))
            + _para("JalonRemark", _run(figure.caption), kept=True)
            + _para("JalonFigure", drawn)
        )
        return shown + (self._table(figure.table) if figure.table else "")

    def _sources(self) -> str:
        groups = sources(self.of)
        if not groups:
            return ""
        lines = []
        for group in groups:
            whole = group[0]
            address = whole.url or f"{whole.host}{whole.path}"  # whole: paper leads nowhere
            said = ", ".join(word for word in (address, whole.title, whole.remark) if word)
            numbers = ", ".join(str(note.number) for note in group)
            lines.append(_para("JalonSource", _run(numbers, "JalonSmall") + "<w:r><w:tab/></w:r>" + _run(said)))
        return _para("Heading1", _run(self.of.labels.sources)) + "".join(lines)

    # --- runs and notes

    def _words(self, words: Words) -> str:
        return "".join(self._styled(run) for run in words)

    def _styled(self, run: Run) -> str:
        said = run.text
        if run.style is Style.QUOTE:
            before, after = _QUOTES.get(self.of.lang, _QUOTES["en"])
            said = f"{before}{said}{after}"
        mark = _run(f"{drawing.CHARACTERS.get(run.mark, '●')} ") if run.mark else ""
        shown = _run(said, _STYLES.get(run.style, ""), run.lang if run.lang != self.of.lang else None)
        comma = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>,</w:t></w:r>'
        return mark + shown + comma.join(self._reference(number) for number in run.notes)

    def _reference(self, number: int) -> str:
        """The note itself the first time; then its number, kept right by the word processor."""
        look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        if number not in self._noted:
            self._noted.add(number)
            return (
                f'<w:bookmarkStart w:id="{number}" w:name="_note{number}"/><w:r>{look}<w:footnoteReference w:id="{number}"/></w:r>'
                f'<w:bookmarkEnd w:id="{number}"/>'
            )
        return _field(f"NOTEREF _note{number} \\f \\h", str(number), look)

    def _footnote(self, note: Note) -> str:
        if note.first:
            see = self.of.labels.see.replace("%(n)s", str(note.first))
            said = _run(" " + ", ".join(w for w in (note.host, note.place) if w) + f" ({see})")
        else:
            address = self._address(note)
            rest = "".join(f", {word}" for word in (note.title, note.place) if word) + (
                f". {note.remark}" if note.remark else ""
            )
            said = _run(" ") + address + _run(rest)
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        return f'<w:footnote w:id="{note.number}">{_para("FootnoteText", mark + said)}</w:footnote>'

    def _address(self, note: Note) -> str:
        shown = f"{note.host}{note.path}"
        if not note.url.startswith(("https://", "http://")):
            return _run(shown)
        uid = f"rId{len(self.links) + 1}"
        self.links.append((uid, HYPERLINK, note.url, ' TargetMode="External"'))
        return f'<w:hyperlink r:id="{uid}">{_run(shown, "Hyperlink")}</w:hyperlink>'


def _para(style: str, inside: str, side: str = "left", *, kept: bool = False) -> str:
    """`kept`: on the page of what follows it."""
    together = "<w:keepNext/><w:keepLines/>" if kept else ""
    aligned = f'<w:jc w:val="{side}"/>' if side != "left" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{together}{aligned}</w:pPr>{inside}</w:p>'


def _run(said: str, style: str = "", lang: str | None = None) -> str:
    if not said:
        return ""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    tongue = f'<w:lang w:val="{attribute(language(lang))}"/>' if lang else ""
    rpr = f"<w:rPr>{look}{tongue}</w:rPr>" if look or tongue else ""
    lines = text(said).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{rpr}{inside}</w:r>"


def _field(code: str, shown: str, look: str = "") -> str:
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)


def _break() -> str:
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _cell(inside: str, width: int, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>{inside}</w:tc>'


def _table(caption: str, widths: tuple[int, ...], rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="JalonTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:firstRow="1"/><w:tblCaption w:val="{attribute(caption)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _turned(*, wide: bool) -> str:
    """The end of pages of one orientation."""
    return f"<w:p><w:pPr>{_page(wide=wide)}</w:pPr></w:p>"


def _page(*, wide: bool) -> str:
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    left = 1220 if wide else 1980
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId6"/><w:footerReference w:type="default" r:id="rId7"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="1360" w:right="{1220 if wide else 856}" w:bottom="1360" w:left="{left}" w:header="700" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
