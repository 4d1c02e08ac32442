"""`python -m backend` is `everkeel`."""

from backend.cli import main

main()
