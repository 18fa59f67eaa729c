"""Methods: pure Python, dataclasses in and out. No Django, no files, no network, no clock, no gettext."""
