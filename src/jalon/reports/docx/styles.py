"""Styles of the DOCX: named, so that a template with styles of the same names gives the report its own look."""

from jalon.reports.docx.xml import HEAD, SPACES

SERIF, SANS = "Newsreader", "Source Sans 3"
INK, SOFT, ACCENT, HAIR = "1C1B20", "4B4953", "54307A", "CFCDD3"
NUMBERED, LISTED = 1, 2
"""Numbering of paragraphs, and of lists."""
_LANGS = {"fr": "fr-FR", "en": "en-GB"}


def language(lang: str) -> str:
    """The tag that word processors know."""
    return _LANGS.get(lang, lang)


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


def _paragraph(uid: str, name: str, based: str = "Normal", ppr: str = "", rpr: str = "", after: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    following = f'<w:next w:val="{after}"/>' if after else ""
    default = ' w:default="1"' if uid == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{uid}"><w:name w:val="{name}"/>{base}{following}<w:qFormat/>'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def _character(uid: str, name: str, rpr: str) -> str:
    return f'<w:style w:type="character" w:styleId="{uid}"><w:name w:val="{name}"/><w:qFormat/><w:rPr>{rpr}</w:rPr></w:style>'


def _rule(size: int, colour: str = INK) -> str:
    return f'<w:pBdr><w:top w:val="single" w:sz="{size}" w:space="4" w:color="{colour}"/></w:pBdr>'


def styles(lang: str) -> str:
    """word/styles.xml."""
    sans, bold = _fonts(SANS), "<w:b/>"
    made = (
        _paragraph("Normal", "Normal", "", '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/>'),
        _paragraph("Title", "Title", ppr='<w:spacing w:before="240" w:after="240"/>', rpr='<w:sz w:val="56"/>'),
        _paragraph("JalonKind", "Jalon Kind", rpr=f'{sans}<w:color w:val="{SOFT}"/><w:sz w:val="19"/>'),
        _paragraph("JalonLede", "Jalon Lede", rpr='<w:sz w:val="24"/>'),
        _paragraph("JalonBanner", "Jalon Banner", rpr=f'{sans}{bold}<w:sz w:val="20"/>'),
        _paragraph("Heading1", "heading 1", ppr=f'<w:keepNext/>{_rule(10)}<w:spacing w:before="480" w:after="160"/><w:outlineLvl w:val="0"/>', rpr='<w:sz w:val="36"/>', after="JalonParagraph"),
        _paragraph("Heading2", "heading 2", ppr=f'<w:keepNext/>{_rule(4)}<w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="1"/>', rpr=f'{bold}<w:sz w:val="26"/>', after="JalonParagraph"),
        _paragraph("Heading3", "heading 3", ppr='<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/>', rpr='<w:sz w:val="22"/>', after="JalonMeasureLine"),
        _paragraph("JalonMeasure", "Jalon Measure", "Heading3", '<w:tabs><w:tab w:val="left" w:pos="0"/></w:tabs><w:ind w:left="0" w:hanging="1100"/>'),
        _paragraph("JalonMeasureLine", "Jalon Measure Line", ppr='<w:spacing w:after="40"/>', rpr='<w:sz w:val="19"/>'),
        _paragraph("JalonParagraph", "Jalon Paragraph", ppr=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{NUMBERED}"/></w:numPr>'),
        _paragraph("JalonList", "Jalon List", ppr=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LISTED}"/></w:numPr><w:spacing w:after="60"/>'),
        _paragraph("JalonRemark", "Jalon Remark", ppr='<w:spacing w:before="60" w:after="120"/>', rpr=f'{sans}<w:color w:val="{SOFT}"/><w:sz w:val="17"/>'),
        _paragraph("Caption", "caption", ppr='<w:keepNext/><w:spacing w:before="200" w:after="60"/>', rpr=f'{sans}{bold}<w:sz w:val="18"/>'),
        _paragraph("JalonFigure", "Jalon Figure", ppr='<w:keepNext/><w:spacing w:after="80"/>'),
        _paragraph("JalonCell", "Jalon Cell", ppr='<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>', rpr=f'{sans}<w:sz w:val="17"/>'),
        _paragraph("JalonHead", "Jalon Head", "JalonCell", "<w:keepNext/>", f'{bold}<w:color w:val="{SOFT}"/>'),
        _paragraph("JalonSource", "Jalon Source", ppr='<w:spacing w:after="60"/><w:ind w:left="0" w:hanging="850"/>', rpr='<w:sz w:val="18"/>'),
        _paragraph("TOCHeading", "TOC Heading", ppr=_rule(10), rpr='<w:sz w:val="36"/>'),
        _paragraph("TOC1", "toc 1", ppr='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs><w:spacing w:after="40"/>'),
        _paragraph("TOC2", "toc 2", ppr='<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs><w:spacing w:after="20"/><w:ind w:left="240"/>'),
        _paragraph("FootnoteText", "footnote text", ppr='<w:spacing w:after="20" w:line="240" w:lineRule="auto"/>', rpr=f'{sans}<w:sz w:val="16"/>'),
        _paragraph("Header", "header", rpr=f'{sans}<w:color w:val="{SOFT}"/><w:sz w:val="16"/>'),
        _paragraph("Footer", "footer", rpr=f'{sans}<w:color w:val="{SOFT}"/><w:sz w:val="16"/>'),
        _character("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
        _character("JalonNumber", "Jalon Number", f'<w:color w:val="{ACCENT}"/><w:sz w:val="30"/>'),
        _character("JalonUnread", "Jalon Unread", f'<w:i/><w:color w:val="{SOFT}"/><w:sz w:val="14"/>'),
        _character("JalonSummary", "Jalon Summary", "<w:i/>"),
        _character("JalonQuote", "Jalon Quote", ""),
        _character("JalonUnknown", "Jalon Unknown", f'<w:i/><w:color w:val="{SOFT}"/>'),
        _character("JalonInferred", "Jalon Inferred", '<w:u w:val="dotted"/>'),
        _character("JalonStrong", "Jalon Strong", "<w:b/>"),
        _character("JalonSmall", "Jalon Small", f'<w:color w:val="{SOFT}"/><w:sz w:val="18"/>'),
        _character("Hyperlink", "Hyperlink", f'<w:color w:val="{ACCENT}"/>'),
    )  # fmt: skip
    default = f'{_fonts(SERIF)}<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language(lang)}" w:eastAsia="{language(lang)}"/>'
    return (
        f"{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{default}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault/></w:docDefaults>{''.join(made)}{_table()}</w:styles>"
    )


def _table() -> str:
    """Rules, not boxes."""
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="JalonTable"><w:name w:val="Jalon Table"/><w:basedOn w:val="TableNormal"/>'
        f'<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{INK}"/><w:bottom w:val="single" w:sz="4" '
        f'w:color="{SOFT}"/><w:insideH w:val="single" w:sz="4" w:color="{HAIR}"/></w:tblBorders></w:tblPr></w:style>'
    )


def numbering() -> str:
    """word/numbering.xml: paragraphs through the whole document, and lists."""
    shown = f'<w:rPr>{_fonts(SANS)}<w:color w:val="{SOFT}"/><w:sz w:val="16"/></w:rPr>'
    return (
        f"{HEAD}<w:numbering {SPACES}>"
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:pStyle w:val="JalonParagraph"/><w:suff w:val="tab"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:hanging="850"/></w:pPr>{shown}</w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:pStyle w:val="JalonList"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
        f'<w:num w:numId="{NUMBERED}"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="{LISTED}"><w:abstractNumId w:val="1"/></w:num>'
        "</w:numbering>"
    )


def settings(lang: str) -> str:
    """word/settings.xml: fields are brought up to date when the file is opened, which fills the table of contents."""
    point, between = (",", ";") if lang == "fr" else (".", ",")
    return (
        f'{HEAD}<w:settings {SPACES}><w:updateFields w:val="true"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:themeFontLang w:val="{language(lang)}"/><w:decimalSymbol w:val="{point}"/><w:listSeparator w:val="{between}"/></w:settings>'
    )


def fonts() -> str:
    """word/fontTable.xml: what stands in for the fonts where they are not installed."""
    pairs = ((SERIF, "Georgia", "roman"), (SANS, "Calibri", "swiss"))
    made = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in pairs
    )
    return f"{HEAD}<w:fonts {SPACES}>{made}</w:fonts>"
