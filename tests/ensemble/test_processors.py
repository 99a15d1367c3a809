"""The number of threads: the processors that affinity and a container's quota leave."""

import os
from pathlib import Path

import numpy as np
import pytest

from outlast import ensemble as room
from outlast.ensemble import audited_chunk
from outlast.ensemble import processors as counting
from outlast.ensemble.processors import processors
from outlast.scenario.load import load_scenario


def allow(monkeypatch: pytest.MonkeyPatch, numbers: set[int]) -> None:
    """Let the system give this process some processors."""

    def affinity(process: int) -> set[int]:
        assert process == 0
        return numbers

    monkeypatch.setattr(os, "sched_getaffinity", affinity, raising=False)


@pytest.fixture(autouse=True)
def _machine(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulate a machine with eight processors and no limits."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.delattr(os, "process_cpu_count", raising=False)
    allow(monkeypatch, set(range(8)))
    monkeypatch.setattr(counting, "GROUPS", tmp_path)
    monkeypatch.setattr(counting, "MEMBERSHIP", tmp_path / "membership")


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(f"{text}\n", encoding="utf-8")


def test_without_limits_all_processors_count() -> None:
    assert processors() == 8


def test_affinity_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, {3, 5})
    assert processors() == 2


def test_python_3_13_counts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: 3, raising=False)
    assert processors() == 3


def test_systems_without_affinity_count_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert processors() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors() == 1


@pytest.mark.parametrize(
    ("limit", "threads"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 2),
        ("50000 100000", 1),
        ("1600000 100000", 8),
        ("", 8),
        ("nonsense", 8),
        ("0 0", 8),
    ],
)
def test_a_container_of_version_2_limits(limit: str, threads: int, tmp_path: Path) -> None:
    write(tmp_path, cpu__max=limit)
    assert processors() == threads


def test_the_groups_above_limit_too(tmp_path: Path) -> None:
    (tmp_path / "membership").write_text("0::/slice/service\n", encoding="utf-8")
    write(tmp_path / "slice", cpu__max="300000 100000")
    write(tmp_path / "slice" / "service", cpu__max="max 100000")
    assert processors() == 3


@pytest.mark.parametrize(("quota", "threads"), [("-1", 8), ("250000", 3), ("100000", 1)])
@pytest.mark.parametrize("controller", ["cpu", "cpu,cpuacct"])
def test_a_container_of_version_1_limits(
    controller: str, quota: str, threads: int, tmp_path: Path
) -> None:
    (tmp_path / "membership").write_text("4:cpu,cpuacct:/docker/1\n", encoding="utf-8")
    write(tmp_path / controller / "docker/1", cpu__cfs_quota_us=quota, cpu__cfs_period_us="100000")
    assert processors() == threads


def test_a_run_takes_as_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    compute = audited_chunk.run_blocks

    def noted(*arguments: object, threads: int, **others: object) -> None:
        asked.append(threads)
        compute(*arguments, threads=threads, **others)  # pyright: ignore[reportArgumentType, reportCallIssue]

    monkeypatch.setattr(audited_chunk, "run_blocks", noted)
    allow(monkeypatch, {0, 1, 2})
    situation = load_scenario("lilliput")
    three = room.run_ensemble(situation, futures=8)
    assert set(asked) == {3}
    allow(monkeypatch, {0})
    one = room.run_ensemble(situation, futures=8)
    assert set(asked) == {3, 1}
    assert np.array_equal(three.record["first"], one.record["first"], equal_nan=True)


def test_nobody_counts_processors_elsewhere() -> None:
    root = Path(counting.__file__).parent.parent
    others = [
        file.name
        for file in root.rglob("*.py")
        if "cpu_count" in file.read_text(encoding="utf-8") and file.name != "processors.py"
    ]
    assert not others
