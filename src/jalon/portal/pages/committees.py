"""Follow-up committees: who sits there, their public sessions and decisions, who came from which group over time."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.committee import Committee, Decision, FollowUp, Group, Presence, Session, SessionState
from jalon.facts.common import Confidence
from jalon.facts.plan import Document
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.pages import documents
from jalon.portal.pages.committee_model import (
    CommitteePage,
    CommitteeRow,
    CommitteesPage,
    DecisionRow,
    MemberRow,
    SessionRow,
)
from jalon.portal.pages.head import Head
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Link, Notebook, Phrase, day, phrase
from jalon.ui.pieces import Cell, Column, Row, Table


def listing(ctx: Context) -> CommitteesPage:
    """All committees: four queries."""
    committees, sessions = ctx.reader.committees(), ctx.reader.sessions()
    plans = Subjects(ctx, {plan.uid: plan for plan in ctx.reader.plans()}, {})
    book = ctx.notebook(committees)
    title = _("Comités de suivi")
    rows = []
    for one in committees:
        own = [s for s in sessions if s.committee == one.uid and happened(s.when, ctx.asof.state)]
        rows.append(
            CommitteeRow(
                url=ctx.links.to("committee", one.slug),
                title=phrase(one.title, ctx.lang) or Phrase(one.slug),
                plan=plans.link(one.plan) if one.plan else None,
                held=sum(s.state is SessionState.HELD for s in own),
                sessions=len(own),
                fictional=one.uid in ctx.reader.invented,
                refs=book.refs(one.citations),
            )
        )
    return CommitteesPage(Head(title=title, section="promises", crumbs=_crumbs(ctx, title)), tuple(rows), book.turn())


def _crumbs(ctx: Context, title: str, lang: str | None = None, *, under: bool = False) -> tuple[Link, ...]:
    first = Link(ctx.links.to("promises"), _("Engagements"))
    return (
        first,
        *((Link(ctx.links.to("committees"), _("Comités de suivi")),) if under else ()),
        Link("", title, lang),
    )


def build(ctx: Context, slug: str) -> CommitteePage:
    """One committee: eight queries. Raises NotFound."""
    committee = ctx.reader.committee(slug)
    if committee is None:
        raise NotFound(slug)
    sessions = [s for s in ctx.reader.sessions_of(committee.uid) if happened(s.when, ctx.asof.state)]
    decisions = ctx.reader.decisions_of(s.uid for s in sessions)
    book, bodies = ctx.notebook(committee, sessions, decisions), ctx.bodies()
    named = _named(sessions, decisions, ctx)
    title = phrase(committee.title, ctx.lang, refs=book.refs(committee.citations)) or Phrase(slug)
    members = tuple(
        MemberRow(
            bodies.link(one.body),
            str(terms.GROUP[one.group]) if one.group else "",
            one.role or "",
            day(one.since, ctx.lang),
            day(one.until, ctx.lang),
            book.refs(one.citations),
        )
        for one in committee.members
    )
    top = book.turn()
    files = documents.addresses((one for s in sessions for one in s.documents), ctx)
    rows = tuple(_session(s, named, ctx, book, bodies, files) for s in reversed(sessions))
    session_notes = book.turn()
    said = {s.uid: _when(s, ctx.lang) for s in sessions}
    found = tuple(_decision(d, said, named, ctx, book, bodies) for d in decisions)
    return CommitteePage(
        head=Head(title=title.value, section="promises", crumbs=_crumbs(ctx, title.value, title.lang, under=True)),
        uid=committee.uid,
        title=title,
        plan=named.link(committee.plan) if committee.plan else None,
        lede=_lede(sessions),
        known_until=day(committee.known_until, ctx.lang),
        note=phrase(committee.note, ctx.lang),
        fictional=committee.uid in ctx.reader.invented,
        members=members,
        sessions=rows,
        decisions=found,
        attendance=attendance(committee, sessions, ctx.lang),
        ics_url=ctx.links.to("committee_ics", slug),
        top_notes=top,
        session_notes=session_notes,
        decision_notes=book.turn(),
    )


def _named(sessions: Sequence[Session], decisions: Sequence[Decision], ctx: Context) -> Subjects:
    uids = {uid for s in sessions for point in s.agenda for uid in point.measures}
    uids |= {uid for d in decisions for uid in d.measures}
    return Subjects(ctx, {plan.uid: plan for plan in ctx.reader.plans()}, ctx.reader.measures_by_uid(uids))


def _lede(sessions: Sequence[Session]) -> str:
    counts = Counter(s.state for s in sessions)
    held = counts[SessionState.HELD]
    said = [ngettext("%(n)s séance tenue", "%(n)s séances tenues", held) % {"n": words.number(held)}]
    if planned := counts[SessionState.PLANNED]:
        said.append(ngettext("%(n)s prévue", "%(n)s prévues", planned) % {"n": words.number(planned)})
    if put_off := counts[SessionState.POSTPONED]:
        said.append(_("reportées sans nouvelle date : %(n)s") % {"n": words.number(put_off)})
    return words.clauses(said) + "."


def _when(session: Session, lang: str) -> str:
    found = day(session.when, lang)
    return found.words if found else str(words.NOT_READ)


def _links(uids: Sequence[str], named: Subjects) -> tuple[Link, ...]:
    return tuple(link for uid in uids if (link := named.link(uid)))


def _session(
    s: Session, named: Subjects, ctx: Context, book: Notebook, bodies: Bodies, files: Mapping[documents.Key, str]
) -> SessionRow:
    return SessionRow(
        uid=s.uid,
        title=phrase(s.title, ctx.lang),
        state=str(terms.SESSION[s.state]),
        day=day(s.when, ctx.lang),
        before=tuple(found for when in s.before if (found := day(when, ctx.lang))),
        place=s.place or "",
        attended=words.number(s.attended) if s.attended is not None else "",
        agenda=tuple((phrase(point.title, ctx.lang), _links(point.measures, named)) for point in s.agenda),
        attendance=tuple(
            (bodies.link(one.body), ", ".join(
                part for part in (str(terms.PRESENCE[one.presence]), str(terms.GROUP[one.group]) if one.group else "") if part
            ))
            for one in s.attendance
        ),
        minutes=phrase(s.minutes, ctx.lang),
        documents=tuple(_paper(one, ctx, files) for one in s.documents),
        note=phrase(s.note, ctx.lang),
        inferred=s.confidence is Confidence.INFERRED,
        refs=book.refs(s.citations),
    )  # fmt: skip


def _paper(one: Document, ctx: Context, files: Mapping[documents.Key, str]) -> Link:
    lang = one.title.lang if one.title.lang != ctx.lang else None
    return Link(files.get(documents.key(one), ""), one.title.value, lang)


def _decision(
    d: Decision, said: Mapping[str, str], named: Subjects, ctx: Context, book: Notebook, bodies: Bodies
) -> DecisionRow:
    return DecisionRow(
        uid=d.uid,
        text=phrase(d.text, ctx.lang),
        session=said.get(d.session, ""),
        owner=bodies.link(d.owner),
        due=day(d.due, ctx.lang),
        measures=_links(d.measures, named),
        follow_ups=tuple(
            (said.get(one.session, ""), _standing(one, ctx), phrase(one.text, ctx.lang)) for one in d.follow_ups
        ),
        refs=book.refs(d.citations),
    )


def _standing(one: FollowUp, ctx: Context) -> str:
    """What became of it, according to whom, on what day when that is another one than the session's."""
    found = [str(terms.DECISION[one.state])]
    found += [_("selon %s") % one.said_by.name] if one.said_by else []
    on = day(one.said, ctx.lang)
    return ", ".join([*found, on.words] if on else found)


