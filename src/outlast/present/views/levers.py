"""Levers: how each changes the answer at a meaningful value, beside the answer with none moved."""

from typing import TYPE_CHECKING, Any, Final

from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import side_name
from outlast.present.display.theme import SHAPES
from outlast.present.display.voice import Voice
from outlast.present.panels import Panel, label_axis, panel_title, panels, row_step
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results.odds import Z_95
from outlast.study.lever_effects import LeverEffect, LeverEffects

if TYPE_CHECKING:
    import altair as alt

SHOWN: Final = 8
"""Levers in the figure, those with the largest effect; the table has every setpoint of all."""

NAMED: Final = 3
"""Levers that the finding names."""

COLUMNS: Final = ("lever", "at", "stop", "side", "first", "change", "low", "high")


def levers(effects: LeverEffects, voice: Voice) -> View:
    """Return the view of the effects of levers.

    Args:
        effects: Every lever at its setpoints.
        voice: The language.
    """
    shown = [each for each in effects.ranked if each.clear][:SHOWN]
    bars: list[Row] = [
        {**row, "label": _label(each, voice), "base": share}
        for each in shown
        for row, share in zip(_rows(effects, each, voice), effects.shares, strict=True)
    ]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    table = [row for each in effects.effects for row in _rows(effects, each, voice)]
    return View(
        name="levers",
        title=voice.say("levers.title"),
        finding=_finding(effects, shown, voice),
        data={"levers": bars},
        table=listed(voice, COLUMNS, table),
        caption=caption(effects.base, voice),
        stamp=stamp(effects.base),
        draw=draw,
        broad=True,
    )


def name_of(effect: LeverEffect, voice: Voice) -> str:
    """Return the name of a lever."""
    return voice.name("prior", effect.lever, effect.title)


def meaning_of(effect: LeverEffect, voice: Voice) -> str:
    """Return the meaning of a setpoint."""
    return voice.name("stop", f"{effect.lever}.{effect.at:g}", effect.says)


def _label(effect: LeverEffect, voice: Voice) -> str:
    """Return a lever with its setpoint."""
    return voice.say("levers.label", title=name_of(effect, voice), says=meaning_of(effect, voice))


def _rows(effects: LeverEffects, effect: LeverEffect, voice: Voice) -> list[Row]:
    """Return how a setpoint changes the chance of each side, in hundredths of futures."""
    return [
        {
            "lever": name_of(effect, voice),
            "at": effect.at,
            "stop": meaning_of(effect, voice),
            "side": voice.capital(side_name(effects.base, change.side, voice)),
            "first": round(100 * change.share, 2),
            "change": round(100 * change.change, 2),
            "low": round(100 * (change.change - Z_95 * change.error), 2),
            "high": round(100 * (change.change + Z_95 * change.error), 2),
        }
        for change in effect.changes
    ]


def _finding(effects: LeverEffects, shown: list[LeverEffect], voice: Voice) -> str:
    """Return the largest effects in words, and the number of futures on which they rest."""
    counted = voice.say("levers.counted", n=effects.base.futures)
    date = effects.base.situation.scenario.date
    since = voice.say("levers.from-date", date=date) if effects.from_date else ""
    if not shown:
        return voice.sentences((voice.say("levers.none"), since, counted))
    clauses: list[str] = []
    for effect in shown[:NAMED]:
        place = max((0, 1), key=lambda n: abs(effect.changes[n].change))
        change = effect.changes[place]
        clauses.append(
            voice.say(
                "levers.one",
                title=name_of(effect, voice),
                says=meaning_of(effect, voice),
                side=side_name(effects.base, change.side, voice),
                there=voice.hundred(change.share),
                here=voice.hundred(effects.shares[place]),
            )
        )
    found = voice.say("levers.finding", levers=voice.say("list.clause").join(clauses))
    return voice.sentences((found, since, counted))


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw one panel a side, beside each other where there is room."""
    import altair as alt

    rows = view.data["levers"]
    most = max((100 * float(row["base"] or 0) + float(row["high"] or 0) for row in rows), default=1)
    scale = alt.Scale(domain=[0, min(100.0, most * 1.08)], nice=False)
    drawn = [
        _panel(voice, panel, look, scale, place)
        for place, panel in enumerate(panels("levers", "side", rows))
    ]
    return alt.vconcat(*drawn) if look.narrow else alt.hconcat(*drawn, spacing=12)


def _panel(voice: Voice, panel: Panel, look: Look, scale: "alt.Scale", place: int) -> Any:  # noqa: ANN401  Altair's charts have no common type
    """Draw the panel of one side: each lever's dot with its interval, and the line without."""
    import altair as alt

    theme, labels = look.theme, 170 if look.narrow else 300
    width = look.width - labels - 24 if look.narrow else (look.width - labels - 48) // 2
    named = labels if look.narrow or panel.first else 0
    names = panel.distinct("label")
    axis_y = label_axis(labels, names) if named else alt.Axis(title=None, labels=False, ticks=False)
    base = panel.base.transform_calculate(
        now="100 * datum.base",
        least="100 * datum.base + datum.low",
        greatest="100 * datum.base + datum.high",
    )
    axis = alt.Axis(title=voice.say("levers.axis"), tickCount=4)
    x = alt.X("first:Q", scale=scale, axis=axis)
    y = alt.Y("label:N", sort=names, axis=axis_y)
    colour, shape = theme.sides[place], SHAPES[place]
    spread = base.mark_rule(color=colour, strokeWidth=2, opacity=0.5, clip=True)
    dot = base.mark_point(filled=True, size=80, opacity=1, color=colour, shape=shape)
    rule = base.mark_rule(color=theme.mark, strokeDash=[2, 2])
    return alt.layer(
        spread.encode(x=alt.X("least:Q", scale=scale), x2="greatest:Q", y=y),
        dot.encode(
            x=x, y=y, tooltip=[alt.Tooltip(f"{name}:N") for name in ("label", "first", "change")]
        ),
        rule.encode(x=alt.X("now:Q", scale=scale)),
    ).properties(
        width=width, height=alt.Step(row_step(labels, names, 40)), title=panel_title(panel.group)
    )
