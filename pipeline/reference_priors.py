"""The reference page of priors: every uncertain number of the shipped contest, file by file."""

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Final

import numpy as np

from outlast.lower.draws.quantiles import draws
from outlast.scenario.bounds import bounds_of
from outlast.scenario.contest import Contest
from outlast.scenario.locate import open_contest
from outlast.scenario.prior import LeverTheme, Prior, Role

POINTS: Final = np.array([0.05, 0.5, 0.95])
"""The points of a distribution that the page shows."""

OPENING: Final = """\
# Priors

A prior is an uncertain number with its distribution and the evidence for it. These are the priors
of the shipped contest, {title}. Each future draws its own values. `--set NAME=NUMBER` fixes one in
every command, and `outlast inputs WORD` finds one.

The tables show the median and the range that holds 90 % of the draws; "may be set" shows the bounds
of a setting. The role *lever* marks a number that a side can set. [The data](../data/index.md)
explains the grades. The page is written from the contest: `python -m pipeline.reference` renews it.

"""

HEADER: Final = (
    "| name | title | median | 90 % | may be set | unit | role | grade |",
    "|--|--|--:|--|--|--|--|--|",
)
LEVERS: Final = ("| name | title | setpoints |", "|--|--|--|")


def page() -> str:
    """Return the page."""
    contest = open_contest()
    parts = [OPENING.format(title=contest.declaration.title)]
    for file, priors in _by_file(contest).items():
        parts.append(f"## {file.stem.replace('-', ' ').capitalize()}\n")
        parts.append(f"{_about(file)} File: `priors/{file.name}`.\n")
        rows = [_row(name, prior, contest) for name, prior in priors.items()]
        parts.append("\n".join([*HEADER, *rows, ""]))
    parts.append("## Levers by theme\n")
    parts.append("A setpoint is a value of a lever that means something to a reader.\n")
    levers = {name: each for name, each in contest.priors.items() if each.kind is Role.LEVER}
    for theme in (*LeverTheme, None):
        chosen = {name: each for name, each in levers.items() if each.theme is theme}
        if chosen:
            parts.append(f"### {theme.value.capitalize() if theme else 'Without a theme'}\n")
            rows = [_lever(name, prior) for name, prior in chosen.items()]
            parts.append("\n".join([*LEVERS, *rows, ""]))
    return "\n".join(parts)


def _by_file(contest: Contest) -> Mapping[Path, dict[str, Prior]]:
    """Return the priors of each file, in the order of the file."""
    found: dict[Path, dict[str, Prior]] = {}
    lines = {key: line for key, (_, line) in contest.places.items()}
    for file in sorted((contest.folder / "priors").glob("*.yaml")):
        here = [key for key, (name, _) in contest.places.items() if Path(name).name == file.name]
        found[file] = {key: contest.priors[key] for key in sorted(here, key=lines.__getitem__)}
    return found


def _about(file: Path) -> str:
    """Return the comment with which a file begins."""
    return file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _row(name: str, prior: Prior, contest: Contest) -> str:
    """Return the row of a prior."""
    units = contest.ledger.units
    cells = [f"`{name}`", prior.title, *_middle(prior)]
    numeric = prior.distribution.choice is None
    cells.append(_ends(*bounds_of(prior, units)) if numeric else "one branch")
    cells += ["" if prior.unit == "1" else f"`{prior.unit}`", prior.kind.value, prior.grade.value]
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _middle(prior: Prior) -> tuple[str, str]:
    """Return the median and the 90 % range of a prior; for a choice, its branches."""
    choice, fixed = prior.distribution.choice, prior.distribution.fixed
    if choice is not None:
        return "", ", ".join(f"{branch} {100 * share:g} %" for branch, share in choice.items())
    if fixed is not None:
        return _number(fixed.value), "fixed"
    drawn = draws(prior.distribution, POINTS, prior.bounds)
    low, median, high = (f"{each:.1f}" if prior.unit == "year" else _number(each) for each in drawn)
    return median, f"{low} to {high}"


def _ends(low: float, high: float) -> str:
    """Return bounds in words."""
    match isfinite(low), isfinite(high):
        case True, True:
            return f"{_number(low)} to {_number(high)}"
        case True, False:
            return f"{_number(low)} or more"
        case False, True:
            return f"{_number(high)} or less"
        case _:
            return "any number"


def _lever(name: str, prior: Prior) -> str:
    """Return the row of a lever with its setpoints."""
    points = "; ".join(f"{_number(each.at)}: {each.says}" for each in prior.stops)
    return f"| `{name}` | {prior.title} | {points} |"


def _number(value: float) -> str:
    """Return a number with three digits, and all digits of a large whole number."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"  # noqa: PLR2004
