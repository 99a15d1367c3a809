"""The tables of docs/sensitivity.md: the groups that decide `today`, and the answer by branch.

`python -m pipeline.sensitivity` runs `outlast study sensitivity` and writes between the marks of
the page; `--from FILE` takes the JSON of a study that was run before.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from outlast.api.sensitivity import sensitivity
from outlast.study.sensitivity import COST
from outlast.study.sensitivity_export import sensitivity_content

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "sensitivity.md"
OPENING: Final = "<!-- sensitivity -->"
CLOSING: Final = "<!-- end of sensitivity -->"


def main() -> int:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="today")
    parser.add_argument("--futures", type=int, default=1000)
    parser.add_argument("--from", dest="file", type=Path)
    given = parser.parse_args()
    if given.file:
        content = json.loads(given.file.read_text(encoding="utf-8"))
    else:
        found = sensitivity(given.scenario, futures=given.futures, as_recorded=True)
        if found is None:
            return 1
        content = sensitivity_content(found)
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(OPENING)
    after = rest.partition(CLOSING)[2]
    body = "\n".join(lines(content))
    PAGE.write_text(f"{before}{OPENING}\n{body}\n{CLOSING}{after}", encoding="utf-8")
    print(f"{PAGE.name}: {len(content['groups'])} groups")
    return 0


def lines(content: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the tables."""
    names, heads = list(content["outcomes"]), list(content["outcomes"].values())
    deciding = ", ".join(
        f"{each['title']} {each['total']:.2f} ± {each['error']:.2f}" for each in content["deciding"]
    )
    yield (
        f"`{content['scenario']}`, {content['futures']:,} futures a sample, seed "
        f"{content['seed']}, outlast {content['version']}. Most decide: {deciding}."
    )
    yield ""
    yield "Total effect ± standard error; in brackets, the effect alone."
    yield ""
    yield f"| Group | Inputs | {' | '.join(heads)} |"
    yield "|---" * (2 + len(names)) + "|"
    for each in content["groups"]:
        cells = " | ".join(_effect(each["effects"].get(name)) for name in names)
        yield f"| {each['title']} | {len(each['inputs'])} | {cells} |"
    yield ""
    yield "The answer in each branch, of 100 futures; the log of cost as it is."
    yield ""
    yield f"| Question | Branch | Chance | {' | '.join(heads)} |"
    yield "|---" * (3 + len(names)) + "|"
    for each in content["branches"]:
        cells = " | ".join(
            f"{_scale(name) * each['means'][name]:.{_digits(name)}f} ± "
            f"{_scale(name) * each['errors'][name]:.{_digits(name)}f}"
            for name in names
        )
        yield f"| {each['title']} | {each['branch']} | {each['chance']:.0%} | {cells} |"


def _effect(effect: dict[str, float] | None) -> str:
    if effect is None:
        return "-"
    return f"{effect['total']:.2f} ± {effect['total_error']:.2f} ({effect['first']:.2f})"


def _scale(name: str) -> float:
    return 1.0 if name == COST else 100.0


def _digits(name: str) -> int:
    return 1 if name == COST else 0


if __name__ == "__main__":
    sys.exit(main())
