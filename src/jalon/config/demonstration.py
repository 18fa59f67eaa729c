"""The demonstration: the French plans, and an invented one that says so, through the package door, signed, published;
one account a role.

Its passwords are drawn once, kept in var/keys/demo-accounts.json and printed at each start. They are refused off
loopback three times: by the settings, by `jalon serve`, and at sign-in.
"""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jalon.config import demonstration_campaign
from jalon.config.console import Failure
from jalon.config.environment import environment

if TYPE_CHECKING:
    from jalon.core.models import Organisation, Part, User
    from jalon.facts.part import PartFacts

ROLES = ("signatory", "editor", "reader", "committee", "operator")
RESPONDENT = "respondent"
"""Edits for an invented body, which the demonstration's campaign asks; it sees nothing of the asking body's office."""
ACCOUNTS = (*ROLES, RESPONDENT)
NAMES = {
    "signatory": "Signataire (démonstration)",
    "editor": "Rédactrice (démonstration)",
    "reader": "Lecteur (démonstration)",
    "committee": "Membre du comité (démonstration)",
    "operator": "Exploitante (démonstration)",
    "respondent": "Référente d’un organisme fictif (démonstration)",
}
Say = Callable[[str], None]


def address(role: str) -> str:
    """The account of a role. `.invalid` is reserved: no letter ever leaves for it."""
    return f"{role}@demo.invalid"


def passwords() -> dict[str, str]:
    """role -> password, drawn when there are none."""
    path = environment().keys_dir / "demo-accounts.json"
    held = dict(json.loads(path.read_text(encoding="ascii"))) if path.exists() else {}
    if missing := [role for role in ACCOUNTS if role not in held]:  # all of them, or those of a later version
        held |= {role: f"{role}-{secrets.token_hex(5)}" for role in missing}
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump(held, file)
    return held


def announce_accounts(say: Say) -> None:
    """For whoever started the demonstration on this machine."""
    say("demonstration accounts, for this machine only (sign in under /bureau/):")
    for role, password in passwords().items():
        say(f"  {address(role):<26} {password}")


def ensure_demonstration(say: Say) -> None:
    """Loads what is not there yet; an instance that holds other parts is left alone. Django is started."""
    from jalon.core.models import Part

    wanted = {facts.header.uid for facts in _parts()}
    present = {str(uid) for uid in Part.objects.values_list("uid", flat=True)}
    if not present <= wanted:
        say("this instance holds parts of its own: those of the demonstration are not loaded")
        return
    if present != wanted or not (environment().publication_dir / "current").exists():
        _load(say)
    else:
        make_accounts(passwords(), Part.objects.earliest("pk").owner)
    demonstration_campaign.ensure(say)


def _parts() -> "tuple[PartFacts, ...]":
    """Those of France, then the invented ones, which stand on the French territories."""
    from jalon.demo import fictional, france

    return (*france.parts(), *fictional.parts())


def _load(say: Say) -> None:
    """Each part from a package of its own, then signed by the body's signatory; one Release at the end."""
    from django.db import transaction

    from jalon.publication import packages
    from jalon.publication.actions import load_facts

    users: dict[str, User] = {}
    owners: set[int] = set()
    with transaction.atomic():
        for facts in _parts():
            say(f"demonstration: {facts.header.title}")
            read = packages.read_bytes(packages.unsigned([facts])).parts[0].facts
            part = load_facts(by=None, facts=read)
            users = users or _accounts(passwords())
            if part.owner_id not in owners:
                _grant(users, part.owner)
                owners.add(part.owner_id)
            _sign(part, users["signatory"], facts.header.reason)
        say("demonstration: Release")


def _sign(part: "Part", signatory: "User", reason: str) -> None:
    from jalon.publication.actions import sign_off_part
    from jalon.publication.finishing import finish_signed
    from jalon.publication.selectors import hash_of_part

    part.refresh_from_db()
    digest = hash_of_part(part, reason)
    sign_off_part(by=signatory, part=part, expected_revision=part.revision, expected_hash=digest, reason=reason)
    finish_signed(str(part.uid))  # the parts that follow, in this same transaction, refer to it


def make_accounts(drawn: Mapping[str, str], body: "Organisation") -> "dict[str, User]":
    """One account a role, in the body that owns the demonstration's parts; an existing one gets the drawn password."""
    users = _accounts(drawn)
    _grant(users, body)
    return users


def _accounts(drawn: Mapping[str, str]) -> "dict[str, User]":
    """One account a role. Once a start: checking a password is slow on purpose."""
    return {role: account(role, drawn[role]) for role in ROLES}


def _grant(users: "Mapping[str, User]", body: "Organisation") -> None:
    """Each account has its role in the body; the operator's belongs to the instance."""
    from jalon.core.actions.memberships import grant
    from jalon.core.enums import Role

    for role, user in users.items():
        grant(by=None, user=user, role=Role(role), organisation=None if role == Role.OPERATOR else body)


def account(role: str, password: str) -> "User":
    """The account of a role with this password; somebody's own account is refused."""
    from allauth.account.models import EmailAddress

    from jalon.core.models import User

    user, new = User.objects.get_or_create(
        email=address(role), defaults={"demo": True, "display_name": NAMES[role], "is_staff": role == "operator"}
    )
    if not user.demo:
        raise Failure(f"{user.email} is an account of somebody: the demonstration does not touch it.")
    if new or not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def reset(say: Say) -> None:
    """Makes the demonstration again from nothing. Only where nothing but a demonstration can be lost."""
    from jalon.core.alone import Taken, alone, serving

    values = environment()
    if values.on_postgresql:
        raise Failure(
            "the demonstration is reset where it is kept in SQLite; here JALON_DATABASE_URL names PostgreSQL."
        )
    stopped = alone(serving(values.var_dir), "the demonstration is being served: stop it first (Ctrl+C).")
    try:
        with stopped:
            _refuse_other_accounts(values.var_dir / "jalon.sqlite3")
            for path in _belongings(values.var_dir):
                _remove(path)
    except Taken as problem:
        raise Failure(str(problem)) from None
    say("the old demonstration is removed")


def _refuse_other_accounts(database: Path) -> None:
    """An account that is not the demonstration's: somebody works here."""
    import sqlite3
    from contextlib import closing

    if not database.exists():
        return
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            others = connection.execute("SELECT count(*) FROM core_user WHERE NOT demo").fetchone()[0]
        except sqlite3.OperationalError:  # a set-up that was cut before its first table
            return
    if others:
        raise Failure(f"{others} accounts here are not the demonstration's: nothing was removed.")


def _belongings(var_dir: Path) -> list[Path]:
    names = ("jalon.sqlite3", "jalon.sqlite3-wal", "jalon.sqlite3-shm", "publication", "files", "setup.json")
    return [var_dir / name for name in names] + [var_dir / "keys" / "demo-accounts.json"]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
