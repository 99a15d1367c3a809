"""Comparing two scenarios on the same dice."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outlast.api.answer import Answer
from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.pictured import Pictured
from outlast.api.run import FUTURES, run
from outlast.ensemble.task_executor import On, task_executor
from outlast.present.comparison import comparison_sentence
from outlast.present.display.voice import voice_of
from outlast.present.record_age import record_end_rows
from outlast.present.view import View
from outlast.reading import brief
from outlast.reading.frames import html_of
from outlast.results.comparison import (
    COLUMNS,
    LineDifference,
    PairedRuns,
    SetDifference,
    paired_runs,
)
from outlast.scenario.load import Situation, load_scenario
from outlast.scenario.locate import SCENARIOS, is_path, scenario_names

if TYPE_CHECKING:
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from xarray import Dataset

SHOWN: Final = ("title", "event", "one", "other", "difference", "standard_error")
"""The columns of a comparison in a notebook."""


@dataclass(frozen=True, repr=False)
class Comparison(Pictured):
    """Two answers on the same dice."""

    one: Answer
    other: Answer

    @cached_property
    @with_default_arithmetic
    def runs(self) -> PairedRuns:
        """Their results beside each other."""
        return paired_runs(self.one.results, self.other.results)

    @property
    def sets(self) -> tuple[SetDifference, ...]:
        """How each set of services ends in both, under every definition and rule."""
        return self.runs.sets

    @property
    def lines(self) -> tuple[LineDifference, ...]:
        """The chance that each service breaks in both."""
        return self.runs.lines

    @property
    @with_default_arithmetic
    def sentence(self) -> str:
        """How the second scenario changes the default set, counted."""
        return comparison_sentence(self.runs, voice_of(self.runs.one.situation))

    @with_default_arithmetic
    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        manifests = [each.results.manifest for each in (self.one, self.other)]
        return {
            "scenarios": [
                {"id": each.scenario, "title": each.title, "digest": each.digest}
                for each in manifests
            ],
            "seed": manifests[0].seed,
            "futures": manifests[0].futures,
            "sentence": self.sentence,
            **record_end_rows(self.one.results.situation.origin.contest.timeline),
            "sets": [_set(each) for each in self.sets],
            "services": [asdict(each) for each in self.lines],
        }

    def to_frame(self) -> "DataFrame":
        """Return the differences as a pandas DataFrame, with units and long names in `attrs`."""
        return self.runs.to_frame()

    def to_xarray(self) -> "Dataset":
        """Return the differences as an xarray Dataset; each answer has its own futures."""
        return self.runs.to_xarray()

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the dots of the second scenario over the outlines of the first."""
        from outlast.present.registry import Subject  # noqa: PLC0415  the views are heavy
        from outlast.present.registry import figure as entry_of  # noqa: PLC0415

        one, other = self.one.results, self.other.results
        voice = voice_of(other.situation, language)
        return entry_of("dots").build(Subject(other, baseline=one), voice)

    @with_default_arithmetic
    def _repr_html_(self) -> str:
        """Return the comparison as a notebook shows it."""
        rows = [row for row in self.runs.frame_rows() if row["clear"] or row["kind"] == "set"]
        head = self.runs.headline
        wanted = (head.service_set, head.definition, head.rule, head.clock)
        shown = [
            row
            for row in rows
            if row["kind"] == "service"
            or (row["key"], row["definition"], row["rule"], row["clock"]) == wanted
        ]
        chosen = [each for each in COLUMNS if each.key in SHOWN]
        return f"<p><b>{escape(self.sentence)}</b></p>{html_of(shown, chosen)}"

    def __repr__(self) -> str:
        one, other = (each.results.manifest.scenario for each in (self.one, self.other))
        return brief(self, one=one, other=other, sentence=self.sentence)

    def __str__(self) -> str:
        return self.sentence


