"""The office's house of two bodies: here others try to get in."""

from tests.integration.office.conftest import house, publication, sign_in

__all__ = ["house", "publication", "sign_in"]
