"""Campaigns as the screens of the asking body meet them: who is signed in, addresses, workbooks that come back."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.reporting import actions
from jalon.reporting.models import Campaign, Return
from tests.integration.reporting.conftest import House, ask_of, campaign, edited, house

__all__ = ["House", "at", "campaign", "given", "house", "signed", "team"]


@pytest.fixture
def team(house: House) -> Client:
    """The mission's editor."""
    return signed(house.editor)


def signed(user: object) -> Client:
    """A browser signed in."""
    client = Client()
    client.force_login(user, backend="jalon.core.accounts.adapter.Backend")  # type: ignore[arg-type]
    return client


def at(campaign: Campaign, *more: object) -> str:
    """An address of a campaign."""
    return "/".join(["/bureau/parties", campaign.part.slug, "remontees", campaign.slug, *map(str, more)]) + "/"


def given(campaign: Campaign, house: House, change: Callable[[object], None], letter: str = "B") -> Return:
    """A workbook that came back by mail."""
    data = edited(ask_of(campaign, letter), change)
    return actions.receive_workbook(campaign=campaign, data=data, name="retour.xlsx", by=house.editor)
