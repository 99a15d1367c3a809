"""`python -m torture`: attack the program for a time, and print counts and smallest faults."""

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from torture.attacks import ATTACKS, run_session
from torture.cases import Count
from torture.children import use_cache

UNITS: Final = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
NICE: Final = 19
"""The niceness of all processes, so that others go on working."""

EVERY: Final = 10.0
"""Seconds between two lines of progress."""


def seconds_of(text: str) -> float:
    """Return a time such as 90, 90s, 30m or 2h, in seconds.

    Raises:
        ValueError: It is none.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", text)
    if found is None:
        raise ValueError(f"{text} is no time; write 90s, 30m or 2h")
    return float(found.group(1)) * UNITS[found.group(2)]


def report(counts: Sequence[Count]) -> str:
    """Return the counts as a table, and each fault under it."""
    lines = [f"{'attack':10} {'cases':>7} {'kinds':>6} {'found':>6} {'seconds':>8}"]
    lines += [
        f"{count.attack:10} {count.cases:7d} {len(count.kinds):6d} {len(count.finds):6d} "
        f"{count.seconds:8.0f}" + (f"  {count.skipped}" if count.skipped else "")
        for count in counts
    ]
    for count in counts:
        for find in count.finds.values():
            lines += [
                "",
                f"FOUND by {find.attack}, {find.times} times: {find.rule}",
                f"  smallest: {find.smallest}",
                *(f"  | {line}" for line in find.detail.splitlines()),
                f"  repeat: {find.command}",
            ]
    return "\n".join(lines)


def parsed(words: Sequence[str] | None) -> argparse.Namespace:
    """Return the arguments."""
    parser = argparse.ArgumentParser("python -m torture", description=__doc__)
    parser.add_argument("--time", default="30m", help="time for all attacks: 90s, 30m, 2h")
    parser.add_argument("--seed", type=int, default=1, help="seed of the dice")
    parser.add_argument("--only", help=f"attacks, by comma: {', '.join(ATTACKS)}")
    parser.add_argument("--case", type=int, help="the number of the only case, with one --only")
    parser.add_argument("--json", action="store_true", help="write the counts as JSON")
    given = parser.parse_args(words)
    given.names = given.only.split(",") if given.only else list(ATTACKS)
    unknown = [name for name in given.names if name not in ATTACKS]
    if unknown:
        parser.error(f"there is no attack {', '.join(unknown)}; known: {', '.join(ATTACKS)}")
    if given.case is not None and len(given.names) != 1:
        parser.error("--case needs one attack: --only NAME")
    try:
        given.seconds = seconds_of(given.time)
    except ValueError as refusal:
        parser.error(str(refusal))
    return given


def main(words: Sequence[str] | None = None) -> int:
    """Run the attacks; return 1 if anything was found, 130 after an interrupt, 0 otherwise."""
    given = parsed(words)
    os.nice(max(0, NICE - os.nice(0)))
    last = 0.0

    def progress(count: Count) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            found = f", {len(count.finds)} found" if count.finds else ""
            print(
                f"{count.attack}: {count.cases} cases in {count.seconds:.0f} s{found}",
                file=sys.stderr, flush=True,
            )  # fmt: skip

    with TemporaryDirectory(prefix="torture-") as place:
        folder = Path(place)
        use_cache(folder / "cache")
        counts, stopped = run_session(
            given.names, given.seed, given.seconds, folder, case=given.case, progress=progress
        )
    if given.json:
        plain = [count.plain() for count in counts]
        print(json.dumps({"seed": given.seed, "stopped": stopped, "attacks": plain}, indent=2))
    else:
        print(f"seed {given.seed}, {given.time}{', stopped' if stopped else ''}\n{report(counts)}")
    if stopped:
        return 130
    return int(any(count.finds for count in counts))


if __name__ == "__main__":
    sys.exit(main())
