"""The invented follow-up committee: who sits, a session held, the next one, what was decided. Nobody ever met."""

from jalon.demo.fictional.makings import COLLECTIVE, MARK, MISSION, PLAN, A, B, C, cited, measure_uid, on, said, uid
from jalon.facts.committee import (
    AgendaItem,
    Attendance,
    Committee,
    Decision,
    DecisionState,
    FollowUp,
    Group,
    Member,
    Presence,
    Session,
    SessionState,
)
from jalon.facts.common import OrgRef, When

SLUG = "comite-de-suivi-fictif"
COMMITTEE = uid("committee")
FIRST, HELD, NEXT = (uid("session", number) for number in (1, 2, 3))


def committees() -> tuple[Committee, ...]:
    """The committee of the invented plan."""
    seats = ((MISSION, Group.ADMINISTRATION, "présidence"), (A, Group.ADMINISTRATION, None), (B, Group.ADMINISTRATION, None),
             (C, Group.ADMINISTRATION, None), (COLLECTIVE, Group.ASSOCIATION, None))  # fmt: skip
    return (
        Committee(
            uid=COMMITTEE,
            slug=SLUG,
            title=said(f"Comité de suivi {MARK}"),
            plan=PLAN,
            known_until="2026-11",
            members=tuple(Member(body=body, group=group, role=role, citations=cited()) for body, group, role in seats),
            note=said("Comité inventé : il ne s’est jamais réuni."),
            citations=cited(),
        ),
    )


def sessions() -> tuple[Session, ...]:
    """Two that were held, for which the invented states were frozen, and the one that is planned."""
    return (
        _session(FIRST, "2026-01-20", "Séance de janvier 2026", SessionState.HELD, (1, 2)),
        _session(HELD, "2026-07-10", "Séance de juillet 2026", SessionState.HELD, (1, 2, 3, 4), on("2026-06-30")),
        _session(NEXT, "2027-01-19", "Séance de janvier 2027", SessionState.PLANNED, (3, 1)),
    )


def _session(key: str, day: str, title: str, state: SessionState, measures: tuple[int, ...], *before: When) -> Session:
    held = state is SessionState.HELD
    return Session(
        uid=key,
        committee=COMMITTEE,
        state=state,
        title=said(f"{title} {MARK}"),
        when=on(day),
        before=before,
        agenda=(AgendaItem(title=said(f"Point d’avancement {MARK}"), measures=tuple(map(measure_uid, measures))),),
        attendance=tuple(_came(body, group) for body, group in _BODIES) if held else (),
        citations=cited(),
    )


_BODIES = ((MISSION, Group.ADMINISTRATION), (A, Group.ADMINISTRATION), (COLLECTIVE, Group.ASSOCIATION))


def _came(body: OrgRef, group: Group) -> Attendance:
    return Attendance(body=body, presence=Presence.PRESENT, group=group)


def decisions() -> tuple[Decision, ...]:
    """One done, one under way, one of which nothing was said since."""
    return (
        _decision(1, FIRST, "Diffuser la fiche réflexe aux préfectures", B, "2026-06", 2, DecisionState.DONE),
        _decision(2, FIRST, "Chiffrer le coût d’une session de formation", A, "2026-06", 1, DecisionState.UNDER_WAY),
        _decision(3, HELD, "Proposer un calendrier d’ouverture des places", B, "2026-12", 3),
    )


def _decision(
    number: int, session: str, words: str, owner: OrgRef, due: str, measure: int, later: DecisionState | None = None
) -> Decision:
    return Decision(
        uid=uid("decision", number),
        session=session,
        text=said(f"{words} {MARK}"),
        owner=owner,
        due=on(due),
        measures=(measure_uid(measure),),
        follow_ups=(FollowUp(session=HELD, state=later, citations=cited()),) if later else (),
        citations=cited(),
    )
