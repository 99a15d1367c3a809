"""Dependence: the share of a bloc's base inflow of a good, by the bloc of origin."""

from typing import Any, Final

from outlast.present.display.caption import caption, ranked, stamp
from outlast.present.display.names import bloc_name, good_name, is_installed
from outlast.present.display.voice import Voice
from outlast.present.panels import Panel, label_axis, label_width, panels, row_step, stacked
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import Results
from outlast.results.supply import inflow_shares

LEAST: Final = 0.005
"""The figure leaves out a good of which the other side supplies a smaller share."""

NAMED: Final = 3
"""Goods of each bloc that the finding names."""


def dependence(results: Results, voice: Voice) -> View:
    """Return the view of dependence in the base year."""
    world = results.situation.world
    rows: list[Row] = []
    order = list(world.blocs)
    inflows = sorted(inflow_shares(results).items(), key=lambda pair: order.index(pair[0][0]))
    for (bloc, good), origins in inflows:
        if world.blocs[bloc].side is None or is_installed(results, good):
            continue  # a class of chips that came after the base year has none of its flows
        rivals = sum(s for origin, s in origins.items() if _is_rival(results, bloc, origin))
        rows.extend(
            {
                "bloc": bloc_name(results, bloc, voice),
                "good": good_name(results, good, voice),
                "origin": bloc_name(results, origin, voice),
                "share": round(origins.get(origin, 0.0), 4),
                "label": voice.percent(origins[origin]) if origin in origins else "",
                "rival": _is_rival(results, bloc, origin),
                "rivals": round(rivals, 4),
            }
            for origin in world.blocs
        )
    origins = [bloc_name(results, bloc, voice) for bloc in world.blocs]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, origins, look)

    return View(
        name="dependence",
        title=voice.say("dependence.title", year=f"{world.base_year}"),
        finding=_finding(rows, voice),
        data={"dependence": [row for row in rows if float(row["rivals"] or 0.0) >= LEAST]},
        table=listed(
            voice, ("bloc", "good", "origin", "share"), [row for row in rows if row["label"]]
        ),
        caption=caption(results, voice, _sources(results)),
        stamp=stamp(results),
        draw=draw,
    )


def _is_rival(results: Results, bloc: str, origin: str) -> bool:
    """Return whether an origin belongs to the other side."""
    blocs = results.situation.world.blocs
    return blocs[origin].side not in (None, blocs[bloc].side)


def _sources(results: Results) -> list[str]:
    """Return the publishers behind the world's routes and sites, those of most facts first."""
    situation, world = results.situation, results.situation.world
    quantities = [route.flow for route in world.routes.values()]
    quantities += [process.output for process in world.processes.values() if process.output]
    facts = [situation.ledger.facts[each.fact] for each in quantities if each.fact]
    return ranked(situation, [fact.source for fact in facts])


def _finding(rows: list[Row], voice: Voice) -> str:
    """Return the goods of each bloc of which the other side supplies most."""
    rival: dict[tuple[str, str], float] = {}
    for row in rows:
        if row["rival"]:
            key = (str(row["bloc"]), str(row["good"]))
            rival[key] = rival.get(key, 0.0) + float(row["share"] or 0.0)
    clauses: list[str] = []
    for bloc in dict.fromkeys(bloc for bloc, _ in rival):
        most = sorted(
            ((share, good) for (at, good), share in rival.items() if at == bloc and share > 0),
            key=lambda pair: (-pair[0], pair[1]),
        )[:NAMED]
        if most:
            goods = [
                voice.say("dependence.good", good=good, share=voice.percent(share))
                for share, good in most
            ]
            clauses.append(voice.say("dependence.bloc", bloc=bloc, goods=voice.join(goods)))
    return voice.say("dependence.finding", blocs=voice.say("list.clause").join(clauses))


def _drawn(voice: Voice, view: View, origins: list[str], look: Look) -> Drawn:
    """Draw a matrix of goods by origins for each bloc."""
    import altair as alt

    theme, labels = look.theme, label_width(look)

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        x = alt.X(
            "origin:N",
            sort=origins,
            axis=alt.Axis(
                title=None,
                orient="top",
                labelAngle=0,
                labels=panel.first,
                labelExpr="split(datum.label, ' ')" if look.narrow else "datum.label",
                labelPadding=17 if look.narrow else 4,
                ticks=False,
            ),
        )
        names = panel.distinct("good")
        y = alt.Y("good:N", sort=names, axis=label_axis(labels, names))
        cell = panel.base.mark_rect(stroke=theme.paper, strokeWidth=2).encode(
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
        text = panel.base.mark_text().encode(
            x=x,
            y=y,
            text="label:N",
            color=alt.condition(
                alt.datum.share > theme.turn, alt.value(theme.paper), alt.value(theme.ink)
            ),
        )
        return alt.layer(cell, text).properties(height=alt.Step(row_step(labels, names, 20)))

    return stacked(
        panels("dependence", "bloc", view.data["dependence"]),
        draw,
        width=look.width - labels - 24,
        title=lambda bloc: voice.say("dependence.panel", bloc=bloc),
    )
