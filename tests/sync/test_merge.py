"""How edits of several devices meet, whatever order they arrive in."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.sync.rules import merge

DEVICES = [str(UUID(int=n + 1)) for n in range(3)]
# What a device wrote: when, and what; one device never uses a stamp twice.
edits = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(DEVICES), st.integers(0, 3)),
    min_size=1,
    max_size=8,
    unique_by=lambda edit: edit[:3],
)


def stamp(ms: int, counter: int, device: str) -> str:
    """A stamp as devices make them."""
    return f"{ms:015d}:{counter:04d}:{device}"


def arrive(given: list[tuple[int, int, str, int]]) -> tuple[int, list[int]]:
    """The value in the end, and the values kept on the way."""
    fields, stamps, kept = {"value": -1}, dict[str, str](), list[int]()
    for ms, counter, device, value in given:
        merged = merge(fields, stamps, {"value": value}, stamp(ms, counter, device))
        fields, stamps = merged.fields, merged.stamps
        kept += [lost.value for lost in merged.lost]
    return fields["value"], kept


@given(edits, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(
    written: list[tuple[int, int, str, int]], chance: object
) -> None:
    shuffled = sorted(written, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert arrive(written)[0] == arrive(shuffled)[0] == max(written)[3]


@given(edits)
def test_the_last_word_of_each_device_stands_or_is_kept(
    written: list[tuple[int, int, str, int]],
) -> None:
    """Unless another device wrote the same, and knew what it changed from there."""
    final, kept = arrive(written)
    for device in DEVICES:
        last = max((edit for edit in written if edit[2] == device), default=None)
        others = {value for _, _, other, value in written if other != device}
        assert last is None or last[3] == final or last[3] in kept or last[3] in others
    assert -1 not in kept  # what nobody wrote is nobody's loss


@given(edits)
def test_one_device_alone_loses_nothing(written: list[tuple[int, int, str, int]]) -> None:
    alone = {(ms, counter): (ms, counter, DEVICES[0], value) for ms, counter, _, value in written}
    assert arrive(list(alone.values()))[1] == []
