"""The merge page as it is shown: each difference with both texts, what may be kept, problems, choices for all of a kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.office.clashes import runs
from jalon.portal.words import colon
from jalon.reporting.merging.model import Choice, Note, Trouble, Value
from jalon.reporting.selectors.pages import CellRow, MergePage
from jalon.ui.pieces import Option, Problem, Segment

ALL = "tous-"
"""Names of the selects that decide all differences of one kind begin so; the code of the kind follows."""
UNDECIDE = "reprendre-"
"""Values of the buttons that take a decision back begin so; the id of the difference follows, or nothing for all."""
LONG = 2000


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference. `returned` in runs, what is new and what is gone marked; `below`: it is decided under the table."""

    cell: CellRow
    anchor: str
    name: str
    before: str
    returned: tuple[Segment, ...]
    note: str
    error: str
    options: tuple[Option, ...]
    here: str
    below: bool
    meanwhile: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """Differences of one kind that wait: a choice that each of them offers may be taken for all."""

    name: str
    words: str
    count: int
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MergeView:
    """What the page shows beside the merge's own model."""

    rows: tuple[DifferenceRow, ...]
    kinds: tuple[KindRow, ...]
    problems: tuple[Problem, ...]
    asking: int
    decided: int


def field(cell: CellRow) -> str:
    """The name of the control of a difference."""
    return f"cell-{cell.id}"


def build(page: MergePage, posted: Mapping[str, str], told: Iterable[str] = ()) -> MergeView:
    """The differences with what was chosen in the form; `told`: what an action refused, for the head of the page."""
    open_ = page.may_edit and page.written_at is None and not page.set_aside
    rows = tuple(_row(cell, posted, open_) for cell in page.cells)
    problems = [Problem("", words) for words in told]
    problems += [Problem(row.anchor, f"{_place(row.cell)}{colon()}{row.error}") for row in rows if row.error and open_]
    asking = sum(accident.waits for accident in page.accidents)
    return MergeView(
        rows,
        tuple(_kinds(page.cells, posted)) if open_ else (),
        tuple(problems),
        asking,
        len(taken_back(page, UNDECIDE)),
    )


def _place(cell: CellRow) -> str:
    where = cell.address.rpartition("!")[2] if cell.address else " ".join(filter(None, [cell.number, cell.title.value]))
    return f"{where}, {cell.column_label}"


def _row(cell: CellRow, posted: Mapping[str, str], open_: bool) -> DifferenceRow:
    mine = posted.get(field(cell), "")
    picked = mine or (cell.decision.value if cell.decision else "")
    options = tuple(Option(choice.choice.value, choice.label, choice.choice.value == picked) for choice in cell.choices)
    first = f"{field(cell)}-{options[0].value}" if options else field(cell)
    return DifferenceRow(
        cell=cell, anchor=first, name=field(cell), before=words_of(cell.before),
        returned=inline(cell.before.text if cell.before else "", words_of(cell.returned)), note=_note(cell),
        error=cell.trouble_words if open_ and not picked else "", options=options,
        here=_here(cell), below=cell.trouble is Trouble.CHANGED_HERE, meanwhile=_meanwhile(cell, mine),
    )  # fmt: skip


def _meanwhile(cell: CellRow, mine: str) -> str:
    """What somebody else decided while this form was filled."""
    if not mine or cell.decision is None or cell.preselected or cell.decision.value == mine:
        return ""
    other = next((choice.label for choice in cell.choices if choice.choice is cell.decision), cell.decision.value)
    return _("entre-temps, une autre personne a choisi «\u00a0%(choice)s\u00a0»") % {"choice": other}


def words_of(value: Value | None) -> str:
    """A value as its cell shows it; empty: nothing was said."""
    return value.text if value else ""


def _note(cell: CellRow) -> str:
    printed = cell.proposed is not None and cell.returned is not None and cell.proposed.text == cell.returned.text
    if printed and cell.trouble is Trouble.TEXT_DATE:
        return _("proposé\u00a0: période approchée, le texte est gardé tel quel")
    return cell.note_words


def _here(cell: CellRow) -> str:
    return cell.here.value.text if cell.here else ""


def inline(before: str, after: str) -> tuple[Segment, ...]:
    """The returned text with what is gone and what is new in its place, word by word."""
    if not before or not after or before == after:
        return (Segment(after, ""),) if after else ()
    old, new = _words(before), _words(after)
    if len(old) + len(new) > LONG:
        return (Segment(before, "del"), Segment(" "), Segment(after, "ins"))
    found: list[Segment] = []
    for how, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how != "insert":
            found.append(Segment("".join(old[low:high]), "" if how == "equal" else "del"))
        if how in {"insert", "replace"}:
            found.append(Segment("".join(new[start:end]), "ins"))
    return tuple(found)


