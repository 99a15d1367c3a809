"""The answer of a run, with its sentence, drivers, costs and tables."""

from dataclasses import asdict, dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.counts import counts, set_row
from outlast.api.folder import open_folder
from outlast.api.former_arguments import takes_lang
from outlast.api.shipped_effects import shipped_effects
from outlast.api.weights import unweighted, weights_row
from outlast.economy.bloc_cost import ContestCost
from outlast.economy.cost import contest_cost
from outlast.ensemble.ensemble import save_whole
from outlast.errors import OutlastError
from outlast.present.answer_text import answer_text
from outlast.present.display.theme import FONT, LIGHT
from outlast.present.display.voice import voice, voice_of
from outlast.present.display.words import with_words
from outlast.present.moves import moves_row
from outlast.present.record_age import record_end_rows
from outlast.present.summary import ShortAnswer, Summary, short_answer, summary
from outlast.present.terminal import services_table
from outlast.present.view import Table, View
from outlast.present.views.lag import lag_row
from outlast.reading import brief
from outlast.results import Cost, FutureWeights, Results
from outlast.results.results import SAME
from outlast.study.drivers import Drivers, drivers
from outlast.truth.weights.weigh import WeightRun, weighed

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

UNSHOWN: Final = (
    *("format", "as_read", "files", "own"),
    *("scenario_file", "scenario_files", "options", "argument"),
)
"""Fields of the manifest that an answer leaves to the manifest."""


