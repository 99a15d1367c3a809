"""The frontier of stock and ramp: how long a stock must last while other supply grows."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from outlast.lower.index import DEFINITIONS, FLOW
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name, good_name, is_installed
from outlast.present.display.voice import MONTH, Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.present.views.dependence import shares

LEAST: Final = 0.02
"""The share of a good's inflow from the rival under which the good is left out."""

SLOWEST: Final = 96
"""Months at the right edge; what takes longer, or has no ramp, stands there."""


TALL: Final = 48
"""Months at the top; what lasts longer stands there, with its number."""

TOP: Final = TALL * 1.15
"""Months at the end of the upright axis."""

HEIGHT: Final = 240
"""Pixels of a panel's height."""

LETTER: Final = 11
"""Pixels between two labels."""

BESIDE: Final = 26
"""Months that a label is wide."""


@dataclass(frozen=True)
class Position:
    """Where one good of one bloc stands, were all the rival's supply to stop on the date."""

    bloc: str
    good: str
    others: float
    """Alternative supply on the date, a share of need."""

    ramp: float
    """Its growth, share of need a week; 0 where none is known."""

    stock: float
    """Stock within reach, weeks of need."""


def needed(others: float, ramp: float, threshold: float = 1.0, window: float = 0.0) -> float:
    """Return the stock that survives, weeks of need; endless where supply does not grow.

    Closed form of docs/model: one good, one critical input, alternative supply `others + ramp t`.
    """
    missing = 1.0 - others
    if missing <= 0:
        return 0.0
    if ramp <= 0:
        return float("inf")
    slack = 1.0 - threshold
    if slack >= ramp * window / 2:
        stock = (missing**2 - (slack + ramp * window / 2) ** 2) / (2 * ramp)
    else:
        stock = (missing**2 - 2 * ramp * window * slack) / (2 * ramp)
    return max(0.0, stock)


def positions(outcome: Outcome) -> list[Position]:
    """Return the position of every good that a bloc has from its rival."""
    plan, names, world = outcome.lowered.plan, outcome.lowered.names, outcome.situation.world
    stock = np.asarray(outcome.record["cover_date"], np.float64).sum(axis=2).mean(axis=0)
    sites = {(world.sites[key].bloc, world.sites[key].good): n for n, key in enumerate(names.sites)}
    found: list[Position] = []
    for (bloc, good), origins in shares(outcome).items():
        side = world.blocs[bloc].side
        if side is None or (bloc, good) not in sites or is_installed(outcome, good):
            continue
        friends = {key for key, each in world.blocs.items() if each.side in (None, side)}
        rival = sum(share for origin, share in origins.items() if origin not in friends)
        if rival >= LEAST:
            pool = sum(
                float(plan.site_inflow0[sites[b, good]]) for b in friends if (b, good) in sites
            )
            ramp = _ramp(outcome, good, friends) / pool if pool > 0 else 0.0
            found.append(Position(bloc, good, 1.0 - rival, ramp, float(stock[sites[bloc, good]])))
    order = list(world.blocs)
    return sorted(found, key=lambda position: order.index(position.bloc))


def _ramp(outcome: Outcome, good: str, blocs: set[str]) -> float:
    """Return how fast named projects of some blocs raise the output of a good, units a week²."""
    plan, names, world = outcome.lowered.plan, outcome.lowered.names, outcome.situation.world
    ledger, today = outcome.situation.ledger, plan.start * plan.step
    added, last = 0.0, 0.0
    for number, key in enumerate(names.projects):
        site = world.sites[names.sites[plan.process_site[plan.project_process[number]]]]
        full = float(plan.project_start[number] + plan.project_ramp[number]) - today
        if site.good == good and site.bloc in blocs and full > 0 and key in world.projects:
            chance = ledger.value(world.projects[key].chance, "1")
            added += chance * float(plan.project_size[number])
            last = max(last, full)
    return added / last if last > 0 else 0.0


