"""Whatever phones, clocks and networks do, no operation is lost and none is taken in twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresDatabases, SqliteDatabases
from tests.sync.simulation import proof, server

SCHEDULES = 2_000
FAULTY_SCHEDULES = 120


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The phones."""
    return proof.bundled(tmp_path_factory.mktemp("phones"))


@pytest.fixture
def url(all_databases: SqliteDatabases | PostgresDatabases) -> Iterator[str]:
    """A fresh database."""
    made = all_databases.create()
    yield made
    all_databases.drop(made)


def test_nothing_is_lost_and_nothing_is_taken_in_twice(
    tmp_path: Path, url: str, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with proof.serving_faultily(tmp_path, url) as served:
        sums = served.run(bundle, SCHEDULES)
        answers = served.answers()
    with capsys.disabled():
        print(f"\nsync simulation: {sums}")
    assert sums.failures == []
    assert (sums.schedules, sums.failed) == (SCHEDULES, 0)
    assert sum(answers.values()) == sums.operations
    assert answers["rejected"] == sums.rejected
    assert answers["superseded"] == sums.superseded
    assert min(sums.superseded, sums.rejected, sums.lost, sums.replays) > SCHEDULES // 4


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("no-dedupe", "taken in twice"),
        ("silent-superseded", "never told the winner"),
        ("last-arrival", "has"),
        ("hasty-outbox", "was lost"),
        ("skipped-rows", "shows"),
    ],
)
def test_a_seeded_fault_is_caught(
    tmp_path: Path, url: str, bundle: Path, fault: str, shown: str
) -> None:
    ours = fault in server.FAULTS
    with proof.serving_faultily(tmp_path, url, fault if ours else "") as served:
        sums = served.run(bundle, FAULTY_SCHEDULES, fault="" if ours else fault)
    assert sums.failed > 3
    assert any(shown in text for failure in sums.failures for text in failure.faults), sums.failures
