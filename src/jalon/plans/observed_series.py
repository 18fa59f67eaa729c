"""Which series a line of a table speaks of: by the series it names, else by its indicator; a new one when there is none.

A body observes an indicator in one series. Where it has several, or where a title is borne twice, the table must say
which: nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from jalon.core.models import Part, User
from jalon.exchange.indicators_in import NO_UNIT
from jalon.exchange.observations_in import ObservedRow
from jalon.exchange.problems import Fault
from jalon.exchange.values import squeezed
from jalon.facts.common import OrgRef, Text
from jalon.facts.indicator import Breakdown, Indicator, Level, ValueKind
from jalon.facts.problems import N_
from jalon.facts.series import Family, Series
from jalon.facts.uids import stable_uid
from jalon.methods.text import fold
from jalon.plans import models, reading
from jalon.plans.following import indicator_fact
from jalon.plans.reading import Around

SHARES = ("%", "pour cent", "pourcent", "pourcentage", "percent", "per cent", "percentage", "part", "taux")
"""Units (folded) that hold a share; a value written with % enters no other."""


@dataclass(frozen=True, slots=True)
class Target:
    """The series of a line. `fresh`: the import makes it. `indicator`: what it observes, where that is known here."""

    series: Series
    fresh: bool
    kind: ValueKind = ValueKind.NUMBER
    levels: tuple[Level, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()

    @property
    def shares(self) -> bool:
        """Its unit is a share."""
        unit = f" {fold(self.series.unit)} "
        return any(f" {word} " in unit or (word == "%" and word in unit) for word in SHARES)


class SeriesOfPart:
    """The series that a part has, and the indicators that it may observe: its own, and those of the person's teams.

    `by` None (the command): whoever holds the machine sees every part. Three queries.
    """

    def __init__(self, part: Part, by: User | None) -> None:
        self.part = part
        rows = list(models.Series.objects.of_part(part).live().order_by("id"))
        self.keys = {str(row.uid): row.pk for row in rows}
        self.series = [reading.series_fact(row, ()) for row in rows]
        found = models.Indicator.objects.live() if by is None else models.Indicator.objects.visible_to(by).live()
        indicators = [(row.part_id, indicator_fact(row, Around())) for row in found.order_by("id")]
        self.own = [one for of, one in indicators if of == part.pk]
        self.others = [one for of, one in indicators if of != part.pk]
        self.by_uid = {one.uid: one for one in (*self.own, *self.others)}
        self._slugs: set[str] | None = None
        self._found: dict[tuple[str, ...], Target | Fault] = {}
        self.fresh: dict[str, Series] = {}

    def of(self, row: ObservedRow) -> Target | Fault:
        """The series of a line, or why none can be chosen."""
        key = (row.series, row.indicator, row.name, row.producer, row.unit)
        if key not in self._found:
            found = self._named(row) if row.series else self._observing(row)
            self._found[key] = found if isinstance(found, Fault) else self._checked(found, row)
        return self._found[key]

    # --- by its name -------------------------------------------------------------------------------------------------

    def _named(self, row: ObservedRow) -> Target | Fault:
        wanted = squeezed(fold(row.series))
        found = [one for one in self.series if wanted in (one.uid, one.slug)] or [
            one for one in self.series if wanted == squeezed(fold(one.title.value))
        ]
        if len(found) == 1:
            return self._target(found[0], fresh=False)
        if found:
            return _several(row.series, [one.slug for one in found])
        remedy = N_("Créez-la dans la partie, ou nommez l’indicateur au lieu de la série.")
        return Fault(N_("La partie n’a pas de série « {name} »."), remedy, (("name", row.series[:80]),))

    # --- by its indicator --------------------------------------------------------------------------------------------

    def _observing(self, row: ObservedRow) -> Target | Fault:
        name = row.indicator or row.name
        indicator = self._indicator(row.indicator, row.name)
        if isinstance(indicator, Fault):
            return indicator
        series = [one for one in self.series if self._is_of(one, indicator, name) and _by(one, row.producer)]
        if len(series) == 1:
            return self._target(series[0], fresh=False)
        if series:
            return _several(name, [one.slug for one in series])
        return self._target(self._new(indicator, row), fresh=True) if indicator else _unknown(name)

    def _is_of(self, one: Series, indicator: Indicator | None, name: str) -> bool:
        """It observes the indicator; of an indicator that is not known here, by the words that the series has for it."""
        if indicator is not None:
            return one.of == indicator.uid
        return squeezed(fold(name)) == squeezed(fold(one.indicator))

    def _indicator(self, code: str, name: str) -> Indicator | Fault | None:
        for known in (self.own, self.others):
            found = _matching(known, code) if code else _titled(known, name)
            if len(found) == 1:
                return found[0]
            if found:
                return _several(code or name, [one.slug for one in found])
        return None

    def _new(self, indicator: Indicator, row: ObservedRow) -> Series:
        owner = self.part.owner
        own = not row.producer or squeezed(fold(row.producer)) == squeezed(fold(str(owner)))
        body = OrgRef(name=str(owner), uid=str(owner.uid)) if own else OrgRef(name=squeezed(row.producer))
        uid = stable_uid(f"{self.part.uid}/series/{indicator.uid}/{'' if own else fold(body.name)}")
        if uid not in self.fresh:
            unit = squeezed(row.unit) if row.unit and indicator.unit == NO_UNIT else indicator.unit
            self.fresh[uid] = Series(
                uid=uid,
                slug=self._free_slug(f"{indicator.slug}-{self.part.slug if own else body.name}"),
                title=Text(value=f"{indicator.title.value}, {body.name}", lang=indicator.title.lang),
                producer=body,
                indicator=indicator.code or indicator.title.value,
                unit=unit,
                family=Family.FOLLOW_UP,
                of=indicator.uid,
            )
        return self.fresh[uid]

    def _free_slug(self, wanted: str) -> str:
        if self._slugs is None:
            self._slugs = set(models.Series.objects.values_list("slug", flat=True))
        base = slugify(wanted)[:110].strip("-") or "serie"
        numbers = (base if number == 1 else f"{base}-{number}" for number in range(1, len(self._slugs) + 2))
        slug = next(one for one in numbers if one not in self._slugs)
        self._slugs.add(slug)
        return slug

    # --- what it holds -----------------------------------------------------------------------------------------------

    def _target(self, series: Series, *, fresh: bool) -> Target:
        indicator = self.by_uid.get(series.of or "")
        if indicator is None:
            return Target(series, fresh)
        return Target(series, fresh, indicator.value_kind, indicator.levels, indicator.breakdowns)

    def _checked(self, target: Target, row: ObservedRow) -> Target | Fault:
        """Two units are never one series."""
        if row.unit and _unit(row.unit) != _unit(target.series.unit):
            expected = N_(
                "L’unité « {given} » n’est pas celle de la série, « {unit} » : deux échelles ne se comparent pas."
            )
            params = (("given", row.unit[:40]), ("unit", target.series.unit))
            return Fault(
                expected, N_("Donnez les valeurs dans l’unité de la série, ou faites une autre série."), params
            )
        return target


def _by(series: Series, producer: str) -> bool:
    return not producer or squeezed(fold(producer)) == squeezed(fold(series.producer.name))


def _matching(known: Iterable[Indicator], code: str) -> list[Indicator]:
    low = code.lower()
    exact = [one for one in known if code == one.code or low in (one.uid, one.slug)]
    return exact or [one for one in known if one.code and low == one.code.lower()]


def _titled(known: Iterable[Indicator], name: str) -> list[Indicator]:
    wanted = squeezed(fold(name))
    return [one for one in known if wanted == squeezed(fold(one.title.value))] or _matching(known, name)


def _unit(text: str) -> str:
    return squeezed(fold(text)).rstrip("s.")


def _several(name: str, slugs: list[str]) -> Fault:
    expected = N_("« {name} » peut être plusieurs séries ou indicateurs : {which}.")
    remedy = N_("Nommez la série dans une colonne « Série ».")
    return Fault(expected, remedy, (("name", name[:80]), ("which", ", ".join(slugs[:5]))))


def _unknown(name: str) -> Fault:
    expected = N_("Aucun indicateur de la partie, ni de celles que vous voyez, n’est « {name} ».")
    remedy = N_(
        "Corrigez le code ; pour l’indicateur publié d’un autre organisme, ajoutez d’abord votre série, puis nommez-la dans une colonne « Série »."
    )
    return Fault(expected, remedy, (("name", name[:80]),))


def of_kind(target: Target, row: ObservedRow) -> str | Fault:
    """The value of a line as its indicator counts: decimal string, or what was expected instead."""
    if target.kind is ValueKind.ORDINAL:
        return _level(target.levels, row)
    if target.kind in (ValueKind.YES_NO, ValueKind.MILESTONE):
        return _yes_or_no(row.words)
    if row.percent and not target.shares:
        expected = N_("Une part en % ne peut entrer dans une série en « {unit} ».")
        return Fault(
            expected, N_("Écrivez le nombre lui-même, ou faites une autre série."), (("unit", target.series.unit),)
        )
    return row.value if row.value is not None else Fault(_NUMBER, _NUMBER_REMEDY)


_NUMBER = N_("Un nombre est attendu.")
_NUMBER_REMEDY = N_(
    "Écrivez le nombre seul (1250,5), ou la raison de son absence (« n.c. », « non relevé »…) dans sa colonne."
)
_YES = frozenset(("oui", "o", "vrai", "true", "yes", "y", "1", "atteint", "atteinte", "fait", "reached", "done"))
_NO = frozenset(("non", "n", "faux", "false", "no", "0", "pas atteint", "non atteint", "not reached"))


def _yes_or_no(words: str) -> str | Fault:
    said = squeezed(fold(words))
    if said in _YES or said in _NO:
        return "1" if said in _YES else "0"
    return Fault(N_("« oui » ou « non » est attendu."), N_("Écrivez « oui », « non », ou la raison de l’absence."))


def _level(levels: tuple[Level, ...], row: ObservedRow) -> str | Fault:
    said = squeezed(fold(row.words))
    names: Mapping[str, int] = {fold(name): rank for rank, one in enumerate(levels) for name in (one.fr, one.en)}
    if said in names:
        return str(names[said])
    if row.value is not None and row.value.isdigit() and int(row.value) < len(levels):
        return row.value
    choices = ", ".join(f"{rank} = {one.fr}" for rank, one in enumerate(levels))
    return Fault(
        N_("Un niveau est attendu : {choices}."), N_("Écrivez le niveau ou son rang."), (("choices", choices),)
    )
