"""Random schedules of phones against a real server: nothing lost, nothing twice, all equal.

The phones are the app's own outbox and exchange (frontend/src/lib/sync/simulation), many of them
in one Node process; the server is `everkeel serve` on a database of its own.
"""
