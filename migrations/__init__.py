"""The schema's history; run only through `everkeel migrate`."""
