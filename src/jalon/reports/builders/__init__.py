"""Builders: from page models to the sections of a report."""
