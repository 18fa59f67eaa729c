"""Markup written in Python where a page holds hundreds of pieces and Django's `format_html` would cost more than they do."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString


def escaped(value: Any) -> str:
    """The value as HTML text or attribute: what a tag made is left alone, anything else is escaped.

    The same as Django's `conditional_escape`, without asking whether the value is a lazy translation.
    """
    return value if isinstance(value, SafeString) else escape(str(value))
