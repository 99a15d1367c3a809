"""The shipped world does before July 2025 what the record did: medians of 250 futures.

Each number comes from the ledger by its key. Where a prior was read from the same numbers, or the
model misses, docs/model/checked.md says so; a band here is what the page calls held.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pytest

from outlast.engine.arrays import Reals
from outlast.engine.compiled.run import run_compiled
from outlast.engine.plan import Plan
from outlast.engine.state import Record
from outlast.ensemble import luck
from outlast.facts import Ledger
from outlast.lower import Lowered, lower
from outlast.scenario.adjust import without_moves
from outlast.scenario.load import load_scenario

FUTURES = 250
"""Two designs of the luck of a run."""
RULE = 117 + 4 / 7
"""4 April 2025 in weeks since the common start."""

WINTER = [f"2024-{12:02}", *(f"2025-{month:02}" for month in range(1, 7))]
WINTER_BEFORE = [f"2023-{12:02}", *(f"2024-{month:02}" for month in range(1, 7))]


@dataclass(frozen=True)
class Shown:
    """The numbers of a scenario's futures that the record has too."""

    lowered: Lowered
    record: Record
    ledger: Ledger

    def tally(self, name: str) -> Reals:
        """Return a flow that was summed, one number a future."""
        return self.record.tally.values[list(self.lowered.names.tallies).index(name)]

    def weekly(self, name: str) -> Reals:
        """Return the same over the whole weeks that were counted."""
        row = list(self.lowered.names.tallies).index(name)
        plan = self.lowered.plan
        weeks = int(plan.tally_to[row]) - int(plan.tally_from[row]) + 1
        return self.record.tally.values[row] / weeks

    def line(self, service: str) -> int:
        """Return the row of a flow service's breath line."""
        lines = self.lowered.names.lines
        return [each.service for each in lines if each.definition == "flow"].index(service) + sum(
            each.definition != "flow" for each in lines
        )

    def series(self, name: str, months: list[str]) -> float:
        """Return the sum of an observed series over months."""
        points = {str(each.period): each.value for each in self.ledger.observed[name]}
        return sum(points[month] for month in months)


View: TypeAlias = Callable[[str], Shown]


def shown(
    name: str,
    change: Callable[[Lowered, Plan], Plan] | None = None,
    *,
    futures: int = FUTURES,
) -> Shown:
    """Return the numbers of a scenario, on the same dice for all."""
    situation = without_moves(load_scenario(name))
    lowered = lower(situation)
    plan = change(lowered, lowered.plan) if change else lowered.plan
    dice = luck(lowered.drawing.dimensions, range(futures), 1)
    room = run_compiled(plan, lowered.sample(dice))
    assert not room.record.status.values.any()
    return Shown(lowered, room.record, situation.ledger)


def without_the_licence(lowered: Lowered, plan: Plan) -> Plan:
    """Return a plan in which the world-wide licence on gallium and germanium never was."""
    rows = [
        number
        for number, row in enumerate(lowered.names.measures)
        if row.measure == "cn-gallium-germanium-licence"
    ]
    assert rows
    arrays = {name: getattr(plan, name).copy() for name in ("force", "on", "announced")}
    for array in arrays.values():
        array[rows] = 0.0
    return plan._replace(**arrays)


@pytest.fixture(scope="module")
def april() -> Shown:
    """The scenario of 16 April 2025."""
    return shown("april-2025")


@pytest.fixture(scope="module")
def today() -> Shown:
    """The scenario of today, which knows the practice of June 2025."""
    return shown("today")


@pytest.fixture(scope="module", params=["april", "today"])
def either(request: pytest.FixtureRequest) -> Shown:
    """Each of the two."""
    found: Shown = request.getfixturevalue(request.param)
    return found


def median(values: Reals) -> float:
    return float(np.median(values))


def test_us_gallium_imports_do_not_fall_under_the_ban(either: Shown) -> None:
    observed = "us-imports-gallium"
    rise = either.series(observed, WINTER) / either.series(observed, WINTER_BEFORE)
    assert rise > 1  # the record: no fall; the size of its rise is a miss that the page states
    before = either.tally("us-gallium-imports-2023-24")
    under = either.tally("us-gallium-imports-2024-25")
    assert median(under) >= median(before)
    assert median(under / before) >= 1
    assert np.quantile(under / before, 0.1) > 2 / 3


def test_us_gallium_imports_before_the_ban_are_of_the_recorded_size(either: Shown) -> None:
    recorded = either.series("us-imports-gallium", WINTER_BEFORE)
    # A year of trade varies by a quarter from month to month; the base year is 2022.
    assert median(either.tally("us-gallium-imports-2023-24")) == pytest.approx(recorded, rel=0.25)


def test_us_antimony_imports_hold_up_through_hubs(either: Shown) -> None:
    first, second = ([f"{year}-{month:02}" for month in range(1, 7)] for year in ("2024", "2025"))
    observed = "us-imports-antimony-metal"
    held = either.series(observed, second) / either.series(observed, first)
    ratio = either.tally("us-antimony-imports-2025-h1") / either.tally(
        "us-antimony-imports-2024-h1"
    )
    assert median(ratio) == pytest.approx(held, rel=0.2)  # metal alone has months on record
    assert np.quantile(ratio, 0.1) > 2 / 3


