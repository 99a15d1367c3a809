"""A client of dask.distributed as executor: the same bits, and workers that do not fit refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from outlast.ensemble import cluster, run_ensemble
from outlast.errors import InputError
from outlast.scenario.load import load_scenario
from tests.ensemble.elsewhere import assert_same, run_on, small_chunks

FUTURES = 200


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Return the client of a cluster whose two workers are threads of this process."""
    start: Any = LocalCluster
    with (
        start(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as made,
        Client(made, set_as_default=False) as found,
    ):
        yield found


def test_a_client_gives_the_same_bits(
    client: Any,  # noqa: ANN401  of an extra's library
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_chunks(monkeypatch)
    toy = load_scenario("lilliput")
    found = run_on(client, toy, tmp_path, futures=FUTURES)
    assert_same(found, run_ensemble(toy, futures=FUTURES))
    assert len(list(tmp_path.glob("*.parquet"))) == 4


def test_workers_of_another_version_are_refused_before_the_run(
    client: Any,  # noqa: ANN401  of an extra's library
) -> None:
    with pytest.raises(InputError, match=r'of "here" has outlast .*, not outlast 9\.9'):
        cluster.check_workers(client, "here", {"outlast": "9.9"})


def test_tasks_of_one_machine_share_its_processors(
    client: Any,  # noqa: ANN401  of an extra's library
) -> None:
    assert cluster.worker_count(client) == 2
    assert cluster.machine_slots(client) >= 1
