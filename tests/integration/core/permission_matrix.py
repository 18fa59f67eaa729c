"""Every address of the site and every action of every room, for tests that try them all."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from django.urls import get_resolver

import jalon
from jalon.core.acting import MARK
from jalon.core.guards import Page, pages

PUBLIC_SPACES = ("portal:", "ui:")
"""Rooms whose every page is public: they see no working state at all (import contracts)."""
PUBLIC_NAMES = frozenset({"healthz", "readyz", "metrics", "robots", "security_txt"})


def every_page() -> list[Page]:
    """All addresses, in the order in which they are tried."""
    return list(pages(get_resolver()))


def is_public_room(page: Page) -> bool:
    """Whether the page belongs to a room that has public pages only."""
    module = inspect.unwrap(page.view).__module__
    return page.name.startswith(PUBLIC_SPACES) or module.startswith(("jalon.portal", "jalon.ui", "jalon.config"))


def every_action() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions of `actions` modules that say who acts (`by=`), and every marked one anywhere, by full name."""
    for module in _modules():
        written = ".actions" in module.__name__
        for name, function in vars(module).items():
            own = inspect.isfunction(function) and inspect.unwrap(function).__module__ == module.__name__
            if own and not name.startswith("_") and (mark_of(function) or (written and _says_who(function))):
                yield f"{module.__name__}.{name}", function


def _says_who(function: Callable[..., Any]) -> bool:
    by = inspect.signature(function).parameters.get("by")
    return by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY


def mark_of(function: Callable[..., Any]) -> Any:
    """The permissions an action asks for, or the words that stand in for them; None: not marked."""
    return getattr(function, MARK, None)


def _modules() -> Iterator[ModuleType]:
    """Every module of every room; those of `config` start the product, and hold no action."""
    for found in pkgutil.walk_packages(jalon.__path__, "jalon."):
        if ".migrations" not in found.name and not found.name.startswith("jalon.config"):
            yield importlib.import_module(found.name)