@with_default_arithmetic
def compare(
    one: str | Path | Situation | Answer,
    other: str | Path | Situation | Answer,
    *,
    futures: int | None = None,
    seed: int | None = None,
    on: On = None,
    **more: Any,  # noqa: ANN401  the other arguments of `run`
) -> Comparison:
    """Return two scenarios beside each other, run on the same dice.

    Where one of them is the path of a file and the other a name, the name is sought first in the
    contest of the file.

    Args:
        one: A scenario, or an answer that was computed before.
        other: The scenario, or the answer, to compare with it.
        futures: The number of futures of each; 1,000 by default, or those of the answer.
        seed: The seed of their luck, the same for both; 1 by default, or that of the answer.
        on: Where the futures of both are computed; see `run`.
        more: Other arguments of `run`, except the folder of one run.

    Raises:
        InputError: They do not compare the same services over the same time on the same dice, or
            an argument cannot be used.
        RunError: A future failed its audit.
    """
    known = [each.results.manifest for each in (one, other) if isinstance(each, Answer)]
    _refuse_useless({"futures": futures, "seed": seed, "on": on, **more}, len(known))
    numbers = {
        "futures": (known[0].futures if known else FUTURES) if futures is None else futures,
        "seed": (known[0].seed if known else 1) if seed is None else seed,
    }
    contest = more.get("contest")
    pair = (_beside(one, other, contest), _beside(other, one, contest))
    report = more.pop("progress", None)
    new = [each for each in pair if not isinstance(each, Answer)]
    parts = _PartsProgress(report, len(new))
    with task_executor(on) as executor:  # one for both
        made = iter(
            run(
                each,
                **numbers,
                on=executor,
                progress=report and partial(parts.report, number),
                **more,
            )
            for number, each in enumerate(new)
        )
        first, second = (each if isinstance(each, Answer) else next(made) for each in pair)
    comparison = Comparison(first, second)
    _ = comparison.runs  # refuses runs that cannot be compared
    return comparison


@dataclass
class _PartsProgress:
    """The progress of several runs as one number; the histories that follow each do not count."""

    progress: Callable[[int, int], None]
    parts: int
    most: int = 0

    def report(self, number: int, done: int, of: int) -> None:
        """Report the futures of one run among those of all, unless more were reported before."""
        if number * of + done >= self.most:
            self.most = number * of + done
            self.progress(self.most, self.parts * of)


def _refuse_useless(arguments: Mapping[str, object], answers: int) -> None:
    """Refuse the arguments that a comparison cannot use.

    Args:
        arguments: The arguments that were given; None stands for none.
        answers: How many of the two are answers that were computed before.
    """
    asked = Arguments()
    given = [name for name, value in arguments.items() if value is not None]
    for name in sorted({"out", "resume"} & set(given)):
        cure = "Run each with its own folder by `run`, and compare the answers."
        asked.refuse(f"{name} is for the folder of one run; here are two.", cure)
    if answers == 2:  # noqa: PLR2004  both of the pair
        for name in given:
            what = f"{name} changes nothing: both answers were computed before."
            asked.refuse(what, "Leave it out, or give the scenarios instead of their answers.")
    asked.stop_if_any()


def _beside(
    scenario: str | Path | Situation | Answer,
    other: str | Path | Situation | Answer,
    contest: object,
) -> str | Path | Situation | Answer:
    """Return a scenario; a bare name beside a file's path is sought in the contest of that file."""
    if contest is not None or not isinstance(scenario, str) or is_path(scenario):
        return scenario
    if not isinstance(other, str | Path) or not is_path(str(other)):
        return scenario
    folder = load_scenario(other).origin.contest.folder
    if scenario in scenario_names(folder):
        return folder / SCENARIOS / f"{scenario}.yaml"
    return scenario


def _set(difference: SetDifference) -> dict[str, Any]:
    """Return the difference of a set as plain data, its name under the key `contest`."""
    fields = asdict(difference)
    key = fields.pop("service_set")
    return {"contest": key, **fields}
