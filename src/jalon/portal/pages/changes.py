"""What changed between two moments that the reader chooses: two Releases, two days, two sessions; of all or of one plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jalon.facts.committee import Session
from jalon.methods.dates import Style, format_date, parse
from jalon.portal.asof import FIRST, LAST
from jalon.portal.bar import LONGEST_KEPT
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery
from jalon.portal.invented import plan_words
from jalon.portal.pages.head import Head
from jalon.portal.pages.releases import SHOWN, ChangeRow, counts_of, groups_of
from jalon.portal.pieces import Link, day, read_date
from jalon.publication import moments
from jalon.publication.moments import Changes, Moment, Nature
from jalon.publication.reader import default_store, open_reader
from jalon.publication.records import ReleaseInfo
from jalon.ui.pieces import Option

SINCE, UNTIL, PLAN, MEASURE = "de", "a", "plan", "mesure"
ON = "_jour"
"""`de_jour` and `a_jour`: the day typed beside each list; it counts before what the list says."""
OFFERED = 60
"""Releases and sessions in each list; older ones are named by a day or in the address."""

Group = tuple[str, tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class End:
    """One end of the sentence: a list by groups, or a day."""

    name: str
    label: str
    first: Option
    groups: tuple[Group, ...]
    day_name: str
    day_label: str
    day: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The form, what each moment was read as, and what changed. `found` False: nothing could be compared."""

    head: Head
    ends: tuple[End, End]
    plans: tuple[Option, ...]
    measure: str
    about: Link | None
    whole: str
    sentences: tuple[str, ...]
    links: tuple[Link, ...]
    found: bool
    counts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[ChangeRow, ...]], ...]
    cut: int
    fictional: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, as given."""

    since: str = ""
    until: str = ""
    plan: str = ""
    measure: str = ""

    @property
    def query(self) -> str:
        """The same for another address."""
        said = {SINCE: self.since, UNTIL: self.until, PLAN: self.plan, MEASURE: self.measure}
        given = {name: value for name, value in said.items() if value}
        return f"?{urlencode(given)}" if given else ""


def asked(params: Mapping[str, str]) -> Asked:
    """Raises BadQuery for a day that is none."""
    plan, measure = (params.get(name, "").strip()[:LONGEST_KEPT] for name in (PLAN, MEASURE))
    return Asked(_end(params, SINCE), _end(params, UNTIL), plan, measure)


def _end(params: Mapping[str, str], name: str) -> str:
    if text := params.get(name + ON, "").strip():
        return _checked(name + ON, text)
    text = params.get(name, "").strip()[:LONGEST_KEPT]
    dated = len(text) == len("2023-01-12") and text.count("-") == 2
    return _checked(name, text) if dated and text.replace("-", "").isdigit() else text


def _checked(name: str, text: str) -> str:
    try:
        found = date.fromisoformat(text) if len(text) == len("2023-01-12") else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        message = _("La date « %(read)s » n’est pas un jour du calendrier. Écrivez année, mois et jour : 2023-01-12.")
        raise BadQuery(name, message % {"read": text[:40]})
    return found.isoformat()


def compared(wanted: Asked) -> Changes:
    """Raises BadQuery for a moment, plan or measure that is not there."""
    try:
        return moments.between(default_store(), wanted.since, wanted.until, wanted.plan, wanted.measure)
    except moments.NoMoment as error:
        raise BadQuery({"plan": PLAN, "measure": MEASURE}.get(error.what, SINCE), str(error)) from error


def build(ctx: Context, params: Mapping[str, str]) -> ChangesPage:
    """The page. Raises BadQuery."""
    wanted = asked(params)
    found = compared(wanted)
    infos = ctx.reader.releases()
    releases = [_release(info, ctx) for info in infos[:OFFERED]]
    about = _about(wanted, found, ctx)
    return ChangesPage(
        head=_head(wanted, found, ctx),
        ends=_ends(wanted, (releases, _sessions(ctx))),
        plans=(
            Option("", _("tous les plans"), not wanted.plan),
            *(Option(plan.slug, plan_words(ctx, plan), plan.slug == wanted.plan) for plan in ctx.reader.plans()),
        ),
        measure=wanted.measure,
        about=about,
        whole=ctx.links.to("changes") + Asked(wanted.since, wanted.until).query if about else "",
        sentences=tuple(_sentences(found, infos, ctx)),
        links=_links(found, ctx),
        found=found.compared,
        counts=counts_of(found.counts()) if found.compared else (),
        groups=groups_of(found.changes, ctx),
        cut=max(0, len(found.changes) - SHOWN),
        fictional=bool(found.changes) and all(change.uid in ctx.reader.invented for change in found.changes),
    )


def _head(wanted: Asked, found: Changes, ctx: Context) -> Head:
    crumbs = (Link(ctx.links.to("releases"), _("Versions")), Link("", _("Ce qui a changé")))
    files = (Link(ctx.links.to("changes_json") + wanted.query, "JSON"),)
    days = [_made(one.release, ctx) for one in (found.before, found.after) if one.release]
    title = _("Ce qui a changé entre deux dates")
    if len(days) == 2 and wanted != Asked():
        title = _("Ce qui a changé entre la version du %(old)s et celle du %(new)s") % {"old": days[0], "new": days[1]}
    about = _(
        "Entre deux dates, deux séances ou deux versions publiées : ce que le registre a appris, corrigé, retiré."
    )
    return Head(title=title, section="", crumbs=crumbs, description=about, downloads=files, asof=False)


def _made(info: ReleaseInfo, ctx: Context) -> str:
    made = day(info.created_at[: len("2026-01-20")], ctx.lang, Style.LONG)
    return made.words if made else ""


# --- the form --------------------------------------------------------------------------------------------------------


def _ends(wanted: Asked, listed: tuple[list[Option], list[Option]]) -> tuple[End, End]:
    first = (_("la version précédente"), _("la dernière version"))
    labels = ((SINCE, _("Depuis"), _("ou depuis le jour")), (UNTIL, _("jusqu’à"), _("ou jusqu’au jour")))
    made = []
    for (name, label, day_label), said, nothing in zip(labels, (wanted.since, wanted.until), first, strict=True):
        groups = _groups(said, listed)
        known = any(option.selected for _label, options in groups for option in options)
        typed = said if said and not known and read_date(said) else ""
        other = Option(said, said, selected=True) if said and not known and not typed else None
        opening = other or Option("", nothing, not said or bool(typed))
        made.append(End(name, label, opening, groups, name + ON, day_label, typed))
    return made[0], made[1]


def _groups(said: str, listed: tuple[list[Option], list[Option]]) -> tuple[Group, ...]:
    labels = (_("Versions publiées"), _("Séances"))
    return tuple(
        (label, tuple(Option(one.value, one.label, bool(said) and one.value == said[: len(one.value)]) for one in options))
        for label, options in zip(labels, listed, strict=True)
        if options
    )  # fmt: skip


def _release(info: ReleaseInfo, ctx: Context) -> Option:
    return Option(info.id[:12], _("version du %(date)s (%(id)s)") % {"date": _made(info, ctx), "id": info.id[:7]})


def _sessions(ctx: Context) -> list[Option]:
    """The public sessions whose date is known, and the states frozen for one, latest first."""
    committees = {one.uid: one.title.value for one in ctx.reader.committees()}
    found = []
    for session in ctx.reader.sessions():
        when = read_date(session.when.edtf) if session.when else None
        if when and when.latest:
            found.append(
                (when.latest, session.uid, _session_words(session, committees.get(session.committee, ""), ctx))
            )
    for state in ctx.reader.states():
        when = read_date(state.session.edtf)
        if when and when.latest:
            found.append((when.latest, state.slug, f"{format_date(when, ctx.lang)}, {state.title.value}"))
    return [Option(value, said) for _day, value, said in sorted(found, reverse=True)[:OFFERED]]


def _session_words(session: Session, committee: str, ctx: Context) -> str:
    said = day(session.when, ctx.lang)
    title = session.title.value if session.title else ""
    return ", ".join(part for part in (said.words if said else "", title or committee) if part)


# --- what was read ---------------------------------------------------------------------------------------------------


def _about(wanted: Asked, found: Changes, ctx: Context) -> Link | None:
    """The plan or measure that alone is compared, by name, as the latest Release that holds it says."""
    for one in (found.after, found.before):
        reader = open_reader(one.release.id) if one.release else None
        plan = reader.plan(wanted.plan) if reader and wanted.plan else None
        if reader is None or plan is None:
            continue
        if not wanted.measure:
            return Link(ctx.links.plan(plan), plan.titles[0].text.value, _other(plan.titles[0].text.lang, ctx))
        measure = reader.measure_by_number(plan.uid, wanted.measure) or reader.measure(wanted.measure)
        if measure:
            title = measure.titles[0].text
            number = _("mesure %(n)s, ") % {"n": measure.number} if measure.number else ""
            return Link(ctx.links.measure(plan, measure), number + title.value, _other(title.lang, ctx))
    return None


def _other(said_in: str, ctx: Context) -> str | None:
    return said_in if said_in != ctx.lang else None


def _sentences(found: Changes, infos: tuple[ReleaseInfo, ...], ctx: Context) -> Iterable[str]:
    """How each moment was read, and what is known of it."""
    if found.swapped:
        yield _("Les deux moments étaient donnés à l’envers : le plus ancien est lu d’abord.")
    for one in (found.before, found.after):
        yield from _read_as(one, infos, ctx)
    if found.same:
        yield _("C’est la même version aux deux moments : rien n’a changé entre les deux.")
    elif not found.compared and found.after.release and found.before.nature is not Nature.PREVIOUS:
        yield _("Tout ce que dit la version du %(day)s est donc nouveau depuis.") % {
            "day": _made(found.after.release, ctx)
        }


def _read_as(one: Moment, infos: tuple[ReleaseInfo, ...], ctx: Context) -> Iterable[str]:
    if one.nature is Nature.PREVIOUS and one.release is None:
        yield _("Il n’y a pas de version avant celle-ci : il n’y a encore rien à comparer.")
    if one.day is None:
        return
    asked_for = format_date(parse(one.day.isoformat()), ctx.lang, Style.LONG)
    if one.nature is Nature.SESSION and one.when:
        said = {
            "session": one.title.value if one.title else _("Séance"),
            "when": format_date(one.when, ctx.lang, Style.LONG),
        }
        if one.when.earliest == one.when.latest and not (one.when.approximate or one.when.uncertain):
            yield _("%(session)s : %(when)s.") % said
        else:
            template = _(
                "%(session)s : %(when)s, date approchée ; on lit le dernier jour qu’elle peut désigner (%(day)s)."
            )
            yield template % {**said, "day": asked_for}
    if one.release is None:
        first = _made(infos[-1], ctx) if infos else ""
        template = _("%(day)s : avant la première version, rien n’était publié ici. La première est du %(first)s.")
        yield template % {"day": asked_for, "first": first}
    elif one.later:
        template = _("%(day)s : aucune version n’a été publiée depuis celle du %(made)s, qui est lue.")
        yield template % {"day": asked_for, "made": _made(one.release, ctx)}
    else:
        yield _("%(day)s : la version en vigueur était celle du %(made)s.") % {
            "day": asked_for,
            "made": _made(one.release, ctx),
        }


def _links(found: Changes, ctx: Context) -> tuple[Link, ...]:
    """The Releases that were read."""
    infos = dict.fromkeys(one.release for one in (found.before, found.after) if one.release)
    template = _("la version du %(date)s (%(id)s)")
    return tuple(
        Link(ctx.links.to("release", info.id[:12]), template % {"date": _made(info, ctx), "id": info.id[:7]})
        for info in infos
    )
