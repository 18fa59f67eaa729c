"""The briefing book as a member of the committee, or the team that keeps it, may read it: what is not public marks each page."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from jalon.commitments.enums import MinutesState
from jalon.commitments.selectors import committee_page
from jalon.commitments.selectors.committee import CommitteePage, session_of
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.publication.preview import preview_reader
from jalon.publication.reader import open_reader
from jalon.reports.briefing.making import Briefing, briefed
from jalon.reports.briefing.sessions import Papers


def book_for(
    session: str, user: User, lang: str = "fr", *, draft: bool = False, now: datetime | None = None
) -> Briefing:
    """The book for the session of this uid with all that the person may see of the committee, on the current Release.

    `draft`: on the working state of the committee's part instead, for the team alone (`Forbidden`). `Session.DoesNotExist`
    when the person may not enter; `NoRelease` when nothing is published.
    """
    row = session_of(session, user)
    part, now = row.committee.part, now or timezone.now()
    papers = papers_of(committee_page(row.committee.slug, user), now)
    if not draft:
        return briefed(session, open_reader(), lang, papers=papers)
    require(user, Permission.VIEW_DRAFT, part)
    return briefed(session, preview_reader(part, now=now), lang, draft=part.title, now=now, papers=papers)


def papers_of(page: CommitteePage, now: datetime) -> Papers:
    """The papers on a page that somebody was let into."""
    sessions = tuple(
        replace(row.session, minutes=row.minutes, documents=tuple(one.document for one in row.documents))
        for row in page.sessions
    )
    return Papers(
        committee=page.committee,
        sessions=sessions,
        decisions=tuple(one.decision for row in page.sessions for one in row.decisions),
        read_at=timezone.localtime(now).date().isoformat(),
        drafts=frozenset(row.uid for row in page.sessions if row.minutes_state is MinutesState.DRAFT),
    )
