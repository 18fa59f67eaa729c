"""What a campaign may ask of each line: its standard columns, and one for each chosen indicator."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.facts.indicator import ValueKind
from jalon.plans.models import Indicator
from jalon.reporting.merging.model import NOTHING, Column, ColumnKind, Option

PHASE, PROGRESS, DEADLINE, OUTPUTS = "phase", "progress", "deadline", "outputs"
STANDARD = (PHASE, PROGRESS, DEADLINE, OUTPUTS)
OBSERVED = "indicator:"
"""Keys of columns that observe an indicator begin so; its uid follows."""
QUESTION = "question:"
"""Keys of a campaign's own questions begin so; their number follows."""
MOST = 40

_LABELS = {
    PHASE: ("Étape", "Stage"),
    PROGRESS: ("Ce qui a été fait", "What was done"),
    DEADLINE: ("Échéance", "Due date"),
    OUTPUTS: ("Réalisations datées", "Dated outputs"),
}
PHASES = (
    Option(code="not_started", fr="non commencée", en="not started"),
    Option(code="prepared", fr="en préparation", en="in preparation"),
    Option(code="under_way", fr="en cours", en="under way"),
    Option(code="permanent", fr="permanente", en="permanent"),
    Option(code="done", fr="achevée", en="completed"),
    Option(code="stopped", fr="arrêtée", en="stopped"),
)
"""Where a body says that the work stands. Both languages go into each workbook's campaign: they are data, no message."""
_KINDS = {PHASE: ColumnKind.CHOICE, DEADLINE: ColumnKind.DATE}


def standard(key: str) -> Column:
    """One of the standard columns, in both languages."""
    fr, en = _LABELS[key]
    return Column(
        key=key, kind=_KINDS.get(key, ColumnKind.TEXT), fr=fr, en=en, options=PHASES if key == PHASE else (),
        prefilled=key != OUTPUTS,
    )  # fmt: skip


def question(number: int, fr: str, en: str = "", kind: ColumnKind = ColumnKind.TEXT) -> Column:
    """A question of the campaign's own, in words or as a date; it is not prefilled. A number needs an indicator."""
    return Column(key=f"{QUESTION}{number}", kind=kind, fr=fr.strip(), en=en.strip() or fr.strip(), prefilled=False)


def observing(indicators: Iterable[uuid.UUID]) -> tuple[Column, ...]:
    """A column for each live indicator, in the order given. `Invalid` for one that is not known or is computed."""
    wanted = list(indicators)
    rows = {row.uid: row for row in Indicator.objects.live().filter(uid__in=wanted)}
    missing = [uid for uid in wanted if uid not in rows]
    if missing:
        raise Invalid({"columns": _("Cet indicateur est inconnu\u00a0: %(uid)s.") % {"uid": missing[0]}})
    return tuple(_observing(rows[uid]) for uid in wanted)


def _observing(row: Indicator) -> Column:
    if row.formula or row.counted:
        message = _("«\u00a0%(title)s\u00a0» est calculé\u00a0: on ne le demande pas, on demande ce dont il est fait.")
        raise Invalid({"columns": message % {"title": row.title.value}})
    title = row.title.value
    options: tuple[Option, ...] = ()
    if row.value_kind == ValueKind.ORDINAL:
        options = tuple(Option(code=str(rank), fr=level.fr, en=level.en) for rank, level in enumerate(row.levels))
    if row.value_kind in {ValueKind.YES_NO, ValueKind.MILESTONE}:
        options = (Option(code="1", fr="oui", en="yes"), Option(code="0", fr="non", en="no"))
    kind = ColumnKind.CHOICE if options else ColumnKind.NUMBER
    return Column(
        key=f"{OBSERVED}{row.uid}", kind=kind, fr=title, en=title, indicator=str(row.uid), unit=row.unit,
        options=options, subject=str(row.subject_uid),
    )  # fmt: skip


def checked(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, or `Invalid`: at least one, each once, none under the name of the machine's own."""
    found = tuple(columns)
    if not found:
        raise Invalid({"columns": _("Choisissez au moins une chose à demander.")})
    if len(found) > MOST:
        raise Invalid({"columns": _("Demandez au plus %(most)d choses par ligne.") % {"most": MOST}})
    for column in found:
        _refuse_odd(column, [other.key for other in found])
    return found


def _refuse_odd(column: Column, keys: list[str]) -> None:
    known = column.key in STANDARD or column.key.startswith((OBSERVED, QUESTION))
    if not known or column.key == NOTHING or keys.count(column.key) > 1:
        raise Invalid(
            {"columns": _("Cette colonne est inconnue ou demandée deux fois\u00a0: %(key)s.") % {"key": column.key}}
        )
    if not column.fr.strip():
        raise Invalid({"columns": _("Donnez un intitulé à chaque colonne.")})
    if column.kind is ColumnKind.NUMBER and not column.indicator:
        raise Invalid(
            {"columns": _("Un nombre se demande par un indicateur\u00a0: sans lui, nul ne sait ce qu’il compte.")}
        )