@dataclass(frozen=True, repr=False, eq=False)
class Answer:
    """The answer of a run: odds, times, costs, drivers.

    Two answers are equal if their results are: of one digest, seed, number of futures, precision
    and version; the folders in which they are kept may differ.
    """

    results: Results
    folder: Path | None = None
    """The run's folder, if there is one."""

    record_only: dict[str, Any] | None = None
    """The counts of the same question without drawn moves; None where no move is drawn."""

    executed: dict[str, object] | None = None
    """The place where it was computed, if that was not the process that asked for it."""

    def __repr__(self) -> str:
        return brief(
            self,
            "folder",
            **{key: getattr(self.results.manifest, key) for key in ("scenario", *SAME)},
            sentence=self.sentence,
        )

    def __eq__(self, other: object) -> bool:
        return self.results == other.results if isinstance(other, Answer) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.results)

    @cached_property
    @with_default_arithmetic
    def summary(self) -> Summary:
        """The answer in ten seconds: headline, sentence, reasons, honesty, strip."""
        return self.summary_in("en")

    @with_default_arithmetic
    def summary_in(self, language: str) -> Summary:
        """Return the answer in ten seconds in a language.

        Args:
            language: `en` or `zh`.

        Raises:
            InputError: There is no such language.
        """
        voice = voice_of(self.results.situation, language)
        effects = shipped_effects(self.results, voice)
        return summary(self.results, voice, effects=effects, cost=self.cost)

    @cached_property
    @with_default_arithmetic
    def _short(self) -> ShortAnswer:
        return short_answer(self.results, voice_of(self.results.situation))

    @property
    def headline(self) -> str:
        """The answer in at most 16 words."""
        return self._short.headline

    @property
    def sentence(self) -> str:
        """The counted sentence, in at most 35 words."""
        return self._short.sentence

    @cached_property
    @with_default_arithmetic
    def details(self) -> str:
        """The counts with their errors, on every clock, after the questions that decide them."""
        return answer_text(self.results, voice_of(self.results.situation))

    @cached_property
    @with_default_arithmetic
    def drivers(self) -> Drivers:
        """The drivers of the default set."""
        return drivers(self.results)

    @cached_property
    @with_default_arithmetic
    def costs(self) -> tuple[Cost, ...]:
        """The cost of denial to each bloc: the run less the same run without denial."""
        return self.results.costs()

    @cached_property
    @with_default_arithmetic
    def cost(self) -> ContestCost | None:
        """The loss of value added by bloc, year and industry, and what stands beside it.

        None where the contest has no bridge from services to industries, or no economy.
        """
        return contest_cost(self.results)

    @property
    def weights(self) -> FutureWeights | None:
        """The weight of each future by the observations known on the day; `to_frame` lists them.

        None where the results were made without weights, as those of a lever that moves.
        """
        return self.results.weights

    @with_default_arithmetic
    def to_xarray(self) -> "Dataset":
        """Return the record and the draws of every future, as an xarray Dataset with units."""
        return self.results.to_xarray()

    @with_default_arithmetic
    def to_frame(self, table: str = "services") -> "DataFrame":
        """Return a table as a pandas DataFrame, with units and long names in its `attrs`.

        Args:
            table: `services`, `sets`, `branches`, `costs`, `futures` or `draws`: the draw of each
                input in each future.

        Raises:
            InputError: There is no such table.
        """
        from outlast.results.answer_frames import answer_frame  # noqa: PLC0415  pandas is slow

        return answer_frame(self.results, table)

    @takes_lang
    @with_default_arithmetic
    def figure(self, name: str = "dots", language: str = "en") -> View:
        """Return a figure, which shows itself in a notebook and has `plot()` and `to_frame()`.

        Args:
            name: One of the figures that `outlast figure` names.
            language: `en` or `zh`.

        Raises:
            InputError: There is no such figure, or the world has nothing to draw in it.
        """
        from outlast.present.registry import view  # noqa: PLC0415  the views are heavy

        return view(name, self.results, voice_of(self.results.situation, language))

    @takes_lang
    @with_default_arithmetic
    def plot(self, name: str = "dots", language: str = "en") -> Any:  # noqa: ANN401  a chart
        """Return a figure as an Altair chart; see `figure`."""
        return self.figure(name, language).plot()

    @with_default_arithmetic
    def save(self, folder: Path | str) -> Path:
        """Write the run's folder, from which `load_run` opens it again; return where it is.

        Raises:
            InputError: The folder exists or cannot be written, a file of the scenario has changed
                since it was read, or these results are those of a lever that moves.
        """
        asked = Arguments()
        wanted = asked.place(folder, "folder")
        asked.stop_if_any()
        origin = self.results.situation.origin
        place = open_folder(wanted or Path(folder), self.results.manifest, origin)
        try:
            save_whole(self.results, place.chunks)
            if self.results.weights is not None:
                weighed(self.results, WeightRun(folder=place.chunks))
            place.finish(self.results, self.plain())
        except OutlastError:
            place.discard()
            raise
        finally:
            place.close()
        return place.path

    @with_default_arithmetic
    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        results, counted = self.results, counts(self.results)
        manifest, brief_answer = results.manifest.plain(), self.summary
        return {
            "run": {
                **{key: manifest[key] for key in manifest if key not in UNSHOWN},
                "executed": self.executed,
            },
            "headline": self.headline,
            "sentence": counted["sentence"],
            "reasons": [asdict(each) for each in brief_answer.reasons],
            "honesty": brief_answer.honesty,
            "cost_line": brief_answer.cost,
            "strip": [asdict(each) for each in brief_answer.strip],
            "details": self.details,
            "verdict": counted["verdict"],
            **record_end_rows(results.situation.origin.contest.timeline),
            "moves": moves_row(results.situation),
            "services": counted["services"],
            "sets": counted["sets"],
            "record_only": self.record_only,
            "lag": lag_row(results),
            "unweighted": unweighted(results),
            "weights": weights_row(results),
            "branches": [
                {
                    "switch": each.switch,
                    "question": results.situation.timeline.switches[each.switch].question,
                    "branch": each.branch,
                    "chance": each.chance,
                    "sets": [set_row(odds) for odds in each.sets],
                }
                for each in results.branches()
            ],
            "drivers": _drivers(self.drivers),
            "costs": [asdict(cost) for cost in self.costs],
            "cost": None if self.cost is None else self.cost.plain(),
            "folder": str(self.folder) if self.folder else None,
        }

    def __str__(self) -> str:
        return self.sentence

    @with_default_arithmetic
    def _repr_html_(self) -> str:
        """Return the answer as a notebook shows it."""
        english, manifest = voice_of(self.results.situation), self.results.manifest
        table = services_table(self.results, english)
        foot = (
            f"{manifest.title} · {manifest.futures:,} futures · seed {manifest.seed} · "
            f"digest {manifest.digest} · outlast {manifest.version}"
        )
        head = f"<p><b>{escape(self.headline)}</b></p><p>{escape(self.sentence)}</p>"
        return f"{head}{_dots(self)}{_html(table)}<p>{escape(foot)}</p>"


def _drivers(found: Drivers) -> dict[str, Any]:
    return {
        "contest": found.service_set,
        "definition": found.definition,
        "levers": [asdict(each) for each in found.levers],
        "assumptions": [asdict(each) for each in found.assumptions],
        "explained": found.explained,
        "judged_share": found.judged_share,
        "noise": found.noise,
        "inputs": found.inputs,
    }


def _dots(answer: Answer) -> str:
    """Return the dots of an answer as SVG on paper of its own, which a dark notebook needs."""
    from outlast.present.sharing.dot_field import (  # noqa: PLC0415  the views are heavy
        PAGE_SIZE,
        dot_field,
        standalone,
    )

    words = with_words(voice_of(answer.results.situation), "outlast.present.sharing")
    body, height = dot_field(answer.results, words, PAGE_SIZE)
    picture = standalone(body, PAGE_SIZE.width, height, answer.sentence)
    look = f"max-width:{PAGE_SIZE.width}px;background:{LIGHT.paper};font-family:{escape(FONT)}"
    return f'<div style="{look}">{picture}</div>'


def _html(table: Table) -> str:
    """Return a table as HTML."""
    head = "".join(f"<th>{escape(title)}</th>" for _, title in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>"
        for line in table.lines(voice("en"))
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
