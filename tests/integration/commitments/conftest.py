"""The same loaded part and people as for plans."""

from tests.integration.plans.conftest import cites, editor, facts, part, people

__all__ = ["cites", "editor", "facts", "part", "people"]
