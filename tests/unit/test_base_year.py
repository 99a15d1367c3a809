"""A world states all flows but two a site, and its balances give these."""

from datetime import date

import pytest

from outlast.api import library
from outlast.facts import Ledger, Quantity
from outlast.facts.units import WEEKS_A_YEAR
from outlast.reading import CONTESTS
from outlast.world import BaseYear, World, close

LEDGER = Ledger(sources={}, facts={}, statements={}, gaps={}, observed={})
SHARE = {"assume": 1, "unit": "1", "why": "a toy's number"}
WEEK = {"assume": 1, "unit": "week", "why": "a toy's number"}


def kilograms(amount: float) -> dict[str, object]:
    return {"assume": amount, "unit": "kg/year", "why": "a toy's number"}


def world(**sections: object) -> World:
    plain: dict[str, object] = {
        "start": date(2023, 1, 2),
        "base_year": 2022,
        "cohorts": {"weights": (SHARE,)},
        "blocs": {"here": {"title": "Here"}, "there": {"title": "There"}},
        "goods": {"salt": {"title": "Salt", "kind": "toy", "unit": "kg"}},
    }
    return World.model_validate(plain | sections)


def site(*rest: str, bloc: str = "here", **stated: float) -> dict[str, object]:
    given = {name: kilograms(amount) for name, amount in stated.items()}
    return {"bloc": bloc, "good": "salt", "rest": rest, "finished": WEEK, **given}


def pans(output: float | None = None) -> dict[str, object]:
    made = {} if output is None else {"output": kilograms(output)}
    return {"site": "salt-here", "making": "primary", **made}


def closed(**sections: object) -> BaseYear:
    base, wrong = close(world(**sections), LEDGER)
    assert not wrong
    return base


def test_what_is_kept_and_other_use_follow_from_output() -> None:
    base = closed(sites={"salt-here": site("kept", "other")}, processes={"pans": pans(12)})
    assert base.kept["salt-here"] == pytest.approx(12)
    assert base.other["salt-here"] == pytest.approx(12)


def test_output_and_what_is_kept_follow_from_other_use() -> None:
    sites = {"salt-here": site("pans", "kept", other=5)}
    base = closed(sites=sites, processes={"pans": pans()})
    assert base.output["pans"] == pytest.approx(5)
    assert base.kept["salt-here"] == pytest.approx(5)


def test_output_and_other_use_follow_from_what_is_kept() -> None:
    sites = {"salt-here": site("pans", "other", kept=5)}
    base = closed(sites=sites, processes={"pans": pans()})
    assert base.output["pans"] == pytest.approx(5)
    assert base.other["salt-here"] == pytest.approx(5)


def test_one_process_gives_what_the_others_leave() -> None:
    sites = {"salt-here": site("pans", "kept", other=5)}
    base = closed(sites=sites, processes={"pans": pans(), "kettle": pans(2)})
    assert base.output == pytest.approx({"pans": 3, "kettle": 2})


def test_what_is_sent_leaves_one_site_and_reaches_the_other() -> None:
    flow = {"good": "salt", "origin": "here", "destination": "there", "travel": WEEK}
    base = closed(
        sites={
            "salt-here": site("kept", "other"),
            "salt-there": site("kept", "other", bloc="there"),
        },
        processes={"pans": pans(12)},
        routes={"salt": {**flow, "flow": kilograms(7)}},
    )
    assert base.kept == pytest.approx({"salt-here": 5, "salt-there": 0})
    assert base.other == pytest.approx({"salt-here": 5, "salt-there": 7})


def test_more_sent_than_made_does_not_balance() -> None:
    flow = {"good": "salt", "origin": "here", "destination": "there", "travel": WEEK}
    _, wrong = close(
        world(
            sites={
                "salt-here": site("kept", "other"),
                "salt-there": site("kept", "other", bloc="there"),
            },
            processes={"pans": pans(5)},
            routes={"salt": {**flow, "flow": kilograms(7)}},
        ),
        LEDGER,
    )
    assert {each.site for each in wrong} == {"salt-here"}
    assert "what it keeps of its output would be -2 kg a year" in wrong[0].what


def test_the_dust_of_rounding_is_no_imbalance() -> None:
    flow = {"good": "salt", "origin": "here", "destination": "there", "travel": WEEK}
    base = closed(
        sites={
            "salt-here": site("kept", "other"),
            "salt-there": site("kept", "other", bloc="there"),
        },
        processes={"pans": pans(0.1 + 0.2), "kettle": pans(0.3)},
        routes={
            name: {**flow, "flow": kilograms(amount)} for name, amount in (("a", 0.5), ("b", 0.1))
        },
    )
    assert base.kept["salt-here"] == pytest.approx(0, abs=1e-9)
    assert base.kept["salt-here"] >= 0


def test_a_quantity_may_be_stated_in_any_unit_that_converts() -> None:
    weekly = Quantity(assume=0.012, unit="t/week", why="a toy's number")
    base = closed(
        sites={"salt-here": site("kept", "other")},
        processes={"pans": {"site": "salt-here", "making": "primary", "output": weekly}},
    )
    assert base.output["pans"] == pytest.approx(12 * WEEKS_A_YEAR)


def a_week(amounts: dict[str, float]) -> dict[str, float]:
    return {key: amount / WEEKS_A_YEAR for key, amount in amounts.items()}


def test_the_toy_balances_as_it_does_by_hand() -> None:
    base = library(CONTESTS / "lilliput").world.base_year
    assert a_week(base.output) == pytest.approx(
        {"big-hens": 20, "small-hens": 2, "salt-pans": 12, "bakery": 4, "trader": 1}
        | {"salt-scrap": 1}
    )
    assert a_week(base.kept) == pytest.approx(
        {"blefuscu-eggs": 10, "lilliput-eggs": 2, "laputa-eggs": 0, "lilliput-salt": 6}
        | {"blefuscu-salt": 1, "lilliput-pastry": 2, "blefuscu-pastry": 0}
    )
    assert a_week(base.other) == pytest.approx(
        {"blefuscu-eggs": 10, "lilliput-eggs": 1, "laputa-eggs": 2, "lilliput-salt": 4}
        | {"blefuscu-salt": 2, "lilliput-pastry": 2, "blefuscu-pastry": 0}
    )
