"""The whole app, sending to a strict push service."""

from tests.push.fixtures import courier, settings, sink

__all__ = ["courier", "settings", "sink"]
