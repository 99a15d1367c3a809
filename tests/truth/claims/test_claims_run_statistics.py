"""Statistics of runs, on results of the smallest contest whose record is made up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from outlast.engine.arrays import Reals
from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.results import Bands, Results
from outlast.scenario.load import load_scenario
from outlast.truth.claims.query import RunQuery
from outlast.truth.claims.run_statistics import NINETY, run_statistic

FUTURES = 64
NEVER = 1e6
SIDES = ("little", "big")


@dataclass(frozen=True)
class FlatBand:
    """A band in which every quantile of every row is the same level."""

    level: float

    def quantile(self, share: float) -> Reals:
        """Return the level, by row and step."""
        del share
        return np.full((100, 400), self.level)


@cache
def small() -> Results:
    return run_ensemble(load_scenario("lilliput"), futures=2, seed=1)


def results(
    record: Mapping[str, NDArray[Any]], futures: int = FUTURES, level: float = 0.9
) -> Results:
    """Return results in which nothing breaks, except as a record states."""
    lines, sets = len(small().lowered.names.lines), len(small().lowered.names.sets)
    whole = {
        "status": np.zeros(futures),
        "first": np.full((futures, lines), NEVER),
        "first_free": np.full((futures, lines), NEVER),
        "since": np.zeros((futures, lines)),
        "strict": np.full((futures, sets), NEVER),
        **record,
    }
    bands = cast("Mapping[str, Bands]", {"level": FlatBand(level)})
    return replace(small(), record=whole, bands=bands)


def weeks(share: float, week: float, futures: int = FUTURES) -> Reals:
    """Return a week for the first futures of every line, and never for the others."""
    found = np.full((futures, len(small().lowered.names.lines)), NEVER)
    found[: round(share * futures)] = week
    return found


def breaks(share: float) -> Results:
    """Return results in which a share of futures breaks in week 10."""
    return results({"first": weeks(share, 10.0)})


def query(asks: str, **others: object) -> RunQuery:
    line = small().lowered.names.lines[0]
    keys = {"service": line.service, "definition": line.definition, **others}
    return RunQuery.model_validate({"scenario": "lilliput", "asks": asks, **keys})


def test_a_chance_of_a_break_counts_breaks_up_to_the_day() -> None:
    day = small().situation.scenario.date
    assert run_statistic(query("breaks"), breaks(0.25)).value == 0.25
    for week, chance in ((9, 0.0), (10, 0.25)):
        by = day + timedelta(weeks=week)
        assert run_statistic(query("breaks", by=by), breaks(0.25)).value == chance


def test_a_service_that_was_short_already_has_broken_in_week_0() -> None:
    first = weeks(0.5, 0.0)
    since = np.where(first == 0.0, 3.0, 0.0)
    day = small().situation.scenario.date
    found = run_statistic(query("breaks", by=day), results({"first": first, "since": since}))
    assert found.value == 0.5
    assert "already: 0.5" in found.evidence[0].shown
    for free, chance in ((weeks(0.0, 0.0), 0.5), (weeks(0.25, 0.0), 0.25), (first, 0.0)):
        record = {"first": first, "first_free": free, "since": since}
        assert run_statistic(query("attributable"), results(record)).value == chance


def test_only_a_break_that_does_not_come_without_denial_is_attributable() -> None:
    record = {"first": weeks(0.5, 10.0), "first_free": weeks(0.25, 10.0)}
    assert run_statistic(query("attributable"), results(record)).value == 0.25


def test_a_chance_has_a_sampling_error_even_where_no_future_breaks() -> None:
    found = run_statistic(query("breaks"), breaks(0.0))
    assert (found.value, found.low) == (0.0, 0.0)
    assert 0 < found.high < 0.1


def test_the_chance_of_a_low_level_comes_from_the_bands() -> None:
    by = small().situation.scenario.date + timedelta(weeks=4)
    for level, chance in ((0.95, 1.0), (0.85, 0.0)):
        assert run_statistic(query("below", level=level, by=by), results({})).value == chance


def first_breaks(one: float, other: float, futures: int = FUTURES) -> Results:
    """Return results in which each side breaks first in a share of futures, the one before."""
    strict = np.full((futures, len(small().lowered.names.sets)), NEVER)
    rows = [
        [row for row, each in enumerate(small().lowered.names.sets) if each.side == side]
        for side in SIDES
    ]
    strict[: round(one * futures), rows[0]] = 10.0
    strict[futures - round(other * futures) :, rows[1]] = 20.0
    return results({"strict": strict}, futures)


def test_the_chance_that_a_side_breaks_first_and_the_larger_of_both() -> None:
    run = first_breaks(0.5, 0.25)
    one, other = (run_statistic(query("first", set="all", side=side), run) for side in SIDES)
    assert (one.value, other.value) == (0.5, 0.25)
    assert run_statistic(query("lead", set="all"), run).value == 0.5


def test_the_chance_that_a_side_breaks_first_counts_as_the_headline_does() -> None:
    """Ties within a week count for neither side, and the error is that between designs."""
    futures, design = 1000, 125
    strict = np.full((futures, len(small().lowered.names.sets)), NEVER)
    strict[:, :] = 10.2
    # In every other design 62 futures of 125 break first, in the rest 63.
    for start in range(0, futures, design):
        broken = 62 + start // design % 2
        strict[start : start + broken, 0] = 3.0
    run = results({"strict": strict}, futures)
    side = small().lowered.names.sets[0].side
    found = run_statistic(query("first", set="all", side=side), run)
    headline = run.first_breaks("all", query("first", set="all", side=side).definition)
    place = headline.sides.index(side)
    assert found.value == headline.shares[place] == 0.5
    half = NINETY * headline.errors[place]
    assert found.high - found.value == pytest.approx(half, rel=0.01)
    assert half < 0.25 * NINETY * np.sqrt(0.25 / futures)


def test_a_chance_that_depends_on_a_switch_names_it() -> None:
    run = breaks(0.5)
    half = np.arange(FUTURES) < FUTURES // 2
    # The smallest contest draws no switch: the cached branches stand in for one.
    vars(run)["switch_branches"] = {"truce": (("holds", half), ("ends", ~half))}
    found = run_statistic(query("breaks"), run)
    assert found.depends_on == ("the switch truce: 1.00 if holds, 0.00 if ends",)


def test_two_scenarios_are_compared_future_by_future() -> None:
    found = run_statistic(query("breaks", than="other"), breaks(0.75), breaks(0.25))
    assert found.value == 0.5


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"asks": "breaks", "service": "egs"}, "is not a line"),
        ({"asks": "lead", "set": "al"}, "is not a set of services"),
        ({"asks": "first", "set": "all", "side": "bg"}, "is not a side"),
        ({"asks": "compute", "bloc": "nowhere"}, "has no compute"),
        ({"asks": "breaks", "by": "1999-01-01"}, "is outside the"),
    ],
)
def test_a_name_that_the_scenario_lacks_is_refused(keys: dict[str, object], words: str) -> None:
    record = {"installed_end": np.ones((FUTURES, 1, 1))}
    with pytest.raises(InputError, match=words):
        run_statistic(query(**keys), results(record))  # type: ignore[arg-type]
