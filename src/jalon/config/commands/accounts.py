"""jalon accounts, check: the operator's own."""

import click

from jalon.config.console import ANSWERS_AS_JSON, Failure, answer


@click.group()
def accounts() -> None:
    """Accounts that the command line makes: the technical operator's. Others are invited in the pages."""


@accounts.command("create-operator")
@click.argument("email")
@click.option("--name", default="", help="Under which the person acts.")
@ANSWERS_AS_JSON
def create_operator(email: str, name: str, as_json: bool) -> None:
    """Create the technical operator's account and print its first password.

    The operator keeps the machine: sees no body's drafts, signs nothing.
    """
    from jalon.config.django_start import django_started

    with django_started():
        import secrets

        from jalon.core.actions.accounts import create_operator as create

        password = secrets.token_urlsafe(16)
        user = create(by=None, email=email, password=password, display_name=name)
    answer({"email": user.email, "password": password}, [f"{user.email}  {password}"], as_json=as_json)


@click.command()
@ANSWERS_AS_JSON
def check(as_json: bool) -> None:
    """Look at settings, database and publication, and say what is wrong."""
    from jalon.config.django_start import django_started

    with django_started():
        from jalon.config.checks import findings

        found = findings()
    lines = [f"{finding.state:<8} {finding.about}: {finding.words}" for finding in found]
    answer([{"about": f.about, "state": f.state, "words": f.words} for f in found], lines, as_json=as_json)
    if any(finding.state == "wrong" for finding in found):
        raise Failure("the instance is not ready")
