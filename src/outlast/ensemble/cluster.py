"""Clusters of dask.distributed: the one module that imports it; local workers, or a scheduler."""

import logging
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from outlast.ensemble.cluster_address import ClusterAddress
from outlast.ensemble.extra import importing
from outlast.errors import InputError

ANSWER: Final = 10.0
"""Seconds within which a scheduler must answer."""

FIRST_WORKER: Final = 60.0
"""Seconds within which a first worker must be there."""

DEAF: Final = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)"
"""Code by which a local worker leaves an interrupt from the keyboard to the client."""

START: Final = "docs/scale.md tells how to start a scheduler and workers."


@contextmanager
def opened(address: ClusterAddress) -> Generator[Any, None, None]:
    """Open a client of an address, with workers of its own where the address is local.

    Raises:
        InputError: No scheduler answers, it has no worker, or the library is missing.
    """
    if address.processes is None:
        with _joined(address.text) as client:
            yield client
    else:
        with _local(address.processes) as client:
            yield client


@contextmanager
def _joined(address: str) -> Generator[Any, None, None]:
    """Join the scheduler of an address."""
    with importing():
        from distributed import Client  # noqa: PLC0415  an extra, read when it is needed

    try:
        with _quiet():
            client: Any = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        what = f'no scheduler answers at "{address}" within {ANSWER:g} seconds.'
        raise InputError.of(what, f"Check host, port and firewall; {START}") from failure
    with client:
        yield client


@contextmanager
def _local(processes: int) -> Generator[Any, None, None]:
    """Start worker processes on this machine, each with threads inside."""
    with importing():
        from distributed import Client, LocalCluster  # noqa: PLC0415  an extra

    start: Any = LocalCluster
    with (
        start(
            n_workers=processes,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit=0,
            silence_logs=logging.CRITICAL,
            preload=[DEAF],
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _quiet() -> Generator[None, None, None]:
    """Keep the library's own messages on a connection that fails; an error names it."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def check_workers(client: Any, name: str, versions: Mapping[str, str]) -> None:  # noqa: ANN401
    """Refuse a cluster without workers, and workers that have another version of outlast.

    The functions that are called there are Python's own, so that a worker of any version answers.

    Raises:
        InputError: There is none, or one has another version.
    """
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
    except TimeoutError as failure:
        what = f'the scheduler "{name}" has no worker after {FIRST_WORKER:g} seconds.'
        raise InputError.of(what, f"Start one; {START}") from failure
    wanted = versions["outlast"]
    found: dict[str, Any] = client.run(version, "outlast", on_error="return")
    for worker, has in sorted(found.items()):
        if has != wanted:
            shown = "no outlast" if isinstance(has, PackageNotFoundError) else f"outlast {has}"
            what = f'the worker {worker} of "{name}" has {shown}, not outlast {wanted}.'
            raise InputError.of(what, f"Install outlast {wanted} there, or take it out.")


def worker_count(client: Any) -> int:  # noqa: ANN401  a client of an extra's library
    """Return the tasks that all workers compute at once, now."""
    return max(1, sum(client.nthreads().values()))


def machine_slots(client: Any) -> int:  # noqa: ANN401  a client of an extra's library
    """Return the tasks that the busiest machine computes at once."""
    by_host: Counter[str] = Counter()
    for worker, threads in client.nthreads().items():
        by_host[worker.rpartition(":")[0]] += threads
    return max(by_host.values(), default=1)
