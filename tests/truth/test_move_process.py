"""The process of moves: its fit to the record, its score against flat rates, its coverage."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from outlast.lower.draws.histories import MoveSampler
from outlast.scenario.load import load_scenario
from outlast.scenario.move_fit import (
    DayCounts,
    count_days,
    fit,
    mean_rate,
    mean_reply,
    reply_weights,
    rolling_score,
)
from outlast.scenario.moves import MarkClass, MoveProcess, days_of
from outlast.truth.move_forecasts import moves_report

LAWS: Any = import_module("scipy.stats")
YEAR = 365.25
HISTORIES = 200


@pytest.fixture(scope="module")
def process() -> MoveProcess:
    found = load_scenario("june-2025").moves
    assert found is not None
    return found


def test_the_fit_reproduces_the_counts_of_the_record(process: MoveProcess) -> None:
    fitted = fit(process, date(2026, 10, 8))
    assert fitted.until == date(2025, 6, 30)
    assert fitted.counts == DayCounts(days=1064, acted=17, own=4, open_=17, answered=6)
    assert sum(fitted.ladders.values()) == pytest.approx(28)
    tariff = fitted.reply_classes[MarkClass.TARIFF]
    assert tariff[MarkClass.TARIFF] > tariff[MarkClass.CONTROL]


def test_an_earlier_day_knows_fewer_events(process: MoveProcess) -> None:
    early, late = (fit(process, date(2025, *day)) for day in ((4, 16), (6, 30)))
    assert early.counts.acted < late.counts.acted
    assert early.deals == 0
    assert late.deals == 1


def test_days_of_events_are_days_of_their_measures(process: MoveProcess) -> None:
    timeline = load_scenario("today").origin.contest.timeline
    without = [
        event.day
        for event in process.events
        if not any(
            0 <= (day - event.day).days <= 3
            for key in event.measures
            for day in days_of(key, timeline)
        )
    ]
    assert without == [date(2025, 3, 4)]


def test_replies_foresee_the_record_better_than_flat_rates(process: MoveProcess) -> None:
    flat, replies = (rolling_score(process, replies=each) for each in (False, True))
    assert sum(flat.values()) == pytest.approx(-108.7, abs=0.1)
    assert sum(replies.values()) == pytest.approx(-101.4, abs=0.1)
    assert flat["us"] == replies["us"]


def simulated(process: MoveProcess, days: int, chance: np.random.Generator) -> DayCounts:
    """Return the counts of a history with the rates of the fit."""
    counts = fit(process, process.fitted_until).counts
    first, own = (mean_rate(process.rate, n, counts.days) for n in (counts.acted, counts.own))
    acts = np.flatnonzero(chance.random(days) < first)
    rest = set(np.flatnonzero(chance.random(days) < own).tolist())
    weights = reply_weights(process.reply.window)
    for day in acts.tolist():
        if chance.random() < mean_reply(process.reply, counts):
            rest.add(day + int(chance.choice(len(weights), p=weights)))
    known = sorted(day for day in rest if day < days)
    return count_days(acts.tolist(), known, 0, days, process.reply.window)


def test_intervals_cover_the_truth_in_histories_of_this_size(process: MoveProcess) -> None:
    counts, chance = fit(process, process.fitted_until).counts, np.random.default_rng(1)
    prior, reply = process.rate, process.reply
    first, own = (mean_rate(prior, n, counts.days) for n in (counts.acted, counts.own))
    covered = np.zeros(3)
    for _ in range(HISTORIES):
        found = simulated(process, counts.days, chance)
        scale = 1.0 / (prior.days + found.days)
        yes = reply.answered + found.answered
        no = reply.unanswered + found.open_ - found.answered
        laws = (
            (LAWS.gamma(prior.events + found.acted, scale=scale), first),
            (LAWS.gamma(prior.events + found.own, scale=scale), own),
            (LAWS.beta(yes, no), mean_reply(reply, counts)),
        )
        for number, (law, truth) in enumerate(laws):
            covered[number] += law.ppf(0.05) <= truth <= law.ppf(0.95)
    share = covered / HISTORIES
    assert np.all(share >= 0.85), share
    assert np.all(share <= 0.95), share


def sampler(process: MoveProcess, days: float) -> MoveSampler:
    ledger = load_scenario("june-2025").ledger
    until = process.fitted_until
    return MoveSampler(process, fit(process, until), ledger, days, until)


def test_drawn_counts_are_those_of_rates_with_a_gamma_law(process: MoveProcess) -> None:
    points, days = np.random.default_rng(2).random(20_000), 730.0
    drawn = sampler(process, days).draw(points, {})
    mine = np.array([side == "us" for side in drawn.sides])[drawn.marks]
    counted = (np.isfinite(drawn.days) & mine).sum(axis=1)
    law = LAWS.gamma(process.rate.events + 17, scale=1 / (process.rate.days + 1064))
    mean, spread = float(law.mean()) * days, float(law.var()) * days**2
    assert counted.mean() == pytest.approx(mean, rel=0.02)
    assert counted.var() == pytest.approx(mean + spread, rel=0.05)


def test_a_truce_delays_moves_and_an_escalation_hastens_them(process: MoveProcess) -> None:
    points, all_ = np.random.default_rng(3).random(4_000), np.ones(4_000, np.bool_)
    made = sampler(process, YEAR)
    early = [
        (made.draw(points, held).of_side("us") < 91).mean()
        for held in ({"truce": all_}, {}, {"escalation": all_})
    ]
    assert early == sorted(early)
    assert early[0] < early[2] - 0.2


def test_a_future_has_the_same_moves_beside_any_others(process: MoveProcess) -> None:
    points = np.random.default_rng(4).random(50)
    whole = sampler(process, YEAR).draw(points, {})
    part = sampler(process, YEAR).draw(points[20:25], {})
    for ladder in whole.ladders:
        many, few = whole.of_ladder(ladder, 3), part.of_ladder(ladder, 3)
        assert np.array_equal(many[:, 20:25], few)


def test_a_tariff_is_answered_by_tariffs_more_often(process: MoveProcess) -> None:
    drawn = sampler(process, YEAR).draw(np.random.default_rng(5).random(4_000), {})
    tariffs = [drawn.ladders.index(name) for name in ("us-tariffs", "cn-tariffs")]
    acted = np.isfinite(drawn.days) & (drawn.marks == tariffs[0])
    replied = np.isfinite(drawn.days) & (drawn.marks == tariffs[1])
    many = acted.sum(axis=1) >= 3
    assert replied[many].sum(axis=1).mean() > replied[~many].sum(axis=1).mean() + 0.3


def test_the_report_scores_the_crowds_and_says_where_it_has_no_move() -> None:
    found = moves_report(load_scenario("june-2025"), futures=400)
    resolved = [each for each in found.crowds if each.happened is not None]
    assert len(resolved) == 4
    assert all(each.crowd_brier is not None for each in resolved)
    assert {each.process is None for each in found.crowds} == {True, False}
    for each in found.chances:
        assert 0.0 <= each.within[3] <= each.within[6] <= each.within[12] <= 1.0


def test_a_contest_without_a_process_says_so() -> None:
    found = moves_report(load_scenario("lilliput"))
    assert found.fitted_until is None
    assert not found.drawn
    assert found.chances == ()


def test_the_events_after_fitting_are_not_read(process: MoveProcess) -> None:
    cut = replace_events(process)
    assert fit(cut, date(2026, 10, 8)) == fit(process, date(2026, 10, 8))


def replace_events(process: MoveProcess) -> MoveProcess:
    """Return a process with one more event, after the last day of fitting."""
    late = process.events[0].model_copy(update={"day": date(2025, 10, 9)})
    return process.model_copy(update={"events": (*process.events, late)})


def test_lowering_without_moves_is_that_of_a_contest_without_a_process() -> None:
    from outlast.lower import lower  # noqa: PLC0415  only here
    from outlast.scenario.adjust import without_moves  # noqa: PLC0415

    situation = load_scenario("june-2025")
    held, bare = lower(without_moves(situation)), lower(replace(situation, moves=None))
    for name, one, other in zip(held.plan._fields, held.plan, bare.plan, strict=True):
        assert np.array_equal(one, other), name
    assert not held.plan.moved.any()
    assert "moves" not in held.drawing.dimensions
