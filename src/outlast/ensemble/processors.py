"""The number of processors that this process may use."""

import os
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Final

GROUPS: Final = Path("/sys/fs/cgroup")
"""The folder of the limits of Linux containers."""

MEMBERSHIP: Final = Path("/proc/self/cgroup")
"""The file that names the group of this process."""


def processors() -> int:
    """Return how many threads can compute at once, at least 1.

    Counted are the processors that the system lets this process use (its affinity, as `taskset` and
    batch systems set it), at most as many as a container's quota of time is worth.
    """
    return max(1, min(_allowed(), _quota() or _allowed()))


def _allowed() -> int:
    """Return the processors of this process's affinity, else all of the machine."""
    counted = getattr(os, "process_cpu_count", None)  # Python 3.13
    if counted is not None:
        return counted() or 1
    affinity = getattr(os, "sched_getaffinity", None)  # Linux
    if affinity is not None:
        with suppress(OSError):
            return len(affinity(0))
    return os.cpu_count() or 1


def _quota() -> int | None:
    """Return the processors that the quota of a container is worth, rounded up; None without one.

    The limits of this process's group and of every group above it count; the smallest holds.
    """
    found = [_version_2(folder) for folder in _folders("")]
    found += [_version_1(folder) for name in ("cpu", "cpu,cpuacct") for folder in _folders(name)]
    limits = [each for each in found if each is not None]
    return max(1, ceil(min(limits))) if limits else None


def _folders(controller: str) -> list[Path]:
    """Return the folders of a controller's limits: of this process's group, and of those above."""
    root = GROUPS / controller if controller else GROUPS
    group = ""
    with suppress(OSError, UnicodeDecodeError):
        for line in MEMBERSHIP.read_text(encoding="utf-8").splitlines():
            _, names, path = line.split(":", 2)
            if names == controller or (controller and controller in names.split(",")):
                group = path
    parts = [part for part in group.split("/") if part and part != ".."]
    return [root.joinpath(*parts[:depth]) for depth in range(len(parts) + 1)]


def _version_2(folder: Path) -> float | None:
    """Return the limit in `cpu.max`: a quota and a period, or the word max."""
    with suppress(OSError, ValueError):
        quota, period = (folder / "cpu.max").read_text(encoding="utf-8").split()
        return _share(quota, period) if quota != "max" else None
    return None


def _version_1(folder: Path) -> float | None:
    """Return the limit of the older form, in two files; a negative quota is none."""
    with suppress(OSError, ValueError):
        quota = (folder / "cpu.cfs_quota_us").read_text(encoding="utf-8")
        return _share(quota, (folder / "cpu.cfs_period_us").read_text(encoding="utf-8"))
    return None


def _share(quota: str, period: str) -> float | None:
    """Return the processors that a quota of time is worth in a period, both in microseconds."""
    time, of = int(quota), int(period)
    return time / of if time > 0 and of > 0 else None
