"""What tests of answering start from: a campaign that is open today, the link in a letter, a browser without account."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from jalon.core.models import Outbox
from jalon.reporting import actions
from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS, question, standard
from jalon.reporting.enums import Way
from jalon.reporting.merging.model import ColumnKind
from jalon.reporting.models import Ask, Campaign, Draft
from tests.integration.reporting.conftest import House, ask_of, make_campaign, subjects


def open_today(house: House, **more: object) -> Campaign:
    """A campaign that closes in ten days, of A by account, B and C by link."""
    columns = (*(standard(key) for key in (PHASE, PROGRESS, DEADLINE)), question(1, "Réunions", kind=ColumnKind.TEXT))
    closes = timezone.localdate() + timedelta(days=10)
    made = make_campaign(house, slug="de-ce-jour", **{"closes": closes, "columns": columns, **more})
    for letter, way, numbers in (("A", Way.ACCOUNT, (1, 2)), ("B", Way.LINK, (1, 2, 900)), ("C", Way.LINK, (2,))):
        actions.add_ask(
            campaign=made, body=house.bodies[letter], subjects=subjects(*numbers), by=house.editor, way=way,
            contact=f"jour-{letter.lower()}@exemple.fr",
        )  # fmt: skip
    return actions.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision)


def link_of(letter: str) -> str:
    """The path in the letter to a body."""
    body = Outbox.objects.get(recipient=f"jour-{letter.lower()}@exemple.fr").body
    found = re.search(r"https?://[^/\s]+(/\S*retour/[\w-]+/)", body)
    assert found, body
    return found[1]


@dataclass(frozen=True)
class Browser:
    """Somebody at the form of an ask, at `base`: by link or by account."""

    client: Client
    base: str
    ask: Ask

    def field(self, column: str, line: int = 0) -> str:
        """The name of a field."""
        return f"{self.key(line)}.{column}"

    def key(self, line: int = 0) -> str:
        """The key of a line."""
        return str(self.ask.lines.order_by("order", "id")[line].key)

    def carried(self) -> dict[str, str]:
        """What the form carries hidden."""
        page = self.client.get(self.base + "reponses/").content.decode()
        found = re.findall(r'type="hidden" name="(expected_revision|depart)" value="([^"]*)"', page)
        return {name: value.replace("&quot;", '"') for name, value in found}

    def send(self, do: str, carried: dict[str, str] | None = None, **typed: str) -> HttpResponse:
        """Press a button of the form, filled on what it carried. Fields of the first line by their column."""
        fields = {self.field(name): value for name, value in typed.items()}
        return self.client.post(  # type: ignore[return-value]
            self.base + "reponses/", {**(carried if carried is not None else self.carried()), **fields, "do": do}
        )

    def draft(self) -> dict[str, str]:
        """What is kept of the first line."""
        return dict(next(line for line in Draft.objects.get(ask=self.ask).lines if line.line == self.key()).values)


def by_link(campaign: Campaign, letter: str = "B") -> Browser:
    """Who holds the link of a body, with forms checked as a browser's are."""
    return Browser(Client(), link_of(letter), ask_of(campaign, letter))


def by_account(house: House, campaign: Campaign, letter: str = "A") -> Browser:
    """The editor of a body, signed in."""
    client, ask = Client(), ask_of(campaign, letter)
    client.force_login(house.editors[letter], backend="jalon.core.accounts.adapter.Backend")
    return Browser(client, f"/bureau/demandes/{ask.uid}/", ask)
