"""Methods: pure Python; dataclasses in, dataclasses out. No Django, files, network, clock, gettext."""
