"""Ten returned workbooks of 60 rows: read, compared, decided and written as declarations. CPU seconds.

    python -m benchmarks.merging

Target: 5 s. SQLite in a folder of its own; an invented plan of 60 measures asked of ten invented bodies, each row
with a stage, two texts and a date; half of the workbooks are sorted.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.reporting.models import Ask, Campaign

BODIES, ROWS = 10, 60
TARGET = 5.0
OPENED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def main() -> int:
    """Prints the seconds of each step; 1 over the target."""
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder))
        campaign = make_campaign()
        files = [(ask, returned(ask, number)) for number, ask in enumerate(campaign.asks.order_by("order"))]
        steps = dict(merge(campaign, files))
    total = sum(steps.values())
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items())
    print(f"{BODIES} returned workbooks of {ROWS} rows: {total:.2f} s (CPU: {told}), target {TARGET:.0f} s")
    return int(total > TARGET)


def start(folder: Path) -> None:
    """An empty instance."""
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_campaign() -> "Campaign":
    """A campaign that asks ten bodies about each of the sixty measures."""
    import uuid

    from jalon.core.models import Organisation, Part
    from jalon.facts.common import Text, When
    from jalon.plans.models import Measure, MeasureTitle, Plan
    from jalon.reporting import actions
    from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS, question, standard

    owner = Organisation.objects.create(slug="mission-fictive", kind="mission", fictional=True)
    part = Part.objects.create(slug="plan-fictif", kind="plan", title="Plan fictif", owner=owner, synthetic=True)
    plan = Plan.objects.create(
        part=part, slug="plan-fictif", rank=1, period=When(edtf="2024/2027"), known_until="2026-11"
    )
    for number in range(1, ROWS + 1):
        measure = Measure.objects.create(plan=plan, order=number, number=str(number), kind="measure")
        MeasureTitle.objects.create(measure=measure, text=Text(value=f"Mesure fictive {number}"))
    columns = (*(standard(key) for key in (PHASE, PROGRESS, DEADLINE)), question(1, "Rythme", "Frequency"))
    campaign = actions.create_campaign(
        part=part, plan=plan.uid, slug="session", title=Text(value="Session fictive"), session=When(edtf="2026-12"),
        period=When(edtf="2026"), closes=date(2026, 11, 25), columns=columns, by=None,
    )  # fmt: skip
    subjects: list[uuid.UUID] = list(Measure.objects.order_by("order").values_list("uid", flat=True))
    for number in range(BODIES):
        body = Organisation.objects.create(slug=f"organisme-{number}", kind="ministry", fictional=True)
        actions.add_ask(campaign=campaign, body=body, subjects=subjects, by=None, contact=f"o{number}@exemple.fr")
    return actions.open_campaign(campaign=campaign, by=None, expected_revision=campaign.revision, now=OPENED)


def returned(ask: "Ask", number: int) -> tuple[str, bytes]:
    """The workbook of a body as it comes back: filled in, every second one sorted."""
    import openpyxl  # type: ignore[import-untyped]

    from jalon.reporting.workbook import workbook_bytes

    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(ask, "xlsx")))
    sheet = book["Réponses (fictif)"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for place, row in enumerate(sorted(rows, key=lambda row: str(row[2])) if number % 2 else rows):
        answers = ["en cours", f"Action {number}, {place}", "31/12/2026" if place % 3 else date(2027, 1, 15), "annuel"]
        for column, value in enumerate([*row[:3], *answers], start=1):
            sheet.cell(place + 3, column).value = value
    held = io.BytesIO()
    book.save(held)
    return f"retour-{number}.xlsx", held.getvalue()


def merge(campaign: "Campaign", files: list[tuple[Any, tuple[str, bytes]]]) -> Iterator[tuple[str, float]]:
    """Each step with its seconds: all files received, their pages read, all written, the state frozen."""
    from jalon.plans.models import Statement
    from jalon.reporting import actions
    from jalon.reporting.models import Return

    before = time.process_time()
    for _ask, (name, data) in files:
        actions.receive_workbook(campaign=campaign, data=data, name=name, by=None, now=RECEIVED)
    yield "received", time.process_time() - before
    before = time.process_time()
    for ret in Return.objects.all():
        actions.write_return(ret=ret, by=None, expected_revision=ret.revision, now=RECEIVED)
    yield "written", time.process_time() - before
    if Statement.objects.count() != BODIES * ROWS * 4:
        raise SystemExit(f"{Statement.objects.count()} declarations were written, {BODIES * ROWS * 4} were returned")
    before = time.process_time()
    campaign.refresh_from_db()
    actions.freeze_state(campaign=campaign, by=None, expected_revision=campaign.revision, now=RECEIVED)
    yield "frozen", time.process_time() - before


if __name__ == "__main__":
    sys.exit(main())
