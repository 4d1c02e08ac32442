"""The time zones of the installed tzdata: its version, and a print of each zone's rules."""

import hashlib
from functools import lru_cache
from importlib import import_module, resources

VERSION_ROW = "version"


def version() -> str:
    """The IANA version, such as 2026f."""
    return str(import_module("tzdata").IANA_VERSION)


@lru_cache(maxsize=1)
def prints() -> dict[str, str]:
    """16 hexadecimal digits for each zone name, equal as long as its rules are."""
    package = resources.files("tzdata")
    names = package.joinpath("zones").read_text().split()
    files = package.joinpath("zoneinfo")
    return {
        name: hashlib.sha256(files.joinpath(*name.split("/")).read_bytes()).hexdigest()[:16]
        for name in names
    }
