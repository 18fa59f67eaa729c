"""A DOCX in the look of an institution's own: its styles, its numbering, its header and footer under our text.

Only what gives the look is taken: styles, theme, numbering, the default header and footer with their pictures. The text of
the template, its macros and its other parts stay out. Members are changed as texts, so that what we do not know in them is
kept as it is; a style is known by its name, as word processors give the same one another id in each language.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename
from xml.parsers import expat

from django.utils.translation import gettext as _

from jalon.reports.docx.xml import SPACES
from jalon.reports.errors import ReportError

LARGEST, UNFOLDED, MEMBERS = 20 * 1024 * 1024, 100 * 1024 * 1024, 2_000
"""Bytes of a template, bytes of all its members, how many there are."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PICTURES = ("png", "jpeg", "jpg", "gif", "emf", "wmf", "svg", "tif", "tiff", "bmp")
Parts = dict[str, str | bytes]

_STYLE = re.compile(r"<w:style\b[^>]*>.*?</w:style>", re.DOTALL)
_ID = re.compile(r'\bw:styleId="([^"]*)"')
_KIND = re.compile(r'\bw:type="([^"]*)"')
_NAME = re.compile(r'<w:name w:val="([^"]*)"')
_USED = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=")([^"]*)(")')
_NUMBERS = re.compile(r'(<w:(?:num|numId)\b[^>]*?w:(?:numId|val)=")(\d+)(")')
_ABSTRACT = re.compile(r'(w:abstractNumId="|<w:abstractNumId w:val=")(\d+)(")')
_RELATION = re.compile(r"<Relationship\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Template:
    """The members of a template by name, those that are texts checked."""

    members: Mapping[str, bytes]

    def text(self, name: str) -> str:
        """A member as text; empty when there is none."""
        return self.members.get(name, b"").decode("utf-8-sig")

    def related(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Id → (kind, target, whether it lies elsewhere) of what a member is related to."""
        folder, _slash, base = name.rpartition("/")
        found = {}
        for one in _RELATION.findall(self.text(f"{folder}/_rels/{base}.rels")):
            said = dict(re.findall(r'(\w+)="([^"]*)"', one))
            kind = said.get("Type", "").rpartition("/")[2]
            found[said.get("Id", "")] = (kind, said.get("Target", ""), said.get("TargetMode") == "External")
        return found


def read(data: bytes) -> Template:
    """ReportError for what is no template that can be used; the message says what to do."""
    if len(data) > LARGEST:
        raise ReportError(_("Ce modèle est trop lourd : 20 Mo au plus. Retirez-en les images qui ne servent pas."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
            if len(found) > MEMBERS or sum(one.file_size for one in found) > UNFOLDED:
                raise ReportError(_("Ce modèle est trop grand une fois déplié."))
            made = Template({one.filename: archive.read(one) for one in found if not one.is_dir()})
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ReportError(_("Ce modèle n’est pas un document Word (.docx), ou il est chiffré ou abîmé.")) from error
    _refuse(made)
    return made


def _refuse(made: Template) -> None:
    if not {"word/document.xml", "word/styles.xml", "[Content_Types].xml"} <= made.members.keys():
        raise ReportError(_("Ce modèle n’est pas un document Word (.docx) : il n’a pas de styles."))
    if any(name.endswith("vbaProject.bin") for name in made.members):
        raise ReportError(_("Ce modèle contient des macros. Enregistrez-le en .docx, sans macros."))
    for name in made.members:
        if name.startswith("word/") and name.endswith((".xml", ".rels")):
            _check(made.members[name], name)
    if f'xmlns:w="{WORD}"' not in made.text("word/styles.xml"):
        raise ReportError(_("Ce modèle est d’un autre format que celui de Word : enregistrez-le en .docx ordinaire."))


def _check(data: bytes, name: str) -> None:
    """Well-formed, in UTF-8, without a document type: no entity is ever unfolded."""

    def doctype(*_said: object) -> None:
        raise ReportError(_("Ce modèle contient un type de document, ce que Word n’écrit pas : il n’est pas lu."))

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = doctype
    try:
        data.decode("utf-8-sig")
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        text = _(
            "Ce modèle est abîmé (%(member)s). Ouvrez-le dans Word ou LibreOffice, puis enregistrez-le de nouveau."
        )
        raise ReportError(text % {"member": name[:80]}) from error


def dressed(parts: Parts, template: Template) -> Parts:
    """Our members in the template's look. ReportError for a header that holds what cannot be taken."""
    numbers = template.text("word/numbering.xml")
    moved = max([int(n) for n in re.findall(r'<w:num\b[^>]*w:numId="(\d+)"', numbers)], default=0)
    styles, ids = _styles(template.text("word/styles.xml"), str(parts["word/styles.xml"]), moved)
    made = dict(parts) | {"word/styles.xml": styles}
    for name in ("document", "footnotes", "header", "footer", "numbering"):
        made[f"word/{name}.xml"] = _renamed(str(parts[f"word/{name}.xml"]), ids)
    if numbers:
        made["word/numbering.xml"] = _numbering(numbers, str(made["word/numbering.xml"]), moved)
    for place in ("header", "footer"):
        made |= _edge(place, str(made[f"word/{place}.xml"]), template)
    if theme := next(
        (target for kind, target, _away in template.related("word/document.xml").values() if kind == "theme"), ""
    ):
        made |= _theme(template.text(f"word/{theme}"), made)
    return made | {"[Content_Types].xml": _types(str(made["[Content_Types].xml"]), made)}


def _styles(theirs: str, ours: str, moved: int) -> tuple[str, dict[str, str]]:
    """Their styles and those of ours that they lack; our ids → theirs."""
    known = {_key(one): _ID.search(one) for one in _STYLE.findall(theirs)}
    taken = {found[1] for found in known.values() if found}
    ids, lacking = {}, []
    for one in _STYLE.findall(ours):
        uid = _ID.search(one)
        found = known.get(_key(one))
        if uid and found:
            ids[uid[1]] = found[1]
        elif uid:
            new = uid[1] if uid[1] not in taken else f"{uid[1]}Report"
            ids[uid[1]] = new
            lacking.append(one.replace(uid[0], f'w:styleId="{new}"', 1).replace(' w:default="1"', "", 1))
    added = _renamed("".join(lacking), ids)
    return theirs.replace("</w:styles>", _shifted(_NUMBERS, added, moved) + "</w:styles>", 1), ids


def _key(style: str) -> tuple[str, str]:
    kind, name = _KIND.search(style), _NAME.search(style)
    return (kind[1] if kind else "", name[1].casefold() if name else "")


def _renamed(text: str, ids: Mapping[str, str]) -> str:
    return _USED.sub(lambda found: f"{found[1]}{ids.get(found[2], found[2])}{found[3]}", text)


def _shifted(pattern: re.Pattern[str], text: str, by: int) -> str:
    return pattern.sub(lambda found: f"{found[1]}{int(found[2]) + by}{found[3]}", text)


def _numbering(theirs: str, ours: str, moved: int) -> str:
    """Both: all kinds of numbering first, then their uses, as the format wants them."""
    most = max([int(found) for _before, found, _after in _ABSTRACT.findall(theirs)], default=-1) + 1
    inside = _shifted(_ABSTRACT, _shifted(_NUMBERS, ours, moved), most)
    kinds = "".join(re.findall(r"<w:abstractNum\b.*?</w:abstractNum>", inside, re.DOTALL))
    uses = "".join(re.findall(r"<w:num\b.*?</w:num>", inside, re.DOTALL))
    first = re.search(r"<w:num\b|<w:numIdMacAtCleanup\b|</w:numbering>", theirs)
    at = first.start() if first else len(theirs)
    whole = theirs[:at] + kinds + theirs[at:]
    last = re.search(r"<w:numIdMacAtCleanup\b|</w:numbering>", whole)
    at = last.start() if last else len(whole)
    return whole[:at] + uses + whole[at:]


def _edge(place: str, ours: str, template: Template) -> Parts:
    """Their header or footer with our lines under it: what is invented, reserved or a draft is always said."""
    sections = re.findall(rf'<w:{place}Reference\b[^>]*w:type="default"[^>]*>', template.text("word/document.xml"))
    uid = re.search(r'r:id="([^"]*)"', sections[-1]) if sections else None
    target = template.related("word/document.xml").get(uid[1], ("", "", False))[1] if uid else ""
    name = f"word/{target}"
    tag = "hdr" if place == "header" else "ftr"
    if not target or name not in template.members or f"</w:{tag}>" not in template.text(name):
        return {}
    inside = re.search(rf"<w:{tag}\b[^>]*>(.*)</w:{tag}>", ours, re.DOTALL)
    lines = re.sub(r"<w:p>", f"<w:p {SPACES}>", inside[1] if inside else "")
    made: Parts = {f"word/{place}.xml": template.text(name).replace(f"</w:{tag}>", f"{lines}</w:{tag}>")}
    for picture in _pictures(name, template):
        made[picture] = template.members[picture]
    if relations := template.text(f"word/_rels/{target}.rels"):
        made[f"word/_rels/{place}.xml.rels"] = relations
    return made


def _pictures(name: str, template: Template) -> Iterator[str]:
    for kind, target, away in template.related(name).values():
        picture = f"word/{target}"
        if kind == "hyperlink":
            continue
        if kind != "image" or away or picture not in template.members or basename(target).rpartition(".")[2].lower() not in PICTURES:  # fmt: skip
            raise ReportError(_("L’en-tête ou le pied de page de ce modèle contient autre chose que du texte et des images incorporées."))  # fmt: skip
        yield picture


def _theme(text: str, made: Parts) -> Parts:
    if not text:
        return {}
    relation = f'<Relationship Id="rIdTheme" Type="{_office("theme")}" Target="theme.xml"/></Relationships>'
    relations = str(made["word/_rels/document.xml.rels"]).replace("</Relationships>", relation)
    return {"word/theme.xml": text, "word/_rels/document.xml.rels": relations}


def _office(kind: str) -> str:
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"


def _types(ours: str, made: Parts) -> str:
    """The kinds of what was added."""
    said = set(re.findall(r'Extension="([^"]*)"', ours))
    ends = {name.rpartition(".")[2].lower() for name in made if name.startswith("word/media/")} - said
    kinds = {"jpg": "jpeg", "tif": "tiff", "svg": "svg+xml", "emf": "x-emf", "wmf": "x-wmf"}
    pictures = "".join(
        f'<Default Extension="{end}" ContentType="image/{kinds.get(end, end)}"/>' for end in sorted(ends)
    )
    theme = (
        '<Override PartName="/word/theme.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    )
    whole = ours.replace("<Override", f"{pictures}<Override", 1)
    return whole.replace("</Types>", f"{theme}</Types>") if "word/theme.xml" in made else whole
