"""The page of a campaign as it is shown: filtered and sorted rows with their state in words, counts, the matrix."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.reporting.columns import OUTPUTS
from jalon.reporting.enums import AskState, LetterKind, LetterState, ReturnWay, Way
from jalon.reporting.letters import LetterLine
from jalon.reporting.selectors.pages import AskRow, CampaignPage, ReturnRow
from jalon.ui.pieces import Blank, Count, Option

SHOWN: Mapping[str, Callable[[AskRow], bool]] = {
    "": lambda row: True,
    "silence": lambda row: row.state is AskState.SILENT,
    "sans-reponse": lambda row: row.asked_at is not None and row.returned < row.lines,
    "a-valider": lambda row: row.awaiting_validation,
    "a-trancher": lambda row: row.undecided > 0,
}
NEVER = datetime.min.replace(tzinfo=UTC)
SORTED: Mapping[str, Callable[[AskRow], object]] = {
    "": lambda row: 0,
    "reponse": lambda row: row.returned_at or NEVER,
    "echeance": lambda row: row.due,
    "nom": lambda row: row.body.casefold(),
}


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with its state in words. `late`: its silence is set in the accent. `merge`: the return to decide first."""

    ask: AskRow
    way: str
    state: str
    late: bool
    merge: str
    todo: str
    returned: str
    reminders: str
    open: bool
    url: str


@dataclass(frozen=True, slots=True)
class CampaignView:
    """What the page shows beside the campaign's own model. `told`: bodies are asked about outputs in words."""

    rows: tuple[BodyRow, ...]
    counts: tuple[Count, ...]
    blanks: tuple[Blank, ...]
    foot: str
    caption: str
    hidden: int
    told: bool


def build(page: CampaignPage, query: Mapping[str, str]) -> CampaignView:
    """Filtered and sorted as the address says; an unknown word counts as none."""
    shown = query.get("montrer", "") if query.get("montrer", "") in SHOWN else ""
    order = query.get("tri", "") if query.get("tri", "") in SORTED else ""
    chosen = sorted((row for row in page.asks if SHOWN[shown](row)), key=SORTED[order])  # type: ignore[arg-type]
    opened = query.get("ouvrir", "")
    rows = tuple(_row(row, row.uid == opened, shown, order) for row in chosen)
    return CampaignView(
        rows,
        _counts(page),
        _blanks(shown, order),
        _foot(page),
        _caption(page),
        len(page.asks) - len(rows),
        any(column.key == OUTPUTS for column in page.columns),
    )


def _row(row: AskRow, opened: bool, shown: str, order: str) -> BodyRow:
    kept = "".join(f"{name}={value}&" for name, value in (("montrer", shown), ("tri", order)) if value)
    todo = next((ret for ret in row.returns if ret.undecided), None)
    words = ""
    if todo:
        words = ngettext("%(n)d différence à trancher", "%(n)d différences à trancher", row.undecided) % {
            "n": row.undecided
        }
    return BodyRow(
        ask=row, way=str(Way(row.way).label), state=state_words(row), late=row.state is AskState.SILENT,
        merge=todo.uid if todo else "", todo=words, returned=_returned(row), reminders=_reminders(row), open=opened,
        url=f"?{kept}" + (f"#o-{row.uid}" if opened else f"ouvrir={row.uid}#o-{row.uid}"),
    )  # fmt: skip


def state_words(row: AskRow) -> str:
    """« silence, 19 jours », « validé : « rien à signaler » pour 1 mesure »."""
    if row.state is AskState.SILENT and row.silent_days is not None:
        return ngettext("silence, %(n)d jour", "silence, %(n)d jours", row.silent_days) % {"n": row.silent_days}
    words = str(AskState(row.state).label)
    if not row.nothing:
        return words
    said = ngettext(
        "«\u00a0rien à signaler\u00a0» pour %(n)d mesure",
        "«\u00a0rien à signaler\u00a0» pour %(n)d mesures",
        row.nothing,
    )
    return f"{words}, {said % {'n': row.nothing}}"


def _returned(row: AskRow) -> str:
    """« 2 sur 4 » while a part is missing."""
    if not row.returned or row.returned == row.lines:
        return ""
    return _("%(n)d sur %(of)d") % {"n": row.returned, "of": row.lines}


def _reminders(row: AskRow) -> str:
    if not row.reminders:
        return ""
    last = row.last_letter
    if last is not None and last.state in {LetterState.DEAD, LetterState.RETRYING}:
        return _("%(n)d, dernier message non remis") % {"n": row.reminders}
    return str(row.reminders)


def _counts(page: CampaignPage) -> tuple[Count, ...]:
    counts = page.counts
    replies, bodies = str(counts.replies), str(counts.bodies)
    found = [Count(str(counts.returned), _("rendues"), replies)]
    if page.validation:
        found.append(Count(str(counts.validated), _("validées par la hiérarchie"), replies))
    found.append(Count(str(counts.silent), _("organismes silencieux"), bodies))
    label = _("différences à trancher")
    if counts.undecided_returns:
        label = ngettext("à trancher, un retour", "à trancher, %(n)d retours", counts.undecided_returns)
    found.append(Count(str(counts.undecided), label % {"n": counts.undecided_returns}, str(changed(page))))
    return tuple(found)


def changed(page: CampaignPage) -> int:
    """The differences of all returns that count."""
    return sum(ret.changed for row in page.asks for ret in row.returns if not ret.set_aside)


def _blanks(shown: str, order: str) -> tuple[Blank, ...]:
    bodies = {
        "": _("tous les organismes"), "silence": _("les silencieux"), "sans-reponse": _("ceux dont une réponse manque"),
        "a-valider": _("ceux à valider"), "a-trancher": _("ceux à trancher"),
    }  # fmt: skip
    orders = {
        "": _("ordre de la liste"), "reponse": _("date de réponse"), "echeance": _("échéance"), "nom": _("nom"),
    }  # fmt: skip
    return (
        Blank(_("Montrer"), "montrer", _("Quels organismes"), _options(bodies, shown)),
        Blank(_("triés par"), "tri", _("Ordre"), _options(orders, order)),
    )


def _options(words: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(code, label, code == chosen) for code, label in words.items())


def _caption(page: CampaignPage) -> str:
    counts = page.counts
    bodies = ngettext("%(n)d organisme", "%(n)d organismes", counts.bodies) % {"n": counts.bodies}
    replies = ngettext("%(n)d réponse demandée", "%(n)d réponses demandées", counts.replies) % {"n": counts.replies}
    return f"{bodies}, {replies}"


def _foot(page: CampaignPage) -> str:
    counts = page.counts
    words = ngettext(
        "%(n)d réponse demandée pour %(subjects)d éléments du plan, dont %(shared)d demandés à plusieurs organismes\u00a0: chacun répond de sa part.",
        "%(n)d réponses demandées pour %(subjects)d éléments du plan, dont %(shared)d demandés à plusieurs organismes\u00a0: chacun répond de sa part.",
        counts.replies,
    )
    return words % {"n": counts.replies, "subjects": counts.subjects, "shared": counts.shared}


# --- words of letters and returns ------------------------------------------------------------------------------------


def letter_words(letter: LetterLine) -> str:
    """« relance 2 : non remise, nouvel essai »."""
    name = str(LetterKind(letter.kind).label) + (f" {letter.number}" if letter.number else "")
    return _("%(letter)s\u00a0: %(state)s") % {"letter": name, "state": LetterState(letter.state).label}


def return_words(row: ReturnRow) -> str:
    """By which way a return came, and its file."""
    return " ".join(filter(None, [str(ReturnWay(row.way).label), row.file_name]))
