"""Statistics that claims ask of runs, on outcomes that were made up for the smallest world."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property

import numpy as np
import pytest

from outlast.engine.arrays import Claim, Reals
from outlast.errors import InputError
from outlast.lower.lower import Lowered, lower
from outlast.scenario.load import Situation, load_scenario
from outlast.truth.claims.query import Run
from outlast.truth.claims.statistic import Bands, Ran
from tests.truth.stub import Flat

FUTURES = 64
NEVER = 1e6


@cache
def small() -> tuple[Situation, Lowered]:
    situation = load_scenario("lilliput")
    return situation, lower(situation)


@dataclass(frozen=True)
class Fake:
    """Outcomes in which the first line breaks in week 10 in a given share of futures."""

    share: float = 0.25
    since: float = 0.0
    free: float = 0.0
    compute: float = 1.0
    level: float = 0.9
    situation: Situation = field(default_factory=lambda: small()[0])
    lowered: Lowered = field(default_factory=lambda: small()[1])

    @property
    def record(self) -> Mapping[str, Reals]:
        """The record of the futures."""
        lines = len(self.lowered.names.lines)
        holdings = max(1, len(self.lowered.names.holdings))

        def weeks(share: float, week: float) -> Reals:
            found = np.full((FUTURES, lines), NEVER)
            found[: round(share * FUTURES)] = week
            return found

        return {
            "first": weeks(self.share, 10.0),
            "first_free": weeks(self.free, 10.0),
            "since": np.where(weeks(self.since, 1.0) == 1.0, 3.0, 0.0),
            "installed_end": np.full((FUTURES, holdings, 1), self.compute),
        }

    @property
    def bands(self) -> Mapping[str, Bands]:
        """The band of levels."""
        return {"level": Flat(self.level)}

    @cached_property
    def fallen(self) -> Mapping[str, tuple[tuple[str, Claim], ...]]:
        """The futures of each branch: the first half and the second."""
        first = np.arange(FUTURES) < FUTURES // 2
        return {"truce": (("holds", first), ("ends", ~first))}

    def ends(self, contest: str, definition: str, rule: str = "strict") -> Reals:
        """Return how each future ends: half of them with the first side."""
        del contest, definition, rule
        found = np.zeros((FUTURES, 4))
        found[: FUTURES // 2, 0] = 1.0
        found[FUTURES // 2 :: 2, 1] = 1.0
        return found


def run(asks: str, **others: object) -> Run:
    line = small()[1].names.lines[0]
    given = {"service": line.service, "definition": line.definition, **others}
    return Run.model_validate({"scenario": "lilliput", "asks": asks, **given})


def statistic(fake: Fake, question: Run) -> float:
    return Ran(lambda _: fake).statistic(question).value


def test_the_chance_of_a_break_is_counted_up_to_the_day() -> None:
    day = small()[0].scenario.date
    assert statistic(Fake(), run("breaks")) == 0.25
    assert statistic(Fake(), run("breaks", by=day + timedelta(weeks=9))) == 0.0
    assert statistic(Fake(), run("breaks", by=day + timedelta(weeks=10))) == 0.25


def test_a_line_that_was_short_already_has_broken() -> None:
    assert statistic(Fake(share=0.0, since=0.5), run("breaks")) == 0.5
    assert statistic(Fake(share=0.0, since=0.5), run("attributable")) == 0.0


def test_only_a_break_that_does_not_come_without_denial_is_attributable() -> None:
    assert statistic(Fake(share=0.5, free=0.25), run("attributable")) == 0.25


def test_a_chance_has_a_sampling_error_even_where_no_future_breaks() -> None:
    found = Ran(lambda _: Fake(share=0.0)).statistic(run("breaks"))
    assert (found.value, found.low) == (0.0, 0.0)
    assert 0 < found.high < 0.1


def test_the_chance_of_a_low_level_on_a_day_comes_from_the_bands() -> None:
    day = small()[0].scenario.date + timedelta(weeks=4)
    assert statistic(Fake(level=0.9), run("below", level=0.95, by=day)) == 1.0
    assert statistic(Fake(level=0.9), run("below", level=0.85, by=day)) == 0.0


def test_the_odds_of_a_set_and_the_larger_of_them() -> None:
    half = small()[1].names.sets
    one, other = half[0], half[1]
    named = {"set": one.contest, "definition": one.definition}
    assert statistic(Fake(), run("first", side=other.side, **named)) == 0.25
    assert statistic(Fake(), run("lead", **named)) == 0.5


def test_a_chance_that_hangs_on_a_switch_names_it() -> None:
    found = Ran(lambda _: Fake(share=0.5)).statistic(run("breaks"))
    assert found.hinges == ("the switch truce: 1.00 if holds, 0.00 if ends",)


def test_two_scenarios_are_compared_future_by_future() -> None:
    fakes = {"lilliput": Fake(share=0.75), "other": Fake(share=0.25)}
    found = Ran(lambda name: fakes[name]).statistic(run("breaks", than="other"))
    assert found.value == 0.5


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"asks": "breaks", "service": "egs"}, "is not a line"),
        ({"asks": "lead", "set": "al"}, "is not a set"),
        ({"asks": "first", "set": "all", "side": "bg", "definition": "flow"}, "is not a side"),
        ({"asks": "compute", "bloc": "nowhere"}, "has no compute"),
        ({"asks": "breaks", "by": "1999-01-01"}, "is outside the scenario"),
    ],
)
def test_what_a_scenario_does_not_have_is_refused(question: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        statistic(Fake(), run(**question))  # type: ignore[arg-type]