def test_the_licence_squeezes_germanium(either: Shown) -> None:
    before, after = (
        either.ledger.fact(f"germanium-exports-cn-{year}-01-{year}-09").value or 0.0
        for year in ("2023", "2024")
    )
    # Base flows are those of 2022, under the rush of early 2023: each within a third, and the fall.
    assert median(either.tally("cn-germanium-exports-2023-q3")) == pytest.approx(before, rel=1 / 3)
    assert median(either.tally("cn-germanium-exports-2024-q3")) == pytest.approx(after, rel=1 / 3)


def test_the_licence_lets_gallium_go_again(either: Shown) -> None:
    low, high = sorted(
        either.ledger.fact(key).value or 0.0
        for key in ("gallium-exports-cn-2024", "gallium-exports-cn-2024-rohstoff")
    )
    # Two counts stand on record; the model may leave them by a tenth.
    assert 0.9 * low < median(either.tally("cn-gallium-exports-2024")) < 1.1 * high


def test_with_the_ban_alone_neither_metal_collapses() -> None:
    alone = shown("april-2025", without_the_licence)
    for metal in ("gallium", "germanium"):
        before = alone.tally(f"us-{metal}-imports-2023-24")
        under = alone.tally(f"us-{metal}-imports-2024-25")
        assert median(under / before) > 0.9, metal
        assert np.quantile(under / before, 0.1) > 0.8, metal


def test_magnet_exports_trough_in_may(today: Shown) -> None:
    record = today.ledger
    free = (record.fact("magnets-exports-cn-2025-q1").value or 0.0) / 3
    recorded = {
        month: today.series("cn-exports-magnets", [f"2025-{month}"]) / free
        for month in ("04", "05", "06")
    }
    base = today.weekly("cn-magnet-exports-2025-q1")
    model = {month: today.weekly(f"cn-magnet-exports-2025-{month}") / base for month in recorded}
    middle = {month: median(values) for month, values in model.items()}
    assert middle["05"] < middle["04"]
    assert middle["05"] < middle["06"]
    for month, share in recorded.items():
        low, high = np.quantile(model[month], [0.02, 0.98])
        assert low < share < high, month
    for month in ("04", "05"):
        # A tenth of base trade: whole weeks stand for months, and one association for approval.
        assert middle[month] == pytest.approx(recorded[month], abs=0.1), month


@pytest.mark.xfail(
    strict=True,
    reason="June .74 for .63: the nowcast's odds of autumn act from 9 June (docs/model/checked.md)",
)
def test_magnet_exports_of_june_are_those_of_the_record(today: Shown) -> None:
    free = (today.ledger.fact("magnets-exports-cn-2025-q1").value or 0.0) / 3
    base = today.weekly("cn-magnet-exports-2025-q1")
    middle = median(today.weekly("cn-magnet-exports-2025-06") / base)
    assert middle == pytest.approx(today.series("cn-exports-magnets", ["2025-06"]) / free, abs=0.1)


def test_magnet_exports_of_june_in_the_frozen_model() -> None:
    frozen = shown("june-2025")
    free = (frozen.ledger.fact("magnets-exports-cn-2025-q1").value or 0.0) / 3
    base = frozen.weekly("cn-magnet-exports-2025-q1")
    middle = median(frozen.weekly("cn-magnet-exports-2025-06") / base)
    assert middle == pytest.approx(frozen.series("cn-exports-magnets", ["2025-06"]) / free, abs=0.1)


@pytest.mark.xfail(
    strict=True,
    reason="a week or two late: goods at sea last for six to seven weeks (docs/model/checked.md)",
)
def test_lines_of_car_makers_stop_in_the_weeks_on_record(either: Shown) -> None:
    for service in ("us-car-magnets", "ally-car-magnets"):
        row = list(either.lowered.names.services).index(service)
        weeks = np.floor(either.record.first_stop.values[row] - RULE)
        # The record: five to eight weeks after the rule, in allied countries and the US.
        assert 5 <= median(weeks) <= 8, service
        assert np.quantile(weeks, 0.05) >= 4, service


def test_without_denial_no_flow_service_breaks(either: Shown) -> None:
    horizon = either.lowered.plan.horizon
    for row, line in enumerate(either.lowered.names.lines):
        if line.definition == "flow":
            broken = either.record.first_free.values[row] <= horizon
            assert broken.mean() <= 0.02, line.service  # one in fifty, all services


def test_no_service_lies_down_where_the_record_has_none(april: Shown) -> None:
    # By 16 April 2025 nobody had reported a fall of a sector's output for want of a mineral:
    # a median under .85 would have been seen, and a tenth of futures under half is absurd.
    for row, line in enumerate(april.lowered.names.lines):
        if line.definition == "flow":
            level = april.record.level0.values[row]
            assert median(level) > 0.85, line.service
            assert np.quantile(level, 0.1) > 0.5, line.service
    fabs = april.record.level0.values[april.line("us-chip-fabrication")]
    assert np.quantile(fabs, 0.05) > 0.95  # no plant stopped


def test_us_users_of_gallium_work_on(april: Shown) -> None:
    use = {
        year: april.ledger.fact(f"gallium-consumption-us-{year}").value or 0.0
        for year in ("2022", "2024")
    }
    level = april.record.level0.values[april.line("us-rf-optical-chips")]
    # Reported use fell a little, by thrift or by want; a twentieth less still is a fair reading.
    assert median(level) > use["2024"] / use["2022"] - 0.05
