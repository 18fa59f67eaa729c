"""A campaign of the invented mission among three invented bodies: one by account, one by workbook, one that stays silent."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jalon.core.actions import memberships
from jalon.core.enums import Role
from jalon.core.models import Organisation, OrganisationName, Part, User
from jalon.facts.common import Text, When
from jalon.reporting import actions
from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS, standard
from jalon.reporting.enums import Way
from jalon.reporting.models import Ask, Campaign
from jalon.reporting.workbook import workbook_bytes
from tests.integration.plans.conftest import bare, loaded
from tests.kept import kept
from tests.synthetic import PLAN, measure_uid, plan_part

OPENED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CLOSES = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Private files of this test alone."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path / "var"})


def body(name: str) -> Organisation:
    """An invented body."""
    made = Organisation.objects.create(slug=name.lower().replace(" ", "-"), kind="ministry", fictional=True)
    OrganisationName.objects.create(organisation=made, value=name)
    return made


def member(of: Organisation, name: str, role: Role = Role.EDITOR) -> User:
    """Somebody of a body."""
    user = User.objects.create_user(f"{name}@exemple.fr", display_name=name.title())
    memberships.grant(by=None, user=user, role=role, organisation=of)
    return user


@dataclass(frozen=True)
class House:
    """The mission with its part and editor; bodies A (account), B (workbook), C (silent), with an editor each."""

    part: Part
    editor: User
    bodies: dict[str, Organisation]
    editors: dict[str, User]


@pytest.fixture
def house(db: None) -> House:
    return kept("house of campaigns", _house)


def _house() -> House:
    part = loaded(bare(plan_part()))
    Part.objects.filter(pk=part.pk).update(synthetic=True)
    part.refresh_from_db()
    bodies = {letter: body(f"Organisme {letter}") for letter in "ABC"}
    editors = {letter: member(found, f"editrice-{letter.lower()}") for letter, found in bodies.items()}
    return House(part, member(part.owner, "mission"), bodies, editors)


def make_campaign(house: House, slug: str = "session-decembre-2026", **more: Any) -> Campaign:
    """A campaign in preparation that asks for phase, progress and deadline."""
    fields: dict[str, Any] = {
        "title": Text(value="Remontées pour la session de décembre 2026"),
        "session": When(edtf="2026-12"),
        "period": When(edtf="2026"),
        "closes": CLOSES,
        "columns": tuple(standard(key) for key in (PHASE, PROGRESS, DEADLINE)),
    }
    return actions.create_campaign(
        part=house.part, plan=uuid.UUID(PLAN), slug=slug, by=house.editor, **{**fields, **more}
    )


def subjects(*numbers: int) -> list[uuid.UUID]:
    """Measures of the invented plan by number."""
    return [uuid.UUID(measure_uid(number)) for number in numbers]


@pytest.fixture
def campaign(house: House) -> Campaign:
    """Open, with the three bodies asked. Measure 2 is asked of A and of B."""
    made = kept("open campaign", lambda: _open(house))
    house.part.refresh_from_db()
    made.part = house.part
    return made


def _open(house: House) -> Campaign:
    made = make_campaign(house)
    for letter, way, numbers in (("A", Way.ACCOUNT, (1, 2)), ("B", Way.WORKBOOK, (1, 2, 900)), ("C", Way.LINK, (2,))):
        actions.add_ask(
            campaign=made, body=house.bodies[letter], subjects=subjects(*numbers), by=house.editor, way=way,
            contact=f"referent-{letter.lower()}@exemple.fr", superior=f"chef-{letter.lower()}@exemple.fr",
        )  # fmt: skip
    return actions.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision, now=OPENED)


def ask_of(campaign: Campaign, letter: str) -> Ask:
    """The ask of a body."""
    found: Ask = campaign.asks.select_related("campaign__part__owner", "body").get(
        body__slug=f"organisme-{letter.lower()}"
    )
    return found


def edited(ask: Ask, change: Callable[[Any], None], form: str = "xlsx") -> bytes:
    """The body's workbook, its sheet of answers changed with openpyxl as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(ask, form)))
    change(book["Réponses (fictif)"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def put(sheet: Any, row: int, **answers: Any) -> None:
    """Fill cells of a row under their column keys."""
    keys = {str(cell.value).removeprefix("jalon:"): cell.column for cell in sheet[1]}
    for key, value in answers.items():
        sheet.cell(row, keys[key]).value = value
