"""On any small world that balances, the base year is found whatever is left to the balances."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.facts import Ledger
from outlast.facts.units import WEEKS_A_YEAR
from outlast.world import BaseYear, World, close

LEDGER = Ledger(sources={}, facts={}, statements={}, gaps={}, observed={})
AMOUNTS = st.integers(0, 1000)
WHY = "a toy's number"
WEEK = {"assume": 1, "unit": "week", "why": WHY}
ONE = {"assume": 1, "unit": "1", "why": WHY}
HELD = {"essentiality": "critical", "cover": WEEK, "spread": ONE}


@dataclass
class Truth:
    """A world whose base year is known, because it was built from it."""

    blocs: list[str]
    goods: list[str]
    routes: dict[str, tuple[str, str, str, float]] = field(
        default_factory=dict[str, tuple[str, str, str, float]]
    )
    recipes: dict[tuple[str, str], dict[str, float]] = field(
        default_factory=dict[tuple[str, str], dict[str, float]]
    )
    needs: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    output: dict[str, float] = field(default_factory=dict[str, float])
    kept: dict[str, float] = field(default_factory=dict[str, float])
    other: dict[str, float] = field(default_factory=dict[str, float])
    rest: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    """Worlds of up to three blocs and three goods, each made of the goods before it."""
    truth = Truth(["a", "b", "c"][: draw(st.integers(1, 3))], ["x", "y", "z"])
    truth.goods = truth.goods[: draw(st.integers(1, 3))]
    for origin in truth.blocs:
        for destination in truth.blocs:
            for good in truth.goods if origin != destination else []:
                if draw(st.booleans()):
                    flow = float(draw(AMOUNTS))
                    name = f"{good}-{origin}-{destination}"
                    truth.routes[name] = (good, origin, destination, flow)
    for bloc in truth.blocs:
        for place, good in enumerate(truth.goods):
            inputs = draw(st.lists(st.sampled_from(truth.goods[:place] or [""]), unique=True))
            truth.recipes[bloc, good] = {
                name: draw(st.integers(1, 8)) / 4 for name in inputs if name
            }
            truth.needs[bloc, good] = float(draw(AMOUNTS))
        for good in reversed(truth.goods):
            _fill_site(truth, bloc, good, draw)
    return truth


def _fill_site(truth: Truth, bloc: str, good: str, draw: st.DrawFn) -> None:
    """Choose a site's flows so that both balances hold, and what is left to them."""
    site, process = f"{bloc}-{good}", f"makes-{bloc}-{good}"
    sent = sum(flow for g, origin, _, flow in truth.routes.values() if (g, origin) == (good, bloc))
    came = sum(flow for g, _, to, flow in truth.routes.values() if (g, to) == (good, bloc))
    used = truth.needs[bloc, good] + sum(
        truth.recipes[bloc, maker].get(good, 0.0) * truth.output[f"makes-{bloc}-{maker}"]
        for maker in truth.goods[truth.goods.index(good) + 1 :]
    )
    truth.other[site] = max(0.0, came - used) + draw(AMOUNTS)
    truth.kept[site] = used + truth.other[site] - came
    truth.output[process] = sent + truth.kept[site]
    ways = [("kept", "other"), (process, "other"), ("kept", process)]
    truth.rest[site] = draw(st.sampled_from(ways))


def amount(value: float, unit: str = "kg/week") -> dict[str, Any]:
    return {"assume": value, "unit": unit, "why": WHY}


def sections(truth: Truth) -> dict[str, dict[str, Any]]:
    """Return a truth as the sections of a world, less what each site leaves to its balances."""
    sites: dict[str, Any] = {}
    processes: dict[str, Any] = {}
    services: dict[str, Any] = {}
    for bloc in truth.blocs:
        for good in truth.goods:
            site, process = f"{bloc}-{good}", f"makes-{bloc}-{good}"
            known = {"kept": truth.kept[site], "other": truth.other[site]}
            stated = {
                name: amount(of) for name, of in known.items() if name not in truth.rest[site]
            }
            sites[site] = {
                "bloc": bloc,
                "good": good,
                "rest": truth.rest[site],
                "finished": WEEK,
                **stated,
            }
            recipe = {
                name: {"per_unit": amount(of, "1"), **HELD}
                for name, of in truth.recipes[bloc, good].items()
            }
            making = "conversion" if recipe else "primary"
            processes[process] = {"site": site, "making": making, "inputs": recipe}
            if process not in truth.rest[site]:
                processes[process]["output"] = amount(truth.output[process])
            services[f"needs-{bloc}-{good}"] = {
                "bloc": bloc,
                "title": "Need",
                "class": "civil",
                "growth": amount(0, "1/year"),
                "threshold": ONE,
                "window": WEEK,
                "inputs": {good: {"use": amount(truth.needs[bloc, good]), **HELD}},
            }
    return {
        "blocs": {bloc: {"title": bloc} for bloc in truth.blocs},
        "goods": {good: {"title": good, "kind": "toy", "unit": "kg"} for good in truth.goods},
        "sites": sites,
        "processes": processes,
        "services": services,
        "routes": {
            name: {
                "good": good,
                "origin": origin,
                "destination": to,
                "flow": amount(flow),
                "travel": WEEK,
            }
            for name, (good, origin, to, flow) in truth.routes.items()
        },
    }


def closed(given: Mapping[str, Any]) -> BaseYear:
    whole: dict[str, Any] = {
        "start": date(2023, 1, 2),
        "base_year": 2022,
        "cohorts": {"weights": (ONE,)},
    }
    base, wrong = close(World.model_validate(whole | dict(given)), LEDGER)
    assert not wrong
    return base


