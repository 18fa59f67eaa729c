"""jalon demo: the demonstration."""

import os

import click

from jalon.config.console import ANSWERS_AS_JSON, answer, say


@click.group()
def demo() -> None:
    """The demonstration: the French plans, on this machine only."""


@demo.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Remove the demonstration and make it again, with new passwords."""
    from jalon.config.demonstration import reset as remove
    from jalon.config.django_start import checked_environment
    from jalon.config.setup import set_up

    os.environ["JALON_DEMO"] = "true"
    checked_environment()
    if not yes:
        click.confirm("Everything that was tried out in the demonstration is lost. Go on?", abort=True, err=True)
    remove(say)
    set_up(demo=True, say=say)


@demo.command("accounts")
@ANSWERS_AS_JSON
def accounts_(as_json: bool) -> None:
    """Print the demonstration's accounts."""
    from jalon.config.demonstration import address, passwords
    from jalon.config.django_start import checked_environment

    os.environ["JALON_DEMO"] = "true"
    checked_environment()
    found = {address(role): password for role, password in passwords().items()}
    answer(found, [f"{email:<26} {password}" for email, password in found.items()], as_json=as_json)
