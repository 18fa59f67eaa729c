"""Outputs as pages show them: rows, counts by type and place with their denominators, sums of one quantity."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, OrgRef
from jalon.facts.directory import Territory
from jalon.facts.output import QUANTITIES, Amount, Output, OutputType, Quantity
from jalon.facts.plan import Measure, Section
from jalon.methods.quantities import Number, Precision, add, number
from jalon.portal import terms, words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.filters import keys
from jalon.portal.pages.outputs_model import Ledger, OutputRow
from jalon.portal.pieces import Notebook, Phrase, day, phrase
from jalon.ui.pieces import Cell, Column, Row, Table

NOWHERE = "non-dit"
"""Value of the filter by place for outputs whose source does not say where."""


def up_to(outputs: Sequence[Output], ctx: Context) -> tuple[Output, ...]:
    """Those that may have been carried out by the day of the page."""
    return tuple(item for item in outputs if happened(item.when, ctx.asof.state))


def territories(ctx: Context) -> dict[str, Territory]:
    """All territories by uid: one query."""
    return {one.uid: one for one in ctx.reader.territories()}


def row(item: Output, places: Mapping[str, Territory], ctx: Context, book: Notebook) -> OutputRow:
    """One output of a list."""
    return OutputRow(
        uid=item.uid,
        url=ctx.links.to("output", item.uid),
        title=phrase(item.title, ctx.lang) or Phrase(item.uid),
        kind=str(terms.OUTPUT[item.type]),
        day=day(item.when, ctx.lang),
        place=place_words(item, places),
        bodies=names(item.carried_out_by),
        amounts=", ".join(amount_words(amount) for amount in item.amounts),
        money=money_words(item, ctx),
        inferred=item.confidence is Confidence.INFERRED,
        fictional=item.uid in ctx.reader.invented,
        refs=book.refs(item.citations),
    )


def names(refs: Sequence[OrgRef]) -> str:
    """Bodies by the names that the source gives them."""
    return ", ".join(dict.fromkeys(ref.name for ref in refs))


def place_words(item: Output, places: Mapping[str, Territory]) -> str:
    """The territory, and the words of the source when they say more."""
    territory = places.get(item.territory or "")
    known = [territory.name] if territory else []
    return ", ".join(dict.fromkeys([*([item.place] if item.place else []), *known]))


def amount_words(amount: Amount) -> str:
    """« plus de 120 participants »."""
    return f"{words.with_precision(amount.value, amount.precision)} {terms.of_quantity(amount.quantity, amount.value)}"


def money_words(item: Output, ctx: Context) -> str:
    """An amount with its years: amounts of several years or kinds are never added."""
    if item.money is None:
        return ""
    years = day(item.years, ctx.lang)
    return words.money(item.money, item.currency) + (f" ({years.words})" if years else "")


def ledger(outputs: Sequence[Output], shown: Sequence[Output], path: str, ctx: Context, book: Notebook) -> Ledger:
    """`shown` of `outputs` as rows; counts are those of `counted`. `path`: the address that filters by place or type."""
    places = territories(ctx) if outputs else {}
    those = counted(outputs, ctx)
    located = sum(1 for item in those if item.territory)
    return Ledger(
        rows=tuple(row(item, places, ctx, book) for item in shown),
        total=len(outputs),
        located=_("%(n)s réalisations disent dans quel territoire.") % {"n": words.n_of(located, len(those))},
        kinds=_kinds(those, path) if those else None,
        places=_places(those, places, path) if located else None,
    )


def counted(outputs: Sequence[Output], ctx: Context) -> Sequence[Output]:
    """Those that are counted and summed: invented ones only where there are no others. No total mixes the two."""
    return [item for item in outputs if item.uid not in ctx.reader.invented] or outputs


def _kinds(outputs: Sequence[Output], path: str) -> Table:
    """How many of each type; for each of its quantities the sum, and how many outputs say it."""
    groups: dict[OutputType, list[Output]] = defaultdict(list)
    for item in outputs:
        groups[item.type].append(item)
    rows = []
    for kind, group in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        sums = words.clauses(said for quantity in QUANTITIES[kind] if (said := _sum(group, quantity)))
        located = words.n_of(sum(1 for item in group if item.territory), len(group))
        label = Cell(str(terms.OUTPUT[kind]).capitalize(), url=_address(path, "sorte", kind.value))
        rows.append(Row((label, Cell(words.number(len(group))), Cell(located), Cell(sums, kind="" if sums else "nil"))))
    columns = (
        Column(_("Sorte")),
        Column(_("Réalisations"), numeric=True),
        Column(_("dont le territoire est dit"), numeric=True),
        Column(_("Quantités dites")),
    )
    foot = _("Une quantité que la source ne dit pas n’est pas un zéro. Les montants ne sont jamais additionnés.")
    return Table(_("Réalisations par sorte"), columns, tuple(rows), foot=foot, caption_hidden=True)


def _sum(group: Sequence[Output], quantity: Quantity) -> str:
    """« au moins 120 participants (3 sur 5 le disent) »; nothing when no output says it."""
    said = [amount for item in group for amount in item.amounts if amount.quantity is quantity]
    if not said:
        return ""
    total = reduce(add, (number(amount.value, Precision(amount.precision.value)) for amount in said))
    if len(said) < len(group):
        total = Number(total.value, total.low, None, Precision.AT_LEAST if total.low is not None else Precision.UNKNOWN)
    shown = {
        "sum": terms.fraction(total),
        "what": terms.of_quantity(quantity, str(total.value)),
        "n": words.n_of(len(said), len(group)),
    }
    return _("%(sum)s %(what)s (%(n)s le disent)") % shown


def _places(outputs: Sequence[Output], places: Mapping[str, Territory], path: str) -> Table:
    """How many in each territory, as it is said: a region is not divided among its départements."""
    counts = Counter(item.territory for item in outputs)
    named = [(places[uid], n) for uid, n in counts.items() if uid and uid in places]
    rows = [
        Row((Cell(f"{one.name} ({one.code})", url=_address(path, "territoire", one.code)), Cell(words.number(n))))
        for one, n in sorted(named, key=lambda pair: (-pair[1], pair[0].code))
    ]
    unsaid = counts.get(None, 0)
    if unsaid:
        label = Cell(_("territoire non dit"), kind="", url=_address(path, "territoire", NOWHERE))
        rows.append(Row((label, Cell(words.number(unsaid)))))
    columns = (Column(_("Territoire")), Column(_("Réalisations"), numeric=True))
    foot = _("Dénominateur : %(n)s réalisations.") % {"n": words.number(len(outputs))}
    return Table(_("Réalisations par territoire"), columns, tuple(rows), foot=foot, caption_hidden=True)


def _address(path: str, name: str, value: str) -> str:
    """The ledger narrowed by one more value."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({name: value})}"


def by_section(
    outputs: Sequence[Output], sections: Sequence[Section], measures: Sequence[Measure], path: str
) -> Table | None:
    """How many in each section of a plan, those of its measures and of sections under it among them.

    An output of two sections counts in both: the rows are not to be added.
    """
    if not outputs or not sections:
        return None
    named, rows = keys(sections), []
    for section in sections:
        inside = {section.uid}
        while found := {one.uid for one in sections if one.parent in inside} - inside:
            inside |= found
        inside |= {measure.uid for measure in measures if measure.section in inside}
        count = sum(1 for item in outputs if inside & set(item.subjects))
        title = section.title.value if section.title else _("intitulé non lu")
        lang = section.title.lang if section.title else None
        label = Cell(f"{section.label}. {title}", url=_address(path, "section", named[section.uid]), lang=lang)
        rows.append(Row((label, Cell(words.n_of(count, len(outputs))))))
    columns = (Column(_("Section")), Column(_("Réalisations"), numeric=True))
    foot = _(
        "Une réalisation peut se rattacher à plusieurs sections, ou au plan entier : les lignes ne s’additionnent pas."
    )
    return Table(_("Réalisations par section"), columns, tuple(rows), foot=foot, caption_hidden=True)