def same(found: Mapping[Any, float], wanted: Mapping[Any, float], scale: float) -> bool:
    return found.keys() == wanted.keys() and all(
        abs(found[key] - wanted[key]) <= 1e-9 * scale for key in wanted
    )


def size(truth: Truth) -> float:
    """Return the largest flow of a world in kg a year, by which its rounding is judged."""
    return WEEKS_A_YEAR * max(1.0, *truth.output.values(), *truth.kept.values())


def yearly(amounts: Mapping[str, float]) -> dict[str, float]:
    return {key: WEEKS_A_YEAR * of for key, of in amounts.items()}


@settings(deadline=None, max_examples=60)
@given(truths())
def test_the_balances_give_back_what_was_left_out(truth: Truth) -> None:
    base = closed(sections(truth))
    assert same(base.output, yearly(truth.output), size(truth))
    assert same(base.kept, yearly(truth.kept), size(truth))
    assert same(base.other, yearly(truth.other), size(truth))


@settings(deadline=None, max_examples=60)
@given(truths())
def test_both_balances_hold_at_every_site(truth: Truth) -> None:
    base = closed(sections(truth))
    for bloc in truth.blocs:
        for good in truth.goods:
            site = f"{bloc}-{good}"
            sent = sum(
                base.flow[name] for name, route in truth.routes.items() if route[:2] == (good, bloc)
            )
            came = sum(
                base.flow[name]
                for name, route in truth.routes.items()
                if (route[0], route[2]) == (good, bloc)
            )
            used = sum(use for (_, at), use in base.use.items() if at == site)
            made = base.output[f"makes-{site}"]
            assert abs(made - sent - base.kept[site]) <= 1e-9 * size(truth)
            assert abs(came + base.kept[site] - used - base.other[site]) <= 1e-9 * size(truth)
            assert min(base.kept[site], base.other[site]) >= 0


@settings(deadline=None, max_examples=40)
@given(truths(), st.randoms(use_true_random=False))
def test_the_order_of_things_changes_nothing(truth: Truth, dice: Random) -> None:
    plain = sections(truth)
    shuffled: dict[str, dict[str, Any]] = {}
    for section, things in plain.items():
        keys = list(things)
        dice.shuffle(keys)
        shuffled[section] = {key: things[key] for key in keys}
    base, again = closed(plain), closed(shuffled)
    for name in ("output", "flow", "kept", "other", "use"):
        assert same(getattr(again, name), getattr(base, name), size(truth))


@settings(deadline=None, max_examples=40)
@given(truths())
def test_the_names_of_things_change_nothing(truth: Truth) -> None:
    def other(name: str) -> str:
        return name if name in {"kept", "other"} else f"{name[::-1]}-renamed"

    base, again = closed(sections(truth)), closed(renamed(sections(truth), other))
    for name in ("output", "flow", "kept", "other"):
        wanted = {other(key): of for key, of in getattr(base, name).items()}
        assert same(getattr(again, name), wanted, size(truth))


def renamed(plain: dict[str, dict[str, Any]], other: Callable[[str], str]) -> dict[str, Any]:
    """Return the sections of a world under other names for everything."""

    def thing(section: str, given: dict[str, Any]) -> dict[str, Any]:
        names: dict[str, Any] = {
            key: other(given[key])
            for key in ("bloc", "good", "site", "origin", "destination")
            if key in given
        }
        if section == "sites":
            names["rest"] = tuple(other(each) for each in given["rest"])
        if "inputs" in given:
            names["inputs"] = {other(key): of for key, of in given["inputs"].items()}
        return {**given, **names}

    return {
        section: {other(key): thing(section, given) for key, given in things.items()}
        for section, things in plain.items()
    }


@settings(deadline=None, max_examples=40)
@given(truths())
def test_a_closed_world_stated_again_repeats(truth: Truth) -> None:
    base = closed(sections(truth))
    again = Truth(truth.blocs, truth.goods, truth.routes, truth.recipes, truth.needs)
    again.output = {key: of / WEEKS_A_YEAR for key, of in base.output.items()}
    again.kept = {key: of / WEEKS_A_YEAR for key, of in base.kept.items()}
    again.other = {key: of / WEEKS_A_YEAR for key, of in base.other.items()}
    again.rest = dict.fromkeys(truth.rest, ("kept", "other"))
    repeated = closed(sections(again))
    for name in ("output", "flow", "kept", "other", "use"):
        assert same(getattr(repeated, name), getattr(base, name), size(truth))


@settings(deadline=None, max_examples=40)
@given(truths(), st.integers(2, 9))
def test_twice_of_everything_balances_at_twice_the_flows(truth: Truth, factor: int) -> None:
    base = closed(sections(truth))
    larger = Truth(truth.blocs, truth.goods, recipes=truth.recipes, rest=truth.rest)
    larger.routes = {key: (*ends, factor * flow) for key, (*ends, flow) in truth.routes.items()}  # pyright: ignore[reportAttributeAccessIssue]
    for name in ("needs", "output", "kept", "other"):
        setattr(larger, name, {key: factor * of for key, of in getattr(truth, name).items()})
    scaled = closed(sections(larger))
    for name in ("output", "flow", "kept", "other", "use"):
        wanted = {key: factor * of for key, of in getattr(base, name).items()}
        assert same(getattr(scaled, name), wanted, size(larger))
