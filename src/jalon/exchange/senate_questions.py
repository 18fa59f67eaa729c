"""Questions of the Sénat as published at data.senat.fr: a table of one line a question, without the words of question and answer.

Its columns (« questions-depuis-un-an.csv », ISO-8859-1, semicolons) are known from programs that read it, not from a description of
the Sénat's: Sort, Nature, Numéro, Référence, Titre, Nom, Prénom, Civilité, Circonscription, Groupe, Type Appartenance, Date de
publication JO, Ministère de dépôt, Date de transmission, Ministère de transmission, Ministère de réponse, Date de réponse JO,
Référence de la question rappelée, Thème(s), Thème QC, URL Question. They are found by name, in any order; others are not read.
"""

import csv
import io
import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from jalon.facts.common import Citation, OrgRef, Source, Text, When, Wording
from jalon.facts.parliament import Act
from jalon.facts.uids import stable_uid
from jalon.methods.text import fold

CHAMBER = "senat"
KINDS = {
    "QE": "Question écrite",
    "QG": "Question d’actualité au Gouvernement",
    "QOSD": "Question orale sans débat",
    "QOAD": "Question orale avec débat",
}
"""Natures of question, in the words of the Sénat."""
NEEDED = frozenset({"numero", "date de publication jo"})
OPEN = ("en cours", "sans", "avec", "repon", "repond")
"""How the « Sort » begins of a question that did not end without an answer."""
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{2})/(\d{2})/(\d{4})")
DELIMITERS = ";|\t,"

Row = Mapping[str, Any]


def rows_of(text: str) -> list[dict[str, str]]:
    """The lines of such a table by the names of its columns; none when it is no such table."""
    head = text.lstrip("\ufeff \r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        names = [_name(cell) for cell in next(lines, [])]
        if not NEEDED <= set(names):
            return []
        return [
            dict(zip_longest(names, line[: len(names)], fillvalue="")) for line in lines if any(map(str.strip, line))
        ]
    except csv.Error:
        return []


def is_row(node: Row) -> bool:
    """Whether an object is one line of such a table."""
    return NEEDED <= {_name(key) for key in node}


def reference_of(node: Row) -> str:
    """What the Sénat knows it by, else its number; empty when it has neither."""
    row = _named(node)
    return row.get("reference") or row.get("numero", "")


def source_of(node: Row, scope: str) -> Source:
    """The page of the question where the table gives it."""
    row, reference = _named(node), reference_of(node)
    given = row.get("url question", "")
    url = given if re.match(r"https?://\S+$", given) else None
    title = f"{_kind(row)} n° {row['numero']} (Sénat)" if row.get("numero") else reference
    uid = stable_uid(f"{scope}/source/{CHAMBER}/{reference}")
    return Source(uid=uid, key=reference, address=url or reference, url=url, title=title)


def act_of(node: Row, scope: str, source: Source) -> Act:
    """One question. Its answer has a day and no words; without a day it has none."""
    row, reference = _named(node), reference_of(node)
    answered, said = _day(row.get("date de reponse jo", "")), row.get("sort", "")
    recalled = row.get("reference de la question rappelee", "")
    return Act(
        uid=stable_uid(f"{scope}/act/{CHAMBER}/{reference}"), kind="question", kind_printed=_kind(row), chamber=CHAMBER,
        number=row.get("numero") or None, reference=reference, author=_author(row), to=_ministries(row),
        when=_day(row.get("date de publication jo", "")), answered=answered, heading=row.get("theme(s)") or None,
        topic=_text(row.get("titre", "")), asked=_texts(row.get("texte") or row.get("texte question", "")),
        answers=_texts(row.get("texte reponse", "")),
        closed=None if answered or not said or fold(said).startswith(OPEN) else said,
        note=Text(value=f"Rappelle la question {recalled}", lang="fr") if recalled else None,
        citations=(Citation(source=source.uid),),
    )  # fmt: skip


def _named(node: Row) -> dict[str, str]:
    return {_name(key): " ".join(str(value).split()) for key, value in node.items() if value is not None and key}


def _name(key: Any) -> str:
    return " ".join(fold(str(key or "")).split())


def _kind(row: Mapping[str, str]) -> str:
    nature = row.get("nature", "")
    return KINDS.get(nature.upper(), nature or "Question")


def _author(row: Mapping[str, str]) -> str | None:
    name = " ".join(filter(None, (row.get("prenom"), row.get("nom"))))
    group = row.get("groupe", "")
    return f"{name} ({group})" if name and group else name or group or None


def _ministries(row: Mapping[str, str]) -> tuple[OrgRef, ...]:
    """That questioned, then those that the question was given to, and that answered."""
    names = (row.get(f"ministere de {step}", "") for step in ("depot", "transmission", "reponse"))
    return tuple(OrgRef(name=name) for name in dict.fromkeys(names) if name)


def _day(said: str) -> When | None:
    found = DAY.match(said)
    if found is None:
        return When(printed=said) if said else None
    if found[1]:
        return When(edtf=found.group())
    return When(edtf=f"{found[6]}-{found[5]}-{found[4]}", printed=found.group())


def _texts(words: str) -> tuple[Text, ...]:
    text = _text(words)
    return (text,) if text else ()


def _text(words: str) -> Text | None:
    return Text(value=words, lang="fr", wording=Wording.VERBATIM) if words else None
