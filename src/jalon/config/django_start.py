"""Starts Django when a command needs it, and only then."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from jalon.config.console import Failure, clear_problems
from jalon.config.environment import EnvironmentProblem, environment


@contextmanager
def django_started() -> Iterator[None]:
    """Django is ready inside; wrong settings and the rooms' own errors become a Failure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.config.settings")
    checked_environment()
    import django

    django.setup()
    from django.utils.translation import override

    with override("fr" if os.environ.get("LANG", "").startswith("fr") else "en"), clear_problems():
        yield


def checked_environment() -> None:
    """Raises Failure when a JALON_* variable is wrong."""
    try:
        environment()
    except EnvironmentProblem as problem:
        raise Failure(str(problem)) from None
