"""Everkeel: check-ins, reminders, trends and curated articles."""

__version__ = "0.1.0"
