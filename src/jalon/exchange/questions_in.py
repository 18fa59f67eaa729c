"""Questions of the Assemblée nationale as published at data.assemblee-nationale.fr (JSON, XML, or an archive of them), and of the
Sénat (a table).

    read = read_questions(data, "QE.json.zip", part_uid, about=("traite", "exploitation"))
    read.acts, read.files, read.left_out, read.problems

The published JSON is made from XML: what is there once is an object, several times a list, and nothing is null or
`{"@xsi:nil": "true"}`. All three are read wherever they stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jalon.exchange import senate_questions
from jalon.exchange.plain_html import plain_text
from jalon.exchange.problems import CellProblem, Refused, Severity
from jalon.exchange.question_files import documents_of
from jalon.facts.common import Citation, OrgRef, Source, Text, When, Wording
from jalon.facts.parliament import Act
from jalon.facts.problems import N_, shown
from jalon.facts.uids import stable_uid

CHAMBER = "assemblee"
KINDS = {
    "QE": "Question écrite",
    "QG": "Question au Gouvernement",
    "QOSD": "Question orale sans débat",
}
"""Types of question, in the words of the Assemblée nationale."""
ANSWERED = "REP_PUB"
"""Code of the closure of a question whose answer is published."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMERIC = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


@dataclass(slots=True)
class ReadQuestions:
    """What the files hold. `left_out`: questions about something else; `kept` are those read, as they were published."""

    files: int = 0
    questions: int = 0
    left_out: int = 0
    acts: tuple[Act, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: list[CellProblem] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)


def read_questions(data: bytes, name: str, scope: str, about: Sequence[str] = ()) -> ReadQuestions:
    """Read a file or an archive. `Refused` when nothing of it can be read. `about`: words, one of which must be there.

    Accents count, for « traite » is not « traité »; case and plurals do not.
    """
    found = ReadQuestions()
    wanted = _wanted(about)
    acts: dict[str, tuple[Act, Source]] = {}
    for place, document in documents_of(data, name):
        found.files += 1
        if isinstance(document, Refused):
            found.problems.append(_at(place, document.problem))
            continue
        questions = list(_questions(document))
        if not questions:
            found.problems.append(_problem(place, "", N_("Ce fichier ne contient pas de question."), N_("Choisissez les données ouvertes « Questions » de l’Assemblée nationale ou du Sénat.")))  # fmt: skip
        for node in questions:
            found.questions += 1
            _take(found, acts, node, place, scope, wanted)
    found.acts = tuple(act for act, _source in acts.values())
    found.sources = tuple(source for _act, source in acts.values())
    return found


def _take(
    found: ReadQuestions, acts: dict[str, tuple[Act, Source]], node: dict[str, Any], place: str, scope: str,
    wanted: re.Pattern[str] | None,
) -> None:  # fmt: skip
    senate = senate_questions.is_row(node)
    reference = senate_questions.reference_of(node) if senate else words_of(node.get("uid"))
    if not reference:
        found.problems.append(_problem(place, "", N_("Cette question n’a pas d’identifiant : elle est laissée de côté."), N_("Reprenez le fichier publié.")))  # fmt: skip
        return
    source = senate_questions.source_of(node, scope) if senate else _source(node, reference, scope)
    act = senate_questions.act_of(node, scope, source) if senate else act_of(node, reference, scope, source)
    if wanted is not None and not wanted.search(_all_words(act)):
        found.left_out += 1
        return
    found.kept.append(node)
    acts[act.uid] = (act, source)
    if not act.asked and not act.answers and not senate:
        found.problems.append(_problem(place, reference, N_("Cette question n’a ni texte ni réponse."), N_("Vérifiez qu’elle n’a pas été retirée.")))  # fmt: skip


def act_of(node: dict[str, Any], reference: str, scope: str, source: Source) -> Act:
    """One question. A question without answer has none; one asked aloud has the date of its account."""
    code = words_of(node.get("type"))
    identity = one(node.get("identifiant"))
    indexed = one(node.get("indexationAN"))
    asked = _texts(node, "textesQuestion", "texteQuestion")
    answers = _texts(node, "textesReponse", "texteReponse")
    days = [day for day, _text in asked] or ([] if code == "QE" else [day for day, _text in answers])
    said = [(day, text) for day, text in answers if text is not None]
    return Act(
        uid=stable_uid(f"{scope}/act/{CHAMBER}/{reference}"), kind="question", kind_printed=KINDS.get(code, code or "Question"),
        chamber=CHAMBER, number=words_of(identity.get("numero")) or None, reference=reference,
        legislature=words_of(identity.get("legislature")) or None, author=_author(node), to=_asked_bodies(node),
        when=next((day for day in days if day), None), answered=next((day for day, _text in said if day), None),
        heading=words_of(indexed.get("rubrique")) or None, topic=_topic(indexed),
        asked=tuple(text for _day, text in asked if text is not None), answers=tuple(text for _day, text in said),
        renewed=_renewals(node), closed=None if said else _closed(node),
        citations=(Citation(source=source.uid),),
    )  # fmt: skip


# --- values that are there once, several times or not at all ---------------------------------------------------------


def many(value: Any) -> list[Any]:
    """The things that are there: none for nothing and for a null object, one for an object, all of a list."""
    if isinstance(value, list):
        return [item for held in value for item in many(held)]
    if value is None or value == "" or (isinstance(value, dict) and _null(value)):
        return []
    return [value]


def one(value: Any) -> dict[str, Any]:
    """The first object; an empty one when there is none."""
    return next((item for item in many(value) if isinstance(item, dict)), {})


