"""Shipped answers: every shipped scenario is computed, with its headline levers moved one by one.

`python -m pipeline.shipped` (`make shipped`) writes src/outlast/data/shipped. It goes on where it
was ended: what this very program has computed is kept under build/shipped.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Final

from outlast.api.choice_runs import LeverChoice, choice_runs, lever_choices
from outlast.api.run import FUTURES
from outlast.api.shipped_answers import shares_of, shipped_content
from outlast.api.shipped_effects import FOLDER, shipped_file
from outlast.ensemble import run_ensemble
from outlast.results import Results
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.locate import SCENARIOS, scenario_names, shipped_contests
from outlast.storage.strict_json import json_text
from outlast.truth.weights.weigh import weighed

ROOT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = ROOT / "build" / "shipped"
"""The folder of what is computed already, by program."""

EFFECTS: Final = "float32"
"""The precision of the runs with a lever moved: their counts need no more."""


def program() -> str:
    """Return the identity of this program: the hash of its code and of the data that it ships."""
    found = sha256()
    for path in sorted((ROOT / "src" / "outlast").rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and not path.is_relative_to(FOLDER):
            found.update(f"{path.relative_to(ROOT)}".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def scenarios() -> Iterator[Situation]:
    """Yield every shipped scenario."""
    for folder in shipped_contests().values():
        for name in scenario_names(folder):
            yield load_scenario(folder / SCENARIOS / f"{name}.yaml")


def make(situation: Situation, kept: Path) -> None:
    """Compute the shipped answer of a scenario and write its file.

    Args:
        situation: The scenario.
        kept: The folder of what this program has computed already.
    """
    contest, scenario = situation.origin.contest.declaration.id, situation.scenario.id
    done = kept / f"{contest}-{scenario}.done"
    file = shipped_file(contest, scenario)
    if done.exists() and file.exists():
        print(f"{contest}/{scenario}: made already")
        return
    begun = monotonic()
    report = _progress(scenario, "shipped")
    base = weighed(run_ensemble(situation, futures=FUTURES, progress=report))
    effects = list(_effects(base, kept / f"{contest}-{scenario}"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(pretty(shipped_content(base, effects)), encoding="utf-8")
    done.parent.mkdir(parents=True, exist_ok=True)
    done.touch()
    print(f"\r{contest}/{scenario}: {monotonic() - begun:,.0f} s, {file.stat().st_size:,} bytes")


def _effects(base: Results, kept: Path) -> Iterator[tuple[LeverChoice, list[float]]]:
    """Yield each choice of a headline lever with its shares, from what is kept or by a run."""
    for choice in (each for row in lever_choices(base.situation) for each in row if each.value):
        file = kept / f"{choice.setting}={choice.value}.json"
        if not file.exists():
            report = _progress(base.manifest.scenario, f"{choice.setting}={choice.value}")
            runs = choice_runs(base, precision=EFFECTS, wanted=[choice], progress=report)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(shares_of(next(runs))), encoding="utf-8")
        yield choice, json.loads(file.read_text(encoding="utf-8"))


def _progress(scenario: str, what: str) -> Callable[[int, int], None]:
    """Return a function that writes how far a run is, where somebody looks."""

    def report(done: int, of: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{scenario}, {what}: {done:,} of {of:,} futures".ljust(78))
            sys.stderr.flush()

    return report


def pretty(content: dict[str, object]) -> str:
    """Return the content of a file: one line a field, so that a change can be read."""
    lines = [f"  {json.dumps(key)}: {json_text(value)}" for key, value in content.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Make every shipped answer that this program has not made yet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenario", nargs="*", help="these scenarios alone")
    wanted: list[str] = parser.parse_args().scenario
    kept = KEPT / program()
    for situation in scenarios():
        if not wanted or situation.scenario.id in wanted:
            make(situation, kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