def frontier(outcome: Outcome, voice: Voice) -> View:
    """Return the view of the frontier with the position of each good on the date."""
    threshold, window = _definition(outcome)
    rows: list[Row] = []
    for each in positions(outcome):
        missing = 1.0 - each.others
        ramp = missing / each.ramp / MONTH if each.ramp > 0 else None
        need = needed(each.others, each.ramp, threshold, window)
        lasts = each.stock / missing / MONTH
        holds = each.stock >= need or lasts * MONTH >= outcome.situation.clock.horizon_weeks
        name = good_name(outcome, each.good, voice)
        rows.append(
            {
                "bloc": bloc_name(outcome, each.bloc, voice),
                "good": name,
                "name": name
                if lasts <= TALL
                else voice.say("frontier.beyond", good=name, months=round(lasts)),
                "ramp": round(ramp, 1) if ramp is not None else None,
                "x": round(min(SLOWEST, ramp), 1) if ramp is not None else SLOWEST,
                "lasts": round(lasts, 2),
                "y": round(min(TALL, lasts), 2),
                "needed": round(need / missing / MONTH, 2) if ramp is not None else None,
                "others": round(each.others, 3),
                "holds": holds,
                "state": voice.say("frontier.holds" if holds else "frontier.fails"),
            }
        )
    _label(rows)
    edge: list[Row] = [{"x": 0, "y": 0}, {"x": SLOWEST, "y": SLOWEST / 2}]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("bloc", "good", "others", "ramp", "lasts", "needed", "holds")
    return View(
        name="frontier",
        title=voice.say("frontier.title"),
        finding=_finding(outcome, rows, voice),
        data={"frontier": rows, "edge": edge},
        table=listed(voice, columns, rows),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def _label(rows: list[Row]) -> None:
    """Give each row the height of its label, so that labels near each other do not overlap."""
    gap = TOP * LETTER / HEIGHT
    placed: list[tuple[str, float, float]] = []
    for row in sorted(rows, key=lambda row: float(row["y"] or 0.0)):
        x, y, bloc = float(row["x"] or 0.0), float(row["y"] or 0.0), str(row["bloc"])
        near = [other for at, left, other in placed if at == bloc and abs(left - x) < BESIDE]
        y = max([y, *(other + gap for other in near)])
        placed.append((bloc, x, y))
        row["label"] = round(y, 3)


def _definition(outcome: Outcome) -> tuple[float, float]:
    """Return the middle threshold and window, weeks, of the services that need goods."""
    plan = outcome.lowered.plan
    flow = plan.line_definition == DEFINITIONS.index("flow")
    if FLOW not in outcome.lowered.names.kinds or not flow.any():
        return 1.0, 0.0
    windows = plan.window[flow] * plan.step
    return float(np.median(plan.threshold[flow])), float(np.median(windows))


def _finding(outcome: Outcome, rows: list[Row], voice: Voice) -> str:
    threshold, window = _definition(outcome)
    holds = sum(bool(row["holds"]) for row in rows)
    blind = sum(row["ramp"] is None for row in rows)
    return voice.say(
        "frontier.finding",
        holds=holds,
        of=len(rows),
        none=blind,
        threshold=voice.percent(threshold),
        window=round(window),
        span=voice.span(outcome.situation.clock.horizon_weeks),
    )


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    rows = view.data["frontier"]
    blocs = list(dict.fromkeys(str(row["bloc"]) for row in rows))
    width = look.width - 70
    more = f"datum.value >= {SLOWEST} ? '{voice.say('frontier.more')}' : datum.label"
    states = [voice.say("frontier.holds"), voice.say("frontier.fails")]
    panels: list[Any] = []
    for bloc in blocs:
        x = alt.X(
            "x:Q",
            scale=alt.Scale(domain=[0, SLOWEST * 1.32], nice=False),
            axis=alt.Axis(
                title=voice.say("frontier.x"),
                values=list(range(0, SLOWEST + 1, 24)),
                labelExpr=more,
            ),
        )
        scale = alt.Scale(domain=[0, TOP], nice=False)  # the edge is cut, never bent
        y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=voice.say("frontier.y")))
        edge = alt.Chart(alt.NamedData(name="edge"))
        area = edge.mark_area(color=theme.neither, opacity=0.14, clip=True).encode(x=x, y=y)
        line = edge.mark_line(color=theme.mark, strokeWidth=1.6, clip=True).encode(x=x, y=y)
        base = alt.Chart(alt.NamedData(name="frontier")).transform_filter(alt.datum.bloc == bloc)
        lasts = alt.Y("y:Q", scale=scale)
        point = base.mark_point(filled=True, size=70, opacity=1).encode(
            x=x,
            y=lasts,
            shape=alt.Shape(
                "state:N",
                scale=alt.Scale(domain=states, range=["circle", "cross"]),
                legend=alt.Legend(title=None, orient="top", columns=1 if look.narrow else 2),
            ),
            color=alt.Color(
                "state:N", scale=alt.Scale(domain=states, range=[theme.neither, theme.ink])
            ),
            tooltip=[
                alt.Tooltip("good:N"),
                *(alt.Tooltip(f"{name}:Q") for name in ("ramp", "lasts", "needed")),
            ],
        )
        named = base.encode(x=x, y=alt.Y("label:Q", scale=scale), text="name:N")
        text = named.mark_text(fontSize=10, align="left", dx=9)
        halo = named.mark_text(fontSize=10, align="left", dx=9, stroke=theme.paper, strokeWidth=4)
        panels.append(
            alt.layer(area, line, halo, point, text).properties(
                width=width,
                height=HEIGHT,
                title=alt.TitleParams(bloc, fontSize=12, offset=6, anchor="start"),
            )
        )
    return alt.vconcat(*panels, spacing=20)
