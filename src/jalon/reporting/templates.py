"""What was sent to a body, as the pure functions of `merging` take it."""

from collections.abc import Iterable
from dataclasses import replace

from jalon.reporting.merging.model import Entry, Line, Template
from jalon.reporting.models import Ask, AskLine
from jalon.reporting.standing import Standing, standing


def live_lines(ask: Ask) -> list[AskLine]:
    """The lines of an ask in their order. One query."""
    return list(ask.lines.filter(withdrawn_at=None).order_by("order", "id"))


def template_of(ask: Ask, lines: Iterable[AskLine] | None = None, now: Standing | None = None) -> Template:
    """What was sent, and with `now` what stands here: the last declarations, and over them the corrections."""
    campaign = ask.campaign
    rows = live_lines(ask) if lines is None else lines
    return Template(
        campaign=campaign.key, ask=ask.key, version=ask.template, columns=campaign.columns,
        lines=tuple(_line(row, now) for row in rows), language=ask.language,
    )  # fmt: skip


def _line(row: AskLine, now: Standing | None) -> Line:
    here: tuple[Entry, ...] = row.before if now is None else now.get(row.subject_uid, ())
    return Line(
        key=row.key, subject=str(row.subject_uid), label=row.title.value, number=row.number, before=row.before,
        here=(*here, *row.corrections),
    )  # fmt: skip


def standing_of(ask: Ask, lines: Iterable[AskLine]) -> Standing:
    """What the body declared last on each line of an ask, as it stands now. Two queries."""
    campaign = ask.campaign
    subjects = [line.subject_uid for line in lines]
    return standing(campaign.part, ask.body, subjects, campaign.columns, campaign.period, ask.language)


def form_template(ask: Ask, lines: list[AskLine]) -> Template:
    """The same for a form: who fills it in sees what stands, so that typing the old value again is a change."""
    now = standing_of(ask, lines)
    template = template_of(ask, lines, now)
    subjects = {line.key: line.subject_uid for line in lines}
    stands = (replace(line, before=now.get(subjects[line.key], ())) for line in template.lines)
    return replace(template, lines=tuple(stands))
