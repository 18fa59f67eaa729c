"""A DOCX in the look of an institution's template: its styles, header and footer; our text, notes, numbers and warnings."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx as word
import pytest
from django.utils import translation
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import RGBColor

from jalon.reports.docx import docx
from jalon.reports.errors import ReportError
from jalon.reports.pdf import png
from tests.unit.reports.test_documents import SVG, document

BLUE = RGBColor(0, 0x33, 0x99)


@pytest.fixture(scope="module")
def template() -> bytes:
    """As Word writes one: a heading in blue, a style of ours, a numbered list, a picture in the header."""
    made = word.Document()
    made.styles["Heading 1"].font.color.rgb = BLUE
    made.styles.add_style("Jalon Remark", WD_STYLE_TYPE.PARAGRAPH).font.color.rgb = BLUE
    head = made.sections[0].header.paragraphs[0]
    head.text = "Ministère d’essai"
    head.add_run().add_picture(io.BytesIO(png(SVG, 40)))
    made.sections[0].footer.paragraphs[0].text = "Pied d’essai"
    made.add_paragraph("Texte du modèle", style="List Number")
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The archive with one member changed, taken away (None) or added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        members = {one: old.read(one) for one in old.namelist()}
        made = change(members.pop(name, b""))
        for one, body in (members | ({name: made} if made is not None else {})).items():
            new.writestr(one, body)
    return held.getvalue()


def test_styles_header_and_footer_are_the_templates_and_the_text_is_ours(template: bytes) -> None:
    of = replace(document(), banner="Données inventées", watermark="Document de travail")
    data = docx(of, template)
    assert data == docx(of, template)
    made = word.Document(io.BytesIO(data))
    assert made.styles["Heading 1"].font.color.rgb == made.styles["Jalon Remark"].font.color.rgb == BLUE
    assert {"Jalon Paragraph", "Jalon Table", "Jalon Measure"} <= {style.name for style in made.styles}
    named = {p.style.name for p in made.paragraphs}
    assert {"Title", "Heading 1", "Jalon Remark", "Jalon Paragraph"} <= named, "every paragraph finds its style"
    head = "\n".join(p.text for p in made.sections[0].header.paragraphs)
    assert head.startswith("Ministère d’essai") and "Données inventées" in head and "Document de travail" in head
    assert "Pied d’essai" in made.sections[0].footer.paragraphs[0].text
    assert not any("Texte du modèle" in p.text for p in made.paragraphs)
    assert any(rel.reltype.endswith("/image") for rel in made.sections[0].header.part.rels.values())


def test_our_numbering_does_not_take_the_numbers_of_the_templates_lists(template: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(document(), template))) as archive:
        numbering, styles = (archive.read(f"word/{name}.xml").decode() for name in ("numbering", "styles"))
    uses = re.findall(r'<w:num\b[^>]*w:numId="(\d+)"', numbering)
    kinds = re.findall(r'<w:abstractNum\b[^>]*w:abstractNumId="(\d+)"', numbering)
    assert len(uses) == len(set(uses)) and len(kinds) == len(set(kinds))
    own = re.search(r'w:styleId="JalonParagraph".*?<w:numId w:val="(\d+)"', styles, re.DOTALL)
    assert own and own[1] in uses
    bound = re.search(rf'<w:num w:numId="{own[1]}"><w:abstractNumId w:val="(\d+)"', numbering)
    assert bound and f'w:abstractNumId="{bound[1]}"><w:multiLevelType w:val="singleLevel"' in numbering


@pytest.mark.parametrize(
    ("member", "change", "words"),
    [
        ("word/styles.xml", lambda _body: None, "n’est pas un document Word"),
        ("word/vbaProject.bin", lambda _body: b"x", "macros"),
        ("word/styles.xml", lambda body: body[:-20], "abîmé"),
        ("word/styles.xml", lambda _body: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "type de document"),
        ("word/_rels/header1.xml.rels", lambda body: body.replace(b"/image\"", b"/oleObject\""), "autre chose"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused_with_words(
    template: bytes, member: str, change: Callable[[bytes], bytes | None], words: str
) -> None:
    with translation.override("fr"), pytest.raises(ReportError, match=words):
        docx(document(), changed(template, member, change))


def test_what_is_no_archive_is_refused_with_words() -> None:
    with translation.override("fr"), pytest.raises(ReportError, match="n’est pas un document Word"):
        docx(document(), b"%PDF-1.7")
