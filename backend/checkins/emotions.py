"""Words for emotions on two axes: how pleasant, and with how much energy."""

from collections.abc import Mapping

# (pleasant, energy), each +1 or -1.
PLACES: Mapping[str, tuple[int, int]] = {
    name: place
    for place, names in {
        (1, 1): ("excited", "joyful", "proud", "inspired", "hopeful", "energetic"),
        (1, -1): ("calm", "content", "grateful", "relaxed", "loved", "peaceful"),
        (-1, 1): ("anxious", "stressed", "angry", "frustrated", "overwhelmed", "restless"),
        (-1, -1): ("sad", "lonely", "tired", "bored", "empty", "ashamed"),
    }.items()
    for name in names
}