def attendance(committee: Committee, sessions: Sequence[Session], lang: str) -> Table | None:
    """By session, how many bodies of each group came, of those whose presence is said; None when none is said. A body of
    which no group is said stands apart: it is no « other »."""
    told = [s for s in sessions if s.state is SessionState.HELD and s.attendance]
    if not told:
        return None
    seats = {key: m.group for m in committee.members for key in (m.body.name, m.body.uid) if key}
    sides = {
        s.uid: [one.group or seats.get(one.body.uid or "") or seats.get(one.body.name) for one in s.attendance]
        for s in told
    }
    groups: list[Group | None] = [*Group, *([None] if any(None in found for found in sides.values()) else [])]
    heads = (str(terms.GROUP[group]) if group else _("groupe non dit") for group in groups)
    rows = []
    for s in told:
        present, of = Counter[Group | None](), Counter(sides[s.uid])
        present.update(
            side for side, one in zip(sides[s.uid], s.attendance, strict=True) if one.presence is Presence.PRESENT
        )
        cells = (
            Cell(words.n_of(present[group], of[group])) if of[group] else Cell(_("non dit"), kind="nil")
            for group in groups
        )
        rows.append(Row((Cell(_when(s, lang)), *cells)))
    columns = (Column(_("Séance")), *(Column(head, numeric=True) for head in heads))
    held = sum(s.state is SessionState.HELD for s in sessions)
    foot = _("Séances tenues dont les présences sont dites : %(n)s.") % {"n": words.n_of(len(told), held)}
    note = _("Organismes présents, sur ceux dont la présence ou l’absence est dite.")
    return Table(_("Présences par groupe"), columns, tuple(rows), note=note, foot=foot)
