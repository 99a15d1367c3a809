"""Comparing two scenarios on the same dice."""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from outlast.api.answer import Answer
from outlast.api.run import FUTURES, run
from outlast.present.comparison import comparison_sentence
from outlast.present.display.voice import voice_of
from outlast.results.comparison import LineDifference, PairedRuns, SetDifference, paired_runs
from outlast.scenario.load import Situation


@dataclass(frozen=True)
class Comparison:
    """Two answers on the same dice."""

    one: Answer
    other: Answer

    @cached_property
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
    def sentence(self) -> str:
        """How the second scenario changes the default set, counted."""
        return comparison_sentence(self.runs, voice_of(self.runs.one.situation))

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
            "sets": [_set(each) for each in self.sets],
            "services": [asdict(each) for each in self.lines],
        }

    def __str__(self) -> str:
        return self.sentence


def compare(
    one: str | Situation | Answer,
    other: str | Situation | Answer,
    *,
    futures: int = FUTURES,
    seed: int = 1,
    **more: Any,  # noqa: ANN401  the other arguments of `run`
) -> Comparison:
    """Return two scenarios beside each other, run on the same dice.

    Args:
        one: A scenario, or an answer that was computed before.
        other: The scenario, or the answer, to compare with it.
        futures: The number of futures of each.
        seed: The seed of their luck, the same for both.
        more: Other arguments of `run`.

    Raises:
        InputError: They do not compare the same services over the same time on the same dice.
        RunError: A future failed its audit.
    """
    first, second = (
        each if isinstance(each, Answer) else run(each, futures=futures, seed=seed, **more)
        for each in (one, other)
    )
    comparison = Comparison(first, second)
    _ = comparison.runs  # refuses runs that cannot be compared
    return comparison


def _set(difference: SetDifference) -> dict[str, Any]:
    """Return the difference of a set as plain data, its name under the key `contest`."""
    fields = asdict(difference)
    key = fields.pop("service_set")
    return {"contest": key, **fields}
