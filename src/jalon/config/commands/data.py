"""jalon setup, upgrade, backup, restore: the data of an instance."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer, progress, say

if TYPE_CHECKING:
    from jalon.core.archive import Locks
    from jalon.core.backup import Report


@click.command()
@click.option("--demo", is_flag=True, help="Also load the demonstration (this machine only).")
def setup(demo: bool) -> None:
    """Make the instance ready to be served; does only what is missing."""
    from jalon.config.setup import set_up

    if demo:
        os.environ["JALON_DEMO"] = "true"
    set_up(demo=demo, say=say)


@click.command()
@ANSWERS_AS_JSON
def upgrade(as_json: bool) -> None:
    """Bring database, static files and indexes to this version. Back up first."""
    from jalon.config.django_start import django_started
    from jalon.config.setup import upgrade as bring

    with django_started():
        applied = bring(say)
    lines = [*applied, f"{len(applied)} migrations applied: the instance is of this version"]
    answer({"applied": applied}, lines, as_json=as_json)


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--recipient", multiple=True, help="An age public key (age1…) that can open it; may be repeated.")
@click.option("--plain", is_flag=True, help="Not encrypted; the private keys are left out.")
@ANSWERS_AS_JSON
def backup(path: Path | None, recipient: tuple[str, ...], plain: bool, as_json: bool) -> None:
    """Write one file with database, files, publications and keys; reads it back.

    Encrypted with --recipient, or with the passphrase of JALON_BACKUP_PASSPHRASE (asked for on a terminal).
    """
    from jalon.config.django_start import django_started

    with django_started(), progress("files") as tell:
        from jalon.core.archive import Locks
        from jalon.core.backup import back_up

        passphrase = "" if plain or recipient else _passphrase(confirm=True)
        end = "tar" if plain else "tar.age"
        target = path or Path(f"jalon-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.{end}")
        report = back_up(target, Locks(passphrase=passphrase, recipients=recipient), tell)
    if plain:
        say("not encrypted: the private keys were left out, and anyone who has the file reads the drafts")
    _tell(report, "written and read back", as_json=as_json)


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="File with an age secret key (AGE-SECRET-KEY-…).")
@click.option("--verify", "only_verify", is_flag=True, help="Read everything, change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@ANSWERS_AS_JSON
def restore(path: Path, identity: Path | None, only_verify: bool, yes: bool, as_json: bool) -> None:
    """Put the instance back as it was in a backup. What it replaces is kept in before-restore/."""
    from jalon.config.django_start import django_started

    if not (only_verify or yes):
        click.confirm("Everything in this instance is replaced by the backup. Go on?", abort=True, err=True)
    with django_started(), progress("files") as tell:
        from jalon.core.backup import restore as put_back
        from jalon.core.backup import verify

        locks = _opening(path, identity)
        report = verify(path, locks) if only_verify else put_back(path, locks, tell)
    _tell(report, "is whole" if only_verify else "restored; now run `jalon upgrade`", as_json=as_json)


def _opening(path: Path, identity: Path | None) -> "Locks":
    from jalon.core.archive import Locks, is_encrypted

    if not path.is_file():
        raise Failure(f"{path} is not there.")
    if identity is not None:
        lines = identity.read_text(encoding="ascii").splitlines()
        return Locks(identities=tuple(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")))
    return Locks(passphrase=_passphrase(confirm=False)) if is_encrypted(path) else Locks()


def _passphrase(*, confirm: bool) -> str:
    import sys

    if given := os.environ.get("JALON_BACKUP_PASSPHRASE", ""):
        return given
    if not sys.stdin.isatty():
        raise Failure("no passphrase: set JALON_BACKUP_PASSPHRASE, or give --recipient, --identity or --plain.")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def _tell(report: "Report", done: str, *, as_json: bool) -> None:
    data: dict[str, Any] = {name: getattr(report, name) for name in report.__slots__}
    lines = [f"{report.path}: {done} ({report.members} files, {report.size / 1e6:.1f} MB, {report.made_at})"]
    answer(data, lines, as_json=as_json)
