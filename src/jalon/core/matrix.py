"""Which role may do what: the one table that every check reads."""

from collections.abc import Mapping
from enum import StrEnum

from jalon.core.enums import Role


class Permission(StrEnum):
    """What can be permitted. The first group is held in a body or one of its parts, the second in the instance."""

    VIEW_COMMITTEE = "view_committee"  # see what a body shares with its follow-up committee
    VIEW_DRAFT = "view_draft"  # see the working state of a part
    EDIT = "edit"  # change the working state of a part
    SIGN_OFF = "sign_off"  # publish a part in the name of its body, tombstones included
    INVITE = "invite"  # bring people into a body, end their roles
    SEE_AUDIT = "see_audit"  # read who did what in a body

    OPEN_BODY = "open_body"  # invite the first signatory of a body that has none, and further operators
    MANAGE_ORGANISATIONS = "manage_organisations"  # add and describe bodies that no directory part describes
    MANAGE_ACCOUNTS = "manage_accounts"  # see who has an account, close accounts
    SEE_INSTANCE = "see_instance"  # read the instance's own trace, its outbox and its jobs
    BACK_UP = "back_up"  # make and restore backups


IN_INSTANCE = frozenset(
    {
        Permission.OPEN_BODY,
        Permission.MANAGE_ORGANISATIONS,
        Permission.MANAGE_ACCOUNTS,
        Permission.SEE_INSTANCE,
        Permission.BACK_UP,
    }
)
IN_BODY = frozenset(Permission) - IN_INSTANCE

MATRIX: Mapping[Role, frozenset[Permission]] = {
    # Keeps the machine and the accounts. Reads, changes, delays and withdraws no body's part.
    Role.OPERATOR: IN_INSTANCE,
    # Answers for what the body publishes, and for who is in its team.
    Role.SIGNATORY: IN_BODY,
    # Writes; does not publish.
    Role.EDITOR: frozenset({Permission.VIEW_COMMITTEE, Permission.VIEW_DRAFT, Permission.EDIT}),
    # Reads the drafts of the team.
    Role.READER: frozenset({Permission.VIEW_COMMITTEE, Permission.VIEW_DRAFT}),
    # Sits in the follow-up committee: sees what is shared with it, no draft.
    Role.COMMITTEE: frozenset({Permission.VIEW_COMMITTEE}),
}

SECOND_FACTOR = frozenset({Role.OPERATOR, Role.SIGNATORY})
"""Roles that sign in with a second factor: what they do binds a body, or touches every account."""


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """The roles that hold a permission."""
    return tuple(role for role in Role if permission in MATRIX[role])
