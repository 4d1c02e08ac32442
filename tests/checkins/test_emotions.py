"""The words for emotions are the same on the server and in the app."""

import re

from backend.checkins import emotions
from tests import tools

APP = tools.FRONTEND / "src" / "lib" / "mood" / "emotions.ts"
LINE = re.compile(r"^  '([+-])([+-])': \[(.+)\],$", re.MULTILINE)
SIGNS = {"+": 1, "-": -1}


def app_places() -> dict[str, tuple[int, int]]:
    """The keys in the app with their place, in the app's order."""
    return {
        key: (SIGNS[pleasant], SIGNS[energy])
        for pleasant, energy, keys in LINE.findall(APP.read_text())
        for key in re.findall(r"'(\w+)'", keys)
    }


def test_both_have_the_same_words_in_the_same_places() -> None:
    assert list(app_places().items()) == list(emotions.PLACES.items())


def test_there_are_six_in_each_quarter() -> None:
    places = list(emotions.PLACES.values())
    assert sorted(places.count(place) for place in set(places)) == [6, 6, 6, 6]
