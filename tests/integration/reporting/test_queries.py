"""Pages of a campaign cost as many queries with many bodies, lines and returns as with few."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.reporting import actions, selectors
from jalon.reporting.models import Campaign
from tests.integration.reporting.conftest import House, ask_of, body, edited, put, subjects

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def counts(house: House, campaign: Campaign) -> dict[str, int]:
    """How many queries each page costs."""
    ret = ask_of(campaign, "B").returns.first()
    ask = ask_of(campaign, "A")
    pages = {
        "campaign": lambda: selectors.campaign_page(campaign.slug, house.editor, NOW),
        "campaigns": lambda: selectors.my_campaigns(house.editor),
        "freeze": lambda: selectors.freeze_page(campaign.slug, house.editor, NOW),
        "merge": lambda: selectors.merge_page(str(ret and ret.uid), house.editor),
        "answer": lambda: selectors.answer_page(str(ask.uid), house.editors["A"]),
        "asks": lambda: selectors.my_asks(house.editors["A"]),
    }
    found = {}
    for name, read in pages.items():
        with CaptureQueriesContext(connection) as queries:
            read()
        found[name] = len(queries)
    return found


def test_more_bodies_lines_and_returns_cost_no_more_queries(house: House, campaign: Campaign) -> None:
    def receive(letter: str, row: int) -> None:
        data = edited(
            ask_of(campaign, letter), lambda sheet: put(sheet, row, progress=f"{letter}{row}", phase="en cours")
        )
        actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=NOW)

    receive("B", 3)
    receive("A", 3)
    few = counts(house, campaign)
    receive("B", 4)
    receive("A", 4)
    for number in range(4):
        made = actions.add_ask(
            campaign=campaign, body=body(f"Organisme n{number}"), subjects=subjects(1, 2), by=house.editor,
            contact=f"n{number}@exemple.fr",
        )  # fmt: skip
        actions.send_ask(ask=made, by=house.editor, expected_revision=made.revision, now=NOW)
    assert counts(house, campaign) == few
    assert max(few.values()) < 45
