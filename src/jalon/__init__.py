"""Jalon: national action plans against trafficking in human beings, followed, judged and published."""

__version__ = "0.5.1"
