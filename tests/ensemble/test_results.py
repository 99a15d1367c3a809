"""Results: odds that sum to one, verdicts that name neither side where readings disagree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.results import FirstBreaks, Results, SetOdds
from outlast.results.bands import SCALES, Bands
from outlast.results.first_breaks import (
    BOTH,
    CLOCKS,
    ENDINGS,
    HEADLINE_CLOCK,
    NEITHER,
    ONE,
    OTHER,
    RULES,
)
from outlast.results.odds import share_interval, standard_error, wilson
from outlast.results.verdict import BranchOdds, verdict
from outlast.scenario.load import load_scenario


@pytest.fixture(scope="module")
def toy() -> Results:
    return run_ensemble(load_scenario("lilliput"), futures=100)


def odds(
    one: float, other: float, definition: str = "plan", clock: str = HEADLINE_CLOCK
) -> SetOdds:
    spread: dict[str, float] = dict.fromkeys(["us", "cn", "same", "neither", "difference"], 0.01)
    first, short = {"us": one, "cn": other}, {"us": 0.0, "cn": 0.0}
    rest = 1.0 - one - other
    return SetOdds("all", "All", definition, "strict", clock, first, 0.0, rest, short, spread)


def breaks(times: Reals, horizon: float = 52.0) -> FirstBreaks:
    short = times <= 0
    sides = ("us", "cn")
    return FirstBreaks("all", "All", "flow", "strict", "from-date", sides, horizon, times, short)


def short_since(results: Results, weeks: float, *, share: float = 0.5) -> Results:
    """Return results in which the first service is short on the date in a share of futures.

    It had been so for some weeks in these futures, and breaks newly in the last week of all.
    """
    record = {name: np.array(values, np.float64) for name, values in results.record.items()}
    last = results.horizon - 1.0
    chosen = np.arange(results.futures) < share * results.futures
    for name, when in (("first", 0.0), ("first_ever", -weeks), ("first_new", last)):
        record[name][:, 0] = np.where(chosen, when, last)
    record["since"][:, 0] = np.where(chosen, weeks, 0.0)
    for name, ending in ((f"strict{ending}", ending) for ending in ENDINGS.values()):
        for row in range(len(results.lowered.names.sets)):
            members = list(results.lowered.members(row))
            record[name][:, row] = record[f"first{ending}"][:, members].min(axis=1)
    return replace(results, record=record)


def stratified(designs: int) -> Reals:
    """Return numbers between 0 and 1, spread evenly within each design."""
    rng = np.random.default_rng(1)
    return np.concatenate([(rng.permutation(125) + 0.5) / 125 for _ in range(designs)])


def test_the_outcomes_of_every_set_sum_to_one(toy: Results) -> None:
    for each in toy.sets():
        assert sum(each.first.values()) + each.same + each.neither == pytest.approx(1.0)


def test_the_toy_ends_as_its_page_says(toy: Results) -> None:
    breakfast = next(line for line in toy.lines() if line.service == "breakfast")
    assert breakfast.t50 == pytest.approx(16.526, abs=1e-3)
    assert (breakfast.p_break, breakfast.p_free, breakfast.p_attributable) == (1.0, 0.0, 1.0)
    assert toy.verdict().winner == "little"


def test_whole_weeks_decide_which_side_breaks_first() -> None:
    found = breaks(np.array([[10.2, 10.9], [10.2, 11.0], [53.0, 9.0], [53.0, 53.0]]))
    assert found.ends.tolist() == [BOTH, ONE, OTHER, NEITHER]
    assert found.weeks.tolist() == [10.2, 10.2, 9.0, 53.0]
    assert found.shares == (0.25, 0.25, 0.25, 0.25)


def test_sides_stand_in_the_order_of_the_record(toy: Results) -> None:
    sides = tuple(toy.situation.timeline.sides)
    assert toy.first_breaks().sides == sides
    assert all(tuple(each.first) == sides for each in toy.sets())


def test_a_side_without_services_never_breaks(toy: Results) -> None:
    names = toy.lowered.names
    alone = tuple(each for each in names.sets if each.side == "little")
    lowered = replace(toy.lowered, names=replace(names, sets=alone))
    found = replace(toy, lowered=lowered).first_breaks().odds
    assert (found.first["little"], found.first["big"]) == (1.0, 0.0)


def test_a_third_side_is_never_left_out_in_silence(toy: Results) -> None:
    record = toy.situation.timeline
    three = replace(record, sides={**record.sides, "third": record.sides["big"]})
    found = replace(toy, situation=replace(toy.situation, timeline=three))
    with pytest.raises(ValueError, match="too many values"):
        found.sets()


def test_the_services_of_a_set_are_those_that_the_scenario_names(toy: Results) -> None:
    declared = toy.situation.sets["all"].members
    for side, services in declared.items():
        assert [line.service for line in toy.lines_of("all", "flow", side)] == list(services)
    assert len(toy.lines_of()) == sum(len(services) for services in declared.values())


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (("al",), '"al" is not a set of services'),
        (("all", "flw", "strict"), "is not a definition of need"),
        (("all", "flow", "strikt"), "is not a rule"),
        (("all", "flow", "strict", "from-dat"), '"from-dat" is not a clock'),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(
    toy: Results, case: tuple[str, ...], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        toy.first_breaks(*case)


def test_a_break_that_denial_causes_is_one_that_does_not_come_without_it(toy: Results) -> None:
    caused = toy.record["first_free"] > toy.horizon
    assert caused.all()  # in the toy nothing breaks without denial
    strict, attributable = (toy.first_breaks(rule=rule) for rule in (RULES[0], RULES[2]))
    assert np.array_equal(strict.times, attributable.times)
    record = {**toy.record, "first_free": toy.record["first"]}
    free = replace(toy, record=record).first_breaks(rule="attributable")
    assert free.odds.neither == 1.0


def test_neither_side_is_named_where_definitions_disagree() -> None:
    found = verdict("all", [odds(0.6, 0.2, "plan"), odds(0.2, 0.6, "gap")], [])
    assert (found.winner, found.flips_on) == (None, ("definition",))


def test_neither_side_is_named_where_clocks_disagree() -> None:
    cases = [odds(0.6, 0.2), odds(0.2, 0.6, clock="new-only")]
    found = verdict("all", cases, [])
    assert (found.winner, found.flips_on) == (None, ("clock",))


def test_a_service_that_is_short_on_the_date_breaks_at_another_time_on_each_clock(
    toy: Results,
) -> None:
    found = short_since(toy, 7.0)
    name = toy.lowered.names.lines[0].service
    line = next(each for each in found.lines() if each.service == name)
    assert (line.since_share, line.since_weeks) == (0.5, 7.0)
    assert (line.t10, line.p_break, line.p_since_denial, line.p_new_only) == (0.0, 1.0, 1.0, 1.0)
    side = toy.situation.world.blocs[line.bloc].side
    times = {
        clock: found.first_breaks("all", clock=clock).times[0, toy.sides.index(str(side))]
        for clock in CLOCKS
    }
    assert times["since-denial"] == -7.0
    assert times["from-date"] == 0.0
    assert times["new-only"] > 0.0


def test_already_is_the_share_of_futures_in_which_a_service_of_the_side_is_short(
    toy: Results,
) -> None:
    found = short_since(toy, 7.0, share=0.25)
    name = toy.lowered.names.lines[0].service
    for each in found.sets():
        members = {
            side: [line.service for line in found.lines_of(each.service_set, each.definition, side)]
            for side in found.sides
        }
        expected = {side: 0.25 * (name in members[side]) for side in found.sides}
        assert each.already == pytest.approx(expected)


def test_every_set_and_definition_is_answered_on_every_clock_under_every_rule(
    toy: Results,
) -> None:
    keys = [each.key for each in toy.sets()]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {
        (name, definition, rule, clock)
        for name in toy.set_names
        for definition in toy.definitions(name)
        for rule in RULES
        for clock in CLOCKS
    }


def test_the_cause_of_a_break_is_sought_on_the_same_clock(toy: Results) -> None:
    found = short_since(toy, 7.0)
    record = dict(found.record)
    # Without denial the same service is short on the date as well, and never breaks newly.
    record["first_free"] = record["first"].copy()
    record["first_ever_free"] = record["first_ever"].copy()
    record["first_new_free"] = np.full_like(record["first"], found.horizon + 1.0)
    same = replace(found, record=record)
    odds_of = {clock: same.first_breaks("all", rule=RULES[2], clock=clock).odds for clock in CLOCKS}
    assert odds_of["from-date"].neither == odds_of["since-denial"].neither == 1.0
    assert odds_of["new-only"].neither == 0.0


def test_neither_side_is_named_where_branches_disagree() -> None:
    ways = [
        BranchOdds("truce", "holds", 0.5, (odds(0.6, 0.2),)),
        BranchOdds("truce", "lapses", 0.5, (odds(0.2, 0.6),)),
    ]
    found = verdict("all", [odds(0.5, 0.3)], ways)
    assert (found.winner, found.flips_on) == (None, ("truce",))


def test_a_side_is_named_where_all_readings_agree() -> None:
    cases = [odds(0.6, 0.2, "plan"), odds(0.5, 0.3, "gap")]
    assert verdict("all", cases, []).winner == "us"


def test_a_difference_under_five_in_a_hundred_is_too_close_to_call() -> None:
    assert odds(0.42, 0.38).winner is None
    assert odds(0.45, 0.38).winner == "us"


def test_the_error_is_taken_between_designs() -> None:
    cells = stratified(16)
    assert standard_error((cells < 0.3).astype(float)) < 0.2 * np.sqrt(0.21 / len(cells))


def test_a_break_has_one_error_in_headline_table_and_odds() -> None:
    cells = stratified(16)
    times = np.where(cells < 0.3, 10.0, 53.0)
    found = breaks(np.stack([times, np.full(len(times), 53.0)], axis=1))
    error = standard_error((cells < 0.3).astype(float))
    assert found.errors[ONE] == found.odds.errors["us"] == error
    assert found.odds.errors["difference"] == error


def test_an_interval_counts_designs_where_there_are_enough() -> None:
    luck = np.random.default_rng(5)
    few, many = (
        (stratified(number) + luck.normal(0, 0.01, 125 * number) < 0.3).astype(float)
        for number in (4, 16)
    )
    assert share_interval(few, 1.645) == wilson(few.mean(), len(few), 1.645)
    low, high = share_interval(many, 1.645)
    wide_low, wide_high = wilson(many.mean(), len(many), 1.645)
    assert high - low < 0.3 * (wide_high - wide_low)


def test_an_interval_has_a_width_even_where_no_future_counts() -> None:
    low, high = share_interval(np.zeros(2000), 1.645)
    assert low == 0.0
    assert 0.0 < high < 0.01


def test_bands_hold_quantiles_to_a_bin() -> None:
    rng = np.random.default_rng(2)
    values: Reals = rng.uniform(0.2, 1.0, (2, 3, 4000))
    bands = Bands.empty(SCALES["level"], 2, 3)
    for part in np.split(values, 8, axis=2):
        bands.add(part, np.arange(2))
    for q in (0.0, 0.1, 0.5, 0.9, 1.0):
        exact = np.quantile(values, q, axis=2)
        assert np.abs(bands.quantile(q) - exact).max() <= SCALES["level"].width
    assert bands.mean() == pytest.approx(values.mean(axis=2))
    assert bands.futures == 4000


def test_the_dataset_is_read_back_from_netcdf_as_it_was(toy: Results, tmp_path: Path) -> None:
    import xarray as xr  # noqa: PLC0415  slow to import

    made = toy.to_xarray()
    made.to_netcdf(tmp_path / "run.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "run.nc", engine="h5netcdf") as back:
        assert np.array_equal(back["first"].to_numpy(), made["first"].to_numpy())
        assert list(back["line"].to_numpy()) == list(made["line"].to_numpy())
        assert '"scenario": "lilliput"' in str(back.attrs["manifest"])
    told = toy.to_frame().to_csv(columns=["service"], index=False).split()
    assert told == ["service", *(line.service for line in toy.lines())]
