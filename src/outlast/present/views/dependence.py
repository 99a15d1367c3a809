"""Who depends on whom: the share of a bloc's base inflow of a good, by the bloc of origin."""

from typing import Any, Final

from outlast.present.display.caption import caption, ranked, stamp
from outlast.present.display.names import bloc_name, good_name
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

LEAST: Final = 0.005
"""The share from the other side under which a good is left out of the figure."""


def shares(outcome: Outcome) -> dict[tuple[str, str], dict[str, float]]:
    """Return the share of each origin bloc in the base inflow of each bloc and good."""
    plan, names, world = outcome.lowered.plan, outcome.lowered.names, outcome.situation.world
    found: dict[tuple[str, str], dict[str, float]] = {}
    for route in range(plan.bases):
        there = world.sites[names.sites[plan.destination[route]]]
        here = world.sites[names.sites[plan.origin[route]]]
        total = float(plan.site_inflow0[plan.destination[route]])
        if total > 0:
            row = found.setdefault((there.bloc, there.good), {})
            row[here.bloc] = row.get(here.bloc, 0.0) + float(plan.flow0[route]) / total
    return found


def dependence(outcome: Outcome, voice: Voice) -> View:
    """Return the view of dependence in the base year."""
    world = outcome.situation.world
    rows: list[Row] = []
    order = list(world.blocs)
    found = sorted(shares(outcome).items(), key=lambda pair: order.index(pair[0][0]))
    for (bloc, good), origins in found:
        if world.blocs[bloc].side is None:
            continue
        rivals = sum(s for origin, s in origins.items() if _is_rival(outcome, bloc, origin))
        rows.extend(
            [
                {
                    "bloc": bloc_name(outcome, bloc, voice),
                    "good": good_name(outcome, good, voice),
                    "origin": bloc_name(outcome, origin, voice),
                    "share": round(origins.get(origin, 0.0), 4),
                    "label": voice.percent(origins[origin]) if origin in origins else "",
                    "rival": _is_rival(outcome, bloc, origin),
                    "rivals": round(rivals, 4),
                }
                for origin in world.blocs
            ]
        )
    origins = [bloc_name(outcome, bloc, voice) for bloc in world.blocs]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, origins, look)

    columns = ("bloc", "good", "origin", "share")
    return View(
        name="dependence",
        title=voice.say("dependence.title", year=f"{world.base_year}"),
        finding=_finding(rows, voice),
        data={"dependence": [row for row in rows if float(row["rivals"] or 0.0) >= LEAST]},
        table=listed(
            voice,
            columns,
            [row for row in rows if row["label"]],
        ),
        caption=caption(outcome, voice, _sources(outcome)),
        stamp=stamp(outcome),
        draw=draw,
    )


def _is_rival(outcome: Outcome, bloc: str, origin: str) -> bool:
    blocs = outcome.situation.world.blocs
    return blocs[origin].side not in (None, blocs[bloc].side)


def _sources(outcome: Outcome) -> list[str]:
    """Return the publishers behind the world's routes and sites, those of most facts first."""
    situation, world = outcome.situation, outcome.situation.world
    quantities = [route.flow for route in world.routes.values()]
    quantities += [process.output for process in world.processes.values() if process.output]
    facts = [situation.ledger.facts[each.fact] for each in quantities if each.fact]
    return ranked(situation, [fact.source for fact in facts])


def _finding(rows: list[Row], voice: Voice) -> str:
    rival: dict[tuple[str, str], float] = {}
    for row in rows:
        if row["rival"]:
            key = (str(row["bloc"]), str(row["good"]))
            rival[key] = rival.get(key, 0.0) + float(row["share"] or 0.0)
    told: list[str] = []
    for bloc in dict.fromkeys(bloc for bloc, _ in rival):
        most = sorted(
            ((share, good) for (at, good), share in rival.items() if at == bloc and share > 0),
            key=lambda pair: (-pair[0], pair[1]),
        )[:3]
        if most:
            goods = [
                voice.say("dependence.good", good=good, share=voice.percent(share))
                for share, good in most
            ]
            told.append(voice.say("dependence.bloc", bloc=bloc, goods=voice.join(goods)))
    return voice.say("dependence.finding", blocs=voice.say("list.clause").join(told))


def _drawn(voice: Voice, view: View, origins: list[str], look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    rows = view.data["dependence"]
    blocs = list(dict.fromkeys(str(row["bloc"]) for row in rows))
    labels = 110 if look.narrow else 150
    panels: list[Any] = []
    for number, bloc in enumerate(blocs):
        base = alt.Chart(alt.NamedData(name="dependence")).transform_filter(alt.datum.bloc == bloc)
        x = alt.X(
            "origin:N",
            sort=origins,
            axis=alt.Axis(
                title=None,
                orient="top",
                labelAngle=0,
                labels=number == 0,
                labelExpr="split(datum.label, ' ')" if look.narrow else "datum.label",
                labelPadding=17 if look.narrow else 4,
                ticks=False,
            ),
        )
        y = alt.Y(
            "good:N",
            sort=list(dict.fromkeys(str(row["good"]) for row in rows if row["bloc"] == bloc)),
            axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 6),
        )
        cell = base.mark_rect(stroke=theme.paper, strokeWidth=2).encode(
            x=x,
            y=y,
            color=alt.Color(
                "share:Q",
                scale=alt.Scale(
                    domain=[0, 1], range=list(reversed(theme.scale)), interpolate="lab"
                ),
                legend=None,
            ),
            tooltip=[alt.Tooltip("good:N"), alt.Tooltip("origin:N"), alt.Tooltip("label:N")],
        )
        text = base.mark_text(fontSize=11).encode(
            x=x,
            y=y,
            text="label:N",
            color=alt.condition(
                alt.datum.share > theme.turn, alt.value(theme.paper), alt.value(theme.ink)
            ),
        )
        panels.append(
            alt.layer(cell, text).properties(
                width=look.width - labels - 24,
                height=alt.Step(20),
                title=alt.TitleParams(
                    voice.say("dependence.panel", bloc=bloc), fontSize=12, offset=4, anchor="start"
                ),
            )
        )
    return alt.vconcat(*panels, spacing=14)
