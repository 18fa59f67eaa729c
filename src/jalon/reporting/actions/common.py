"""What the writes of this room share: the right, the state of the campaign, the revision, the trace."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jalon.core import audit, keeping, revisions
from jalon.core.errors import Invalid
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import as_text
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Campaign


def require_campaign(by: User | None, campaign: Campaign, *states: CampaignState) -> None:
    """Who edits the part runs the campaign. `Invalid` when it is withdrawn, or in none of these states."""
    require(by, Permission.EDIT, campaign.part)
    if campaign.withdrawn_at is not None:
        raise Invalid({"campaign": _("Cette campagne est retirée\u00a0: rendez-la d’abord.")})
    require_state(campaign, states)


def require_state(campaign: Campaign, states: Iterable[CampaignState]) -> None:
    """`Invalid` when the campaign is in none of these states."""
    wanted = tuple(states)
    if wanted and campaign.state not in wanted:
        words = {"state": CampaignState(campaign.state).label}
        raise Invalid(
            {"campaign": _("La campagne est «\u00a0%(state)s\u00a0»\u00a0: ce geste ne s’y fait pas.") % words}
        )


def write(row: Any, expected_revision: int, fields: Mapping[str, Any], derived: Collection[str] = ()) -> dict[str, Any]:
    """Set fields on the expected revision; gives what changed, for the trace, and (in private keys) what undoing needs.

    `derived` fields follow from the others: undoing does not put them back.
    """
    names = [name for name in fields if name not in derived]
    texts, before = {name: as_text(getattr(row, name)) for name in fields}, keeping.values(row, names)
    revisions.write(row, expected_revision, **fields)
    pairs = {name: [texts[name], as_text(value)] for name, value in fields.items()}
    changes = {name: _shown(row, name, pair) for name, pair in pairs.items() if pair[0] != pair[1]}
    return changes | keeping.kept(row, before, keeping.values(row, names))


def _shown(row: Any, name: str, pair: list[str]) -> list[str]:
    """Names and addresses of people do not stay in the trace: only that they changed does."""
    return ["…" if text else "" for text in pair] if name in getattr(row, "personal", ()) else pair


def trace(row: Any, by: User | None, action: str, changes: Mapping[str, Any] | None = None) -> None:
    """One event, in the trace of the asking body. The part's revision stays: a campaign is nothing that is signed."""
    audit.record(action=f"reporting.{action}", by=by, part=part_of(row), subject=row, changes=dict(changes or {}))


def part_of(row: Any) -> Part:
    """The asking part of a record of this room."""
    part: Part = row.part
    return part


def who(by: User | None) -> str:
    """A person as the records of the campaign name them."""
    return str(by)[:200] if by is not None else ""