def words_of(value: Any) -> str:
    """The words of a value, one or many, joined by commas; of an object, its text."""
    found = []
    for item in many(value):
        said = item.get("#text", "") if isinstance(item, dict) else item
        found.append(" ".join(str(said).split()))
    return ", ".join(word for word in found if word)


def _null(value: dict[str, Any]) -> bool:
    return not value or str(value.get("@xsi:nil", value.get("@nil", ""))).lower() == "true"


def _questions(document: Any) -> Iterator[dict[str, Any]]:
    """Every question of a document, at whatever depth it stands."""
    if isinstance(document, list):
        for item in document:
            yield from _questions(item)
    elif isinstance(document, dict):
        if (
            senate_questions.is_row(document)
            or "identifiant" in document
            and ("uid" in document or "textesQuestion" in document)
        ):
            yield document
            return
        for held in document.values():
            if isinstance(held, dict | list):
                yield from _questions(held)


def _texts(node: dict[str, Any], outer: str, inner: str) -> list[tuple[When | None, Text | None]]:
    """Texts in their order, each with the day of the Journal officiel that printed it."""
    found = []
    for held in many(node.get(outer)):
        for item in many(held.get(inner) if isinstance(held, dict) else None):
            if not isinstance(item, dict):
                continue
            words = plain_text("<br>".join(str(text) for text in many(item.get("texte")) if isinstance(text, str)))
            text = Text(value=words, lang="fr", wording=Wording.VERBATIM) if words else None
            found.append((_when(one(item.get("infoJO")).get("dateJO")), text))
    return [(day, text) for day, text in found if day or text]


def _when(value: Any) -> When | None:
    said = words_of(value)
    if found := DAY.search(said):
        return When(edtf=found.group())
    if french := NUMERIC.fullmatch(said):
        return When(edtf="-".join(reversed(french.groups())), printed=said)
    return When(printed=said) if said else None


def _author(node: dict[str, Any]) -> str | None:
    """The name where the file gives it, else the identifier of the deputy; the group in brackets."""
    author = one(node.get("auteur"))
    identity = one(author.get("identite"))
    name = " ".join(filter(None, (words_of(identity.get(key)) for key in ("prenom", "nom"))))
    who = name or words_of(identity.get("acteurRef"))
    group = one(author.get("groupe"))
    among = words_of(group.get("abrege")) or words_of(group.get("developpe"))
    return f"{who} ({among})" if who and among else who or among or None


def _asked_bodies(node: dict[str, Any]) -> tuple[OrgRef, ...]:
    """The ministry questioned, then those to which the question was given later."""
    given = [one(item.get("denomination")) for held in many(node.get("minAttribs")) if isinstance(held, dict) for item in many(held.get("minAttrib")) if isinstance(item, dict)]  # fmt: skip
    names = (
        words_of(body.get("developpe")) or words_of(body.get("abrege")) for body in (one(node.get("minInt")), *given)
    )
    return tuple(OrgRef(name=name) for name in dict.fromkeys(name for name in names if name))


def _topic(indexed: dict[str, Any]) -> Text | None:
    analyses = [
        words_of(item.get("analyse") if isinstance(item, dict) else item) for item in many(indexed.get("analyses"))
    ]
    words = " – ".join(part for part in (words_of(indexed.get("teteAnalyse")), *analyses) if part)
    return Text(value=words, lang="fr", wording=Wording.VERBATIM) if words else None


def _renewals(node: dict[str, Any]) -> tuple[When, ...]:
    days = []
    for held in many(node.get("renouvellements")):
        for item in many(held.get("renouvellement") if isinstance(held, dict) else held):
            where = {**item, **one(item.get("infoJO"))} if isinstance(item, dict) else {"dateJO": item}
            days.append(
                next((day for key in ("dateJO", "dateRenouvellement", "date") if (day := _when(where.get(key)))), None)
            )
    return tuple(dict.fromkeys(day for day in days if day))


def _closed(node: dict[str, Any]) -> str | None:
    """Why it ended without an answer: the words of the closure, unless they say that an answer is published."""
    closure = one(node.get("cloture"))
    if words_of(closure.get("codeCloture")) == ANSWERED:
        return None
    return words_of(closure.get("libelleCloture")) or words_of(closure.get("codeCloture")) or None


def _source(node: dict[str, Any], reference: str, scope: str) -> Source:
    """The page of the question, where its type, number and legislature tell it."""
    identity, code = one(node.get("identifiant")), words_of(node.get("type"))
    number, legislature = words_of(identity.get("numero")), words_of(identity.get("legislature"))
    known = code in KINDS and number.isdecimal() and legislature.isdecimal()
    url = f"https://questions.assemblee-nationale.fr/q{legislature}/{legislature}-{number}{code}.htm" if known else None
    title = f"{KINDS.get(code, 'Question')} n° {number} ({legislature}e législature)" if known else reference
    return Source(
        uid=stable_uid(f"{scope}/source/{CHAMBER}/{reference}"), key=reference, address=url or reference, url=url, title=title
    )  # fmt: skip


def _all_words(act: Act) -> str:
    texts = (act.topic, *act.asked, *act.answers)
    return "\n".join([act.heading or "", *(text.value for text in texts if text is not None)])


def _wanted(about: Iterable[str]) -> re.Pattern[str] | None:
    """Whole words or phrases, in the singular or the plural."""
    words = [r"\s+".join(f"{re.escape(word)}[sx]?" for word in said.split()) for said in about if said.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None


def _at(place: str, problem: CellProblem) -> CellProblem:
    return CellProblem(place, "", problem.found, problem.expected, problem.remedy, Severity.WARNING, problem.params)


def _problem(place: str, found: str, expected: str, remedy: str) -> CellProblem:
    return CellProblem(place, "", shown(found) if found else "", expected, remedy, Severity.WARNING)