def _words(text: str) -> list[str]:
    return [piece for word in text.split(" ") for piece in (word, " ")][:-1]


def _kinds(cells: Iterable[CellRow], posted: Mapping[str, str]) -> Iterable[KindRow]:
    """Kinds of which more than one waits, with the choices that all of them offer."""
    groups: dict[str, list[CellRow]] = defaultdict(list)
    for cell in cells:
        if kind_of(cell):
            groups[kind_of(cell)].append(cell)
    for kind, held in groups.items():
        common = [choice for choice in held[0].choices if all(_offers(cell, choice.choice) for cell in held)]
        chosen = posted.get(f"{ALL}{kind}", "")
        options = [
            Option(one.choice.value, _all_label(one.choice, one.label), one.choice.value == chosen) for one in common
        ]
        if len(held) > 1 and options:
            yield KindRow(f"{ALL}{kind}", kind_words(kind), len(held), tuple(options))


def kind_of(cell: CellRow) -> str:
    """The kind under which a difference may be decided with others; empty: a person decided it, or the machine safely.

    What a merged cell says of its other lines is preselected, and may still be copied to all of them at once.
    """
    if cell.undecided and cell.trouble is not None:
        return cell.trouble.value
    return Note.MERGED.value if cell.merged and cell.preselected and not cell.written else ""


def _offers(cell: CellRow, choice: Choice) -> bool:
    return any(one.choice is choice for one in cell.choices)


def _all_label(choice: Choice, label: str) -> str:
    """Each date is read for itself: the label of one does not hold for all."""
    return _("la lecture proposée de chacune") if choice is Choice.PROPOSED else label


def kind_words(kind: str) -> str:
    """A kind of difference, in the plural."""
    words: Mapping[str, str] = {
        Note.MERGED: _("textes de cellules fusionnées"),
        Trouble.WORD_IN_NUMBER: _("mots dans un nombre"),
        Trouble.WORD_IN_DATE: _("mots dans une date"),
        Trouble.TEXT_DATE: _("dates en texte"),
        Trouble.NUMBER_CHANGED: _("nombres changés"),
        Trouble.PERCENT: _("pourcentages"),
        Trouble.NOT_IN_LIST: _("termes hors liste"),
        Trouble.UNREADABLE: _("formules sans valeur"),
        Trouble.EMPTIED: _("cellules vidées"),
        Trouble.CHANGED_HERE: _("cellules changées des deux côtés"),
        Trouble.DUPLICATE_KEY: _("clés en double"),
        Trouble.NOTHING_AND_VALUES: _("«\u00a0rien à signaler\u00a0» avec des réponses"),
    }
    return words[kind]


def decisions(page: MergePage, posted: Mapping[str, str]) -> dict[int, str]:
    """What the form decides anew: cell by cell, then for all of a kind those that nobody decided one by one."""
    found: dict[int, str] = {}
    for cell in page.cells:
        mine, held = posted.get(field(cell), ""), cell.decision.value if cell.decision else ""
        if kind_of(cell) and mine in {"", held}:
            mine = posted.get(f"{ALL}{kind_of(cell)}", "")
        if mine and mine != held:
            found[cell.id] = mine
    return found


def taken_back(page: MergePage, do: str) -> list[int]:
    """The decisions of people that a button takes back: one, or all of them."""
    held = [cell.id for cell in page.cells if cell.decision and not cell.preselected and not cell.written]
    wanted = do.removeprefix(UNDECIDE)
    return held if not wanted else [cell for cell in held if str(cell) == wanted]


def both_runs(cell: CellRow) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """The body's text and the one written here, what differs marked in each."""
    theirs, ours = words_of(cell.returned), _here(cell)
    return runs(ours, theirs, "ins"), runs(theirs, ours, "ins")


def lede(page: MergePage) -> str:
    """« 5 lignes, 40 cellules lues. Sans changement : 34 ; changées : 6 ; déjà choisies : 2 ; à trancher : 4. »"""
    lines = ngettext("%(n)d ligne", "%(n)d lignes", page.lines) % {"n": page.lines}
    read = ngettext("%(n)d cellule lue", "%(n)d cellules lues", page.read) % {"n": page.read}
    said = _(
        "Sans changement\u00a0: %(same)d\u00a0; changées\u00a0: %(changed)d\u00a0; déjà choisies\u00a0: %(chosen)d\u00a0; à trancher\u00a0: %(left)d."
    ) % {
        "same": page.unchanged, "changed": page.changed, "chosen": page.chosen, "left": page.undecided,
    }  # fmt: skip
    return f"{lines}, {read}. {said}"
