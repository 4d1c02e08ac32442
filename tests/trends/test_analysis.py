"""`everkeel insights analyse FILE.csv`."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backend import cli
from backend.trends import designs
from backend.trends.findings import look
from backend.trends.table import read
from tests.trends.series import gaps, habit, moods

FIRST = date(2026, 1, 7)
FEW = "choose one to 3, as the more are compared, the more chance finds"
THIRD, LONG = "2026-01-03", "3660 are the most"
GOOD = "date,mood,walk\n2026-01-01,3,1\n2026-01-02,,0\n2026-01-03,4.5,\n"


def cell(value: float) -> str:
    """A value as it is written; missing is empty."""
    return "" if np.isnan(value) else f"{value:g}"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """130 days in which walks lift the mood and tea does nothing."""
    walk, tea = habit(130, 1), gaps(habit(130, 2), 2, 0.1)
    mood = gaps(np.clip(np.round(moods(130, 1) + 1.2 * walk - 0.6), 1, 5), 1, 0.05)
    rows = zip(mood, walk, tea, strict=True)
    lines = [
        ",".join([str(FIRST + timedelta(days=at)), *map(cell, row)]) for at, row in enumerate(rows)
    ]
    path = tmp_path / "diary.csv"
    path.write_text("\n".join(["date,mood,walk,tea", *reversed(lines)]) + "\n", "utf-8")
    return path


def analyse(path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What the command prints."""
    cli.main(["insights", "analyse", str(path)])
    return json.loads(capsys.readouterr().out)


def refuse(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that says why a file is not analysed; nothing else may be printed."""
    path = tmp_path / "diary.csv"
    path.write_text(text, "utf-8", newline="")
    with pytest.raises(SystemExit) as stopped:
        cli.main(["insights", "analyse", str(path)])
    out, err = capsys.readouterr()
    assert (stopped.value.code, out) == (2, "")
    assert err.startswith(f"everkeel: {path}: ")
    return err.removeprefix(f"everkeel: {path}: ").rstrip("\n")


def test_it_finds_what_is_there(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = analyse(diary, capsys)
    assert (said["from"], said["to"]) == ("2026-01-07", "2026-05-16")
    assert said["looks"][-2:] == ["2026-04-16", "2026-05-16"]
    states = {(one["habit"], one["timing"]): one["state"] for one in said["insights"]}
    assert states == {
        ("walk", "same_day"): "shown", ("tea", "same_day"): "no_link",
        ("walk", "day_after"): "no_link", ("tea", "day_after"): "no_link",
    }  # fmt: skip
    walk = said["insights"][0]
    assert 0.4 < walk["low"] < walk["estimate"] < walk["high"]
    assert walk["since"] == "2026-03-17"
    assert said["trend"]["called"] is False
    assert said["changes"] == []


def test_it_uses_the_rules_of_the_app(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = read(diary.read_text("utf-8"))
    assert table.first == FIRST
    for said, found in zip(
        analyse(diary, capsys)["insights"], look(table.mood, table.habits, 2), strict=True
    ):
        assert (said["estimate"], said["adjusted"]) == (found.estimate, found.adjusted)
    days = designs.pair(table.mood, table.habits["walk"], 2)
    assert designs.same_day(days).fit()


def test_a_short_diary_is_told_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "short.csv"
    path.write_text(GOOD, "utf-8")
    said = analyse(path, capsys)
    first = said["insights"][0]
    assert (first["state"], first["estimate"]) == ("too_early", None)
    assert {"want": "days", "have": 0, "need": 60} in first["lacks"]
    assert said["trend"] == {"days": 2, "slope": None, "p": None, "needs": 60, "called": False}


def test_days_between_are_missing() -> None:
    table = read("\ufeffDate, Mood ,a walk\r\n2026-01-03,4,1\r\n\r\n2026-01-01,3,0\r\n")
    np.testing.assert_array_equal(table.mood, [3, np.nan, 4])
    np.testing.assert_array_equal(table.habits["a walk"], [0, np.nan, 1])
    assert table.last == date(2026, 1, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns must be date,mood, then one for each habit"),
        ("day,mood,walk\n", "line 1: the columns must be date,mood, then one for each habit"),
        ("date;mood;walk\n", "line 1: the columns must be date,mood, then one for each habit"),
        ("date,mood\n", f"line 1: 0 habits; {FEW}"),
        ("date,mood,a,b,c,d\n", f"line 1: 4 habits; {FEW}"),
        ("date,mood,a,A\n", "line 1: every habit needs a name of its own"),
        ("date,mood,a,\n", "line 1: every habit needs a name of its own"),
        ("date,mood,Mood\n", "line 1: every habit needs a name of its own"),
        ("date,mood,walk\n", "there is no day in it"),
        (GOOD + "2026-01-02,3,1\n", "line 5: 2026-01-02 is there twice"),
        (GOOD + "2026-02-30,3,1\n", "line 5: '2026-02-30' is not a date such as 2026-01-31"),
        (GOOD + "2026-W01-1,3,1\n", "line 5: '2026-W01-1' is not a date such as 2026-01-31"),
        (GOOD + "03.01.2026,3,1\n", "line 5: '03.01.2026' is not a date such as 2026-01-31"),
        (GOOD + ",3,1\n", "line 5: '' is not a date such as 2026-01-31"),
        (GOOD + "2026-01-04,good,1\n", "line 5: mood is 'good', not a number from 1 to 5"),
        (GOOD + "2026-01-04,nan,1\n", "line 5: mood is 'nan', not a number from 1 to 5"),
        (GOOD + "2026-01-04,5.5,1\n", "line 5: mood is '5.5', not a number from 1 to 5"),
        (GOOD + "2026-01-04,3,yes\n", "line 5: walk is 'yes', not 0 or 1"),
        (GOOD + "2026-01-04,3,2\n", "line 5: walk is '2', not 0 or 1"),
        (GOOD + "2026-01-04,3\n", "line 5: 2 values, but 3 columns"),
        (GOOD + "1926-01-04,3,1\n", f"from 1926-01-04 to {THIRD} are 36525 days; {LONG}"),
        (GOOD + '2026-01-04,"3,1\n', "line 5: unexpected end of data"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refuse(text, tmp_path, capsys) == said


def test_what_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    for file, said in [(path, "it is not a text in UTF-8"), (tmp_path, "Is a directory")]:
        with pytest.raises(SystemExit):
            cli.main(["insights", "analyse", str(file)])
        assert capsys.readouterr() == ("", f"everkeel: {file}: {said}\n")
