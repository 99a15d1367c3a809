"""How much a list of a thousand parts adds to the screening of one part, in CPU time."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from outlast.api.library import Library
from outlast.reading import DEFAULT_CONTEST

ROUNDS: Final = 5
ROWS: Final = 1000
TITLES: Final = ("part", "tops", "bits", "die", "memory bandwidth", "maker", "to", "date")
HEADER: Final = ("a list", "CPU time of one part alone", "time that the list adds, over that")
FIRST: Final = date(2022, 10, 8)
DAYS: Final = 1461


def measure() -> Iterator[tuple[str, ...]]:
    """Yield the CPU time of one part, and what each list adds to it, in pairs run in turn."""
    with TemporaryDirectory() as folder:
        for name, many_days in (("one day", False), ("many days", True)):
            file = Path(folder, "parts.csv")
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([TITLES, *rows(many_days=many_days)])
            pairs = [
                (cpu("H20", "--to", "CN", "--on", "2025-04-16"), cpu("--list", str(file)))
                for _ in range(ROUNDS)
            ]
            single = median(one for one, _ in pairs)
            added = sorted((whole - one) / one for one, whole in pairs)
            many = f"{median(added):.2f} ({added[0]:.2f} to {added[-1]:.2f})"
            yield f"{ROWS:,} parts, {name}", f"{single:.2f} s", many


def rows(*, many_days: bool) -> Iterator[list[object]]:
    """Yield rows: two thirds name an item, one third states the numbers of a chip."""
    random, names = Random(5), sorted(Library(DEFAULT_CONTEST).items)  # noqa: S311  a benchmark
    for index in range(ROWS):
        day = FIRST + timedelta(days=random.randrange(DAYS)) if many_days else date(2025, 4, 16)
        numbers = ["", 20 + index, 8, 300 + index, 500 + index, "US"]
        named = [names[index % len(names)], "", "", "", "", ""]
        place = random.choice(["CN", "VN", "DE", "US", "JP"])
        yield [*(numbers if index % 3 == 0 else named), place, day]


def cpu(*arguments: str) -> float:
    """Return the CPU seconds of one process of `outlast screen`."""
    program = "import sys; from outlast.cli import main; sys.exit(main())"
    call = [sys.executable, "-c", program, "screen", *arguments, "--from", "US"]
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603  our own call
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return used.ru_utime
