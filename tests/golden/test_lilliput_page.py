"""The numbers of docs/model/lilliput.md are those of the engine, to the last figure printed."""

import re
from functools import cache
from pathlib import Path

import pytest

from outlast.engine.plain import run_plain
from outlast.engine.workspace import Workspace
from tests.engine.assembly import Assembly
from tests.engine.lilliput import arrays, lilliput
from tests.engine.world import Key, Place

PAGE = (Path(__file__).parents[2] / "docs" / "model" / "lilliput.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
TABLE = PAGE.split("## The first three weeks")[1].split("## Where it goes")[0]
ROWS = {name: [float(x) for x in values] for name, *values in ROW.findall(TABLE)}
MEASURES = ("egg-licence", "salt-quota", "pastry-fee", "egg-ban")
PROCESSES = ("big_hens", "small_hens", "salt_pans", "bakery", "trader", "salt_scrap")
USERS = (
    "breakfast", "fleet", "other eggs L", "other eggs H", "other eggs B", "other salt L",
    "other pastry L", "other salt B",
)  # fmt: skip
EDGES = (
    "bakery: eggs", "trader: eggs", "breakfast: eggs", "breakfast: salt", "fleet: salt",
    "fleet: pastry", "L eggs: eggs", "H eggs: eggs", "B eggs: eggs", "L salt: salt",
    "L pastry: pastry", "B salt: salt",
)  # fmt: skip
ASSEMBLY = Assembly(lilliput(), 1.0, 3.0, 0.0)
BY_MEASURE = {"force": "effect"}
BY_PROCESS = {"output": "output"}
BY_SITE = {
    "fear": ("state", "fear"), "came": ("week", "came"), "order": ("week", "order"),
    "sellers": ("state", "sellers"), "expected orders": ("state", "ordered"),
    "spot": ("state", "spot"), "contract": ("state", "contract"),
}  # fmt: skip
BY_ROUTE = {
    "route order": ("week", "order_route"), "legal": ("week", "legal"),
    "refused": ("week", "refused"), "wait": ("state", "wait"), "sent": ("week", "sent"),
    "fill": ("state", "fill"), "share": ("state", "share"),
    "diverted share": ("state", "diverted"),
}  # fmt: skip


@cache
def after(week: int) -> Workspace:
    """Return the toy at the end of a week."""
    return run_plain(*arrays(weeks=week + 1.0))


def stock(e: int, week: int) -> float:
    """Return the stock of an edge's users at the end of a week, or at the common start."""
    if week < 0:
        plan, draw = arrays(weeks=1.0)
        return float(plan.requirement0[e] * (plan.cohort_weight @ draw.cover.values[e, :, 0]))
    return float(after(week).state.stock.values[e, :, 0].sum())


def place(text: str) -> Place:
    """Return a site from its words."""
    good, bloc = text.split(" ")
    return bloc, good


def route(text: str) -> Key:
    """Return a route from its words."""
    good, origin, _, destination, *way = text.split(" ")
    return good, origin, destination, way[-1] if way else None


def found(name: str, week: int) -> float:
    """Return the engine's number for a row of the page at the end of a week."""
    room = after(week)
    kind, _, what = name.partition(", ")
    if kind in BY_MEASURE:
        return float(room.week.effect.values[MEASURES.index(what), 0])
    if kind in BY_PROCESS:
        return float(room.week.output.values[PROCESSES.index(what), 0])
    if kind == "level":
        return float(room.week.level.values[USERS.index(what), 0])
    if kind == "stock after use":
        return stock(EDGES.index(what), week)
    if kind == "got":
        e = EDGES.index(what)
        return stock(e, week) + float(room.week.used.values[e, 0]) - stock(e, week - 1)
    if kind in BY_SITE:
        group, array = BY_SITE[kind]
        return float(getattr(getattr(room, group), array).values[ASSEMBLY.at[place(what)], 0])
    if kind in BY_ROUTE:
        group, array = BY_ROUTE[kind]
        return float(getattr(getattr(room, group), array).values[ASSEMBLY.key[route(what)], 0])
    assert kind == "in review"
    plan, _ = arrays(weeks=1.0)
    row = plan.queue_row[ASSEMBLY.key[route(what)]]
    state = room.state
    queue = (state.review1, state.review2, state.ready)
    return float(sum(rows.values[row, :, 0].sum() for rows in queue))


@pytest.mark.parametrize("name", ROWS)
def test_the_first_three_weeks_are_as_the_page_has_them(name: str) -> None:
    for week, printed in enumerate(ROWS[name]):
        assert found(name, week) == pytest.approx(printed, abs=5.1e-7)


def test_the_page_has_all_its_rows() -> None:
    assert len(ROWS) == 76


def levels(text: str) -> dict[int, float]:
    """Return the levels that a text states, by week."""
    stated = re.findall(r"(\.\d{3}) in week (\d+)", text)
    return {int(week): float(level) for level, week in stated}


def test_it_goes_where_the_page_says() -> None:
    text = PAGE.split("## Where it goes")[1]
    weeks = 110.0
    record = run_plain(*arrays(weeks=weeks)).record
    first = record.first.values[:, 0].tolist()
    assert [round(t, 3) for t in first] == [float(x) for x in re.findall(r"T = ([\d.]+)", text)]
    crossed = [int(x) for x in re.findall(r"crosses(?: \.90)? in week (\d+)", text)]
    assert [int(t) for t in first] == crossed
    stops = re.findall(r"half of users stop .* in week (\d+); its", text)
    assert record.first_stop.values[0, 0] == float(stops[0])
    assert record.first_stop.values[1, 0] == weeks + 1.0
    for user, stated in enumerate(text.split("The fleet")):
        assert len(levels(stated)) == 4 - user
        for week, level in levels(stated).items():
            assert float(after(week).week.level.values[user, 0]) == pytest.approx(level, abs=5.1e-4)
