"""Two invented states: what bodies declared for two sessions, with differences and a body that stays silent."""

from jalon.demo.fictional.makings import MARK, PLAN, A, B, C, cited, indicator_uid, measure_uid, on, said, uid
from jalon.facts.common import OrgRef
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine

FIRST, SECOND = uid("state", "1"), uid("state", "2")
_HEAD = "directrice de cabinet (fictive)"


def states() -> tuple[State, ...]:
    """The first, then the one that follows it."""
    return (
        _state(FIRST, "seance-janvier-2026-fictif", "Séance de janvier 2026", "2026-01-20", "2025-07/2025-12", _first()),
        _state(SECOND, "seance-juillet-2026-fictif", "Séance de juillet 2026", "2026-07-10", "2026-01/2026-06", _second(), FIRST),
    )  # fmt: skip


def _state(
    key: str,
    slug: str,
    title: str,
    session: str,
    period: str,
    lines: tuple[StateLine, ...],
    previous: str | None = None,
) -> State:
    return State(
        uid=key,
        slug=slug,
        plan=PLAN,
        title=said(f"{title} {MARK}"),
        session=on(session),
        period=on(period),
        frozen_at=f"{session}T08:00:00Z",
        closes=on(session),
        previous=previous,
        lines=lines,
        citations=cited(),
    )


def _progress(words: str) -> Declared:
    return Declared(key="progress", text=said(f"{words} {MARK}"))


def _value(code: str, value: str) -> Declared:
    return Declared(key=f"indicator:{indicator_uid(code)}", value=value, indicator=indicator_uid(code))


def _came(body: OrgRef, day: str, *declared: Declared, validated: str | None = None) -> Reply:
    state = ReplyState.VALIDATED if validated else ReplyState.RETURNED
    return Reply(
        body=body,
        state=state,
        returned=on(day),
        validated=on(validated) if validated else None,
        validated_by=_HEAD if validated else None,
        declared=declared,
    )


def _line(number: int, *replies: Reply, words: str | None = None) -> StateLine:
    consolidated = said(f"{words} {MARK}") if words else None
    return StateLine(subject=measure_uid(number), replies=replies, consolidated=consolidated)


def _quiet(body: OrgRef, state: ReplyState = ReplyState.SILENT) -> Reply:
    return Reply(body=body, state=state)


def _first() -> tuple[StateLine, ...]:
    trained = _came(
        A, "2026-01-08", _progress("Trois sessions tenues"), _value("formes", "210"), validated="2026-01-12"
    )
    return (
        _line(1, trained, _quiet(C)),
        _line(2, Reply(body=B, state=ReplyState.NOTHING_TO_REPORT, returned=on("2026-01-09"))),
        _line(3, _came(B, "2026-01-09", _progress("18 places ouvertes"), Declared(key="deadline", when=on("2026-06")))),
        _line(4, _quiet(C)),
    )


def _second() -> tuple[StateLine, ...]:
    trained = _came(A, "2026-07-01", _progress("Cinq sessions tenues"), _value("formes", "290"), validated="2026-07-06")
    return (
        _line(1, trained, _quiet(C), words="A forme comme prévu ; C n’a pas répondu"),
        _line(2, _came(B, "2026-07-02", _progress("Fiche diffusée dans les accueils"), validated="2026-07-03")),
        _line(3, _came(B, "2026-07-02", _progress("18 places ouvertes"), Declared(key="deadline", when=on("2026-12")))),
        _line(4, _quiet(C)),
    )
