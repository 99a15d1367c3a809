"""Total effects of a few groups with many futures: the second table of docs/sensitivity.md.

`python -m pipeline.total_effects duties --futures 18000` exchanges only the draws of these groups,
and writes their rows between the marks of the page; rows of other groups stay. A whole study of so
many futures would run a sample for each of its groups. The first sample is that of `outlast study
sensitivity` with as many futures, so that the effects are the same numbers.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from outlast.engine.arrays import Reals
from outlast.ensemble import luck
from outlast.ensemble.given_points import run_points
from outlast.ensemble.prepare import prepare
from outlast.results.odds import DESIGN
from outlast.scenario.load import load_scenario
from outlast.study.input_groups import GroupedInputs, grouped, load_groups
from outlast.study.inputs import acting_inputs, moves_input
from outlast.study.pick_freeze import effect
from outlast.study.sensitivity import NEITHER_FIRST, outcomes

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "sensitivity.md"
OPENING: Final = "<!-- total effects -->"
CLOSING: Final = "<!-- end of total effects -->"
SEED: Final = 1
BLOCK: Final = 1_000
"""Futures that run together: a block of each sample lies in memory."""

Outcomes = Mapping[str, Reals]


def main() -> int:
    """Measure the groups and write their rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="+")
    parser.add_argument("--scenario", default="today")
    parser.add_argument("--futures", type=int, default=18_000)
    given = parser.parse_args()
    begun = time.process_time()
    groups, first, mixed = exchanged(given.scenario, given.groups, given.futures)
    seconds = time.process_time() - begun
    print(f"{seconds:.0f} seconds of processor time")
    rows = {each.title: row(each, first, mixed[each.key]) for each in groups}
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_rows(text, rows), encoding="utf-8")
    print("\n".join(rows.values()))
    return 0


def exchanged(
    scenario: str, keys: Sequence[str], futures: int
) -> tuple[list[GroupedInputs], Outcomes, dict[str, Outcomes]]:
    """Return the groups, the outcomes of the first sample and those of each exchange."""
    situation = load_scenario(scenario)
    lowered = prepare(situation)
    inputs = (*acting_inputs(lowered.drawing), *moves_input(lowered.drawing))
    declared = load_groups(situation.origin.contest.layers)
    groups = [each for each in grouped(situation, inputs, declared) if each.key in keys]
    if unknown := set(keys) - {each.key for each in groups}:
        sys.exit(f"No group of {scenario} is called {', '.join(sorted(unknown))}.")
    names, begin = lowered.drawing.dimensions, -(-futures // DESIGN) * DESIGN
    found: dict[str, list[Outcomes]] = {name: [] for name in ("", *keys)}
    for start in range(0, futures, BLOCK):
        end = min(start + BLOCK, futures)
        one = luck(names, range(start, end), SEED)
        other = luck(names, range(begin + start, begin + end), SEED)
        for key, columns in (("", ()), *((each.key, each.dimensions) for each in groups)):
            points = one.copy()
            points[:, list(columns)] = other[:, list(columns)]
            results = run_points(situation, lowered, points, SEED, threads=1)
            if results is None:
                sys.exit("The run was cancelled.")
            found[key].append(outcomes(results))
        print(f"{end:,} of {futures:,} futures", flush=True)
    whole = {key: joined(parts) for key, parts in found.items()}
    return groups, whole.pop(""), whole


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Return the outcomes of all blocks."""
    return {name: np.concatenate([each[name] for each in parts]) for name in parts[0]}


def row(group: GroupedInputs, first: Outcomes, mixed: Outcomes) -> str:
    """Return the row of a group: the total effect on each side's break, with its error.

    The exchanged sample has the distribution of the second one, so its spread stands for that.
    """
    names = [name for name in first if name != NEITHER_FIRST][:2]
    cells: list[str] = []
    for name in names:
        found = effect(first[name], mixed[name], mixed[name])
        cells.append("-" if found is None else f"{found.total:.3f} ± {found.total_error:.3f}")
    return f"| {group.title} | {len(first[names[0]]):,} | {' | '.join(cells)} |"


def with_rows(text: str, rows: Mapping[str, str]) -> str:
    """Return the page with these rows in place of older ones of the same groups."""
    before, _, rest = text.partition(OPENING)
    table, _, after = rest.partition(CLOSING)
    kept = dict(_rows(table)) | dict(rows)
    head = "| Group | Futures a sample | United States and allies first | China first |"
    body = "\n".join([head, "|---|---|---|---|", *kept.values()])
    return f"{before}{OPENING}\n{body}\n{CLOSING}{after}"


def _rows(table: str) -> Iterator[tuple[str, str]]:
    """Yield the title and the line of each row that stands in the table."""
    for line in table.strip().splitlines()[2:]:
        yield line.split("|")[1].strip(), line


if __name__ == "__main__":
    sys.exit(main())
