"""An answer: the results of a run, which can say, show and save itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from outlast.present.by_open_question import flips
from outlast.present.display.voice import voice
from outlast.present.terminal import sentence_text, services_table
from outlast.present.view import Table
from outlast.results import Results, SetOdds
from outlast.study.drivers import Drivers, drivers

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

KINDS: Final = ("direct", "sender", "terms_of_trade", "fiscal")
"""The kinds of cost, in the order of the record."""


@dataclass(frozen=True)
class Cost:
    """What a bloc bears from the scenario's date to the end, USD."""

    bloc: str
    title: str
    kind: str
    """`direct`: value added that is lost; `sender`: sales lost by who denies; `terms_of_trade`:
    dearer imports; `fiscal`: what the state pays."""

    mean: float
    low: float
    """What one in ten futures is under."""
    high: float
    """What one in ten futures is over."""


@dataclass(frozen=True)
class Answer:
    """Who runs out of breath first, when, at what cost, and what decides it."""

    results: Results
    folder: Path | None = None
    """The run's folder, if there is one."""

    @cached_property
    def sentence(self) -> str:
        """The counted sentence, after what it hangs on."""
        english = voice("en")
        return english.sentences(
            [flips(self.results, english), sentence_text(self.results, english)]
        )

    @cached_property
    def drivers(self) -> Drivers:
        """What decides the default contest."""
        return drivers(self.results)

    @cached_property
    def costs(self) -> tuple[Cost, ...]:
        """What denial makes each bloc bear, where it bears anything: less what it would without."""
        names, world = self.results.lowered.names, self.results.situation.world
        record = self.results.record
        whole = record["cost"] - record["cost_free"]
        found: list[Cost] = []
        for row, bloc in enumerate(names.blocs):
            for column, kind in enumerate(KINDS):
                values = np.asarray(whole[:, row, column], np.float64)
                if not values.any():
                    continue
                low, high = (float(np.quantile(values, q)) for q in (0.1, 0.9))
                title = world.blocs[bloc].title
                found.append(Cost(bloc, title, kind, float(values.mean()), low, high))
        return tuple(found)

    def to_xarray(self) -> "Dataset":
        """Return the record with its names, as an xarray Dataset."""
        return self.results.to_xarray()

    def to_frame(self) -> "DataFrame":
        """Return the odds of services as a pandas DataFrame."""
        return self.results.to_frame()

    def save(self, folder: Path | str) -> Path:
        """Write the run's folder: results, manifest, answer; return where it is.

        Raises:
            InputError: The folder exists, or cannot be written.
        """
        from outlast.api.folder import opened  # noqa: PLC0415  it writes answers

        place = opened(Path(folder), self.results.manifest)
        place.finish(self)
        return place.path

    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        results, verdict = self.results, self.results.verdict()
        manifest = results.manifest.plain()
        return {
            "run": {key: manifest[key] for key in manifest if key not in ("format", "as_read")},
            "sentence": self.sentence,
            "verdict": {
                "contest": verdict.contest,
                "winner": verdict.winner,
                "flips_on": list(verdict.flips_on),
            },
            "services": [asdict(line) for line in results.lines()],
            "sets": [_set(each) for each in results.sets()],
            "branches": [
                {
                    "switch": each.switch,
                    "question": results.situation.timeline.switches[each.switch].question,
                    "branch": each.branch,
                    "chance": each.chance,
                    "sets": [_set(odds) for odds in each.sets],
                }
                for each in results.branches()
            ],
            "drivers": _drivers(self.drivers),
            "costs": [asdict(cost) for cost in self.costs],
            "folder": str(self.folder) if self.folder else None,
        }

    def __str__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        english, manifest = voice("en"), self.results.manifest
        table = services_table(self.results, english)
        foot = (
            f"{manifest.title} · {manifest.futures:,} futures · seed {manifest.seed} · "
            f"digest {manifest.digest} · outlast {manifest.version}"
        )
        return f"<p><b>{escape(self.sentence)}</b></p>{_html(table)}<p>{escape(foot)}</p>"


def _set(odds: SetOdds) -> dict[str, Any]:
    return {**asdict(odds), "winner": odds.winner, "close": odds.close}


def _drivers(found: Drivers) -> dict[str, Any]:
    def told(group: tuple[Any, ...]) -> list[Mapping[str, Any]]:
        return [asdict(each) for each in group]

    return {
        "contest": found.contest,
        "definition": found.definition,
        "levers": told(found.levers),
        "assumptions": told(found.assumptions),
        "explained": found.explained,
        "judged_share": found.judged_share,
        "noise": found.floor,
        "inputs": found.inputs,
    }


def _html(table: Table) -> str:
    """Return a table as HTML."""
    head = "".join(f"<th>{escape(title)}</th>" for _, title in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>"
        for line in table.lines(voice("en"))
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
