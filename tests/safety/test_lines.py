"""The help lines are dialable, sourced and dated."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "backend" / "safety" / "lines.json"
DATA: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
COUNTRIES: dict[str, Any] = DATA["countries"]
CHECKED = {
    "US": ("911", "988"),
    "CA": ("911", "988"),
    "GB": ("999", "116 123"),
    "IE": ("112", "116 123"),
    "AU": ("000", "13 11 14"),
    "NZ": ("111", "1737"),
    "DE": ("112", "0800 111 0 111"),
    "AT": ("112", "142"),
    "CH": ("112", "143"),
    "FR": ("112", "3114"),
    "ES": ("112", "024"),
    "NL": ("112", "113"),
    "IN": ("112", "14416"),
}
EUROPEAN_UNION = [
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HU"),
    *("IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "SE"),
]

each_country = pytest.mark.parametrize("code", sorted(COUNTRIES))


def test_the_file_has_countries_and_a_fallback() -> None:
    assert DATA.keys() == {"countries", "fallback"}
    assert DATA["fallback"] == {"emergency": "112", "url": "https://findahelpline.com"}


@each_country
def test_a_country_has_a_code_an_emergency_number_and_lines(code: str) -> None:
    country = COUNTRIES[code]
    assert re.fullmatch(r"[A-Z]{2}", code)
    assert country.keys() == {"emergency", "lines"}
    assert re.fullmatch(r"\d{3}", country["emergency"])
    assert isinstance(country["lines"], list)


@each_country
def test_a_line_is_dialable_sourced_and_dated(code: str) -> None:
    for line in COUNTRIES[code]["lines"]:
        assert line.keys() == {"name", "phone", "url", "sourceUrl", "verifiedOn", "note"}
        assert line["name"].strip()
        assert re.fullmatch(r"\d+( \d+)*", line["phone"])
        assert line["url"].startswith("https://")
        assert line["sourceUrl"].startswith("https://")
        assert date.fromisoformat(line["verifiedOn"]) >= date(2026, 11, 24)


@each_country
def test_notes_are_short_and_in_both_languages(code: str) -> None:
    for line in COUNTRIES[code]["lines"]:
        assert line["note"].keys() == {"en", "de"}
        assert all(0 < len(note) <= 60 and "!" not in note for note in line["note"].values())


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_the_checked_numbers_stand(code: str) -> None:
    emergency, phone = CHECKED[code]
    assert COUNTRIES[code]["emergency"] == emergency
    assert [line["phone"] for line in COUNTRIES[code]["lines"]] == [phone]


def test_no_unchecked_line_slips_in() -> None:
    assert {code for code, country in COUNTRIES.items() if country["lines"]} == set(CHECKED)


@pytest.mark.parametrize("code", EUROPEAN_UNION)
def test_the_european_union_dials_112(code: str) -> None:
    assert COUNTRIES[code]["emergency"] == "112"


def test_the_old_american_number_is_gone() -> None:
    assert "273" not in FILE.read_text("utf-8")
