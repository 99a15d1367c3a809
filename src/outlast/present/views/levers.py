"""Levers: what each would change at a value that means something, beside what stands without."""

from typing import TYPE_CHECKING, Any, Final

from outlast.present.display.caption import caption, stamp
from outlast.present.display.voice import Voice
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.study.lever_effects import Change, Stops, Tried

if TYPE_CHECKING:
    import altair as alt

SHOWN: Final = 8
"""Levers in the figure, those that change most; the table has all at every stop."""

TOLD: Final = 3
"""Levers in the finding."""

SURE: Final = 1.96
"""Standard errors on either side of a 95 % interval."""

COLUMNS: Final = ("lever", "at", "stop", "side", "first", "change", "low", "high")


def levers(found: Stops, voice: Voice) -> View:
    """Return the view of what levers would change.

    Args:
        found: Every lever at its stops.
        voice: The language.
    """
    shown = [each for each in found.ranked if _clear(each)][:SHOWN]
    bars = [
        {**row, "label": "|".join(wrapped(_label(each, voice), 280, 10)), "base": base}
        for each in shown
        for row, base in zip(_rows(found, each, voice), found.shares, strict=True)
    ]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    return View(
        name="levers",
        title=voice.say("levers.title"),
        finding=_finding(found, shown, voice),
        data={"levers": bars},
        table=listed(
            voice, COLUMNS, [row for each in found.tried for row in _rows(found, each, voice)]
        ),
        caption=caption(found.base, voice),
        stamp=stamp(found.base),
        draw=draw,
    )


def _clear(each: Tried) -> bool:
    """Return whether a stop changes anything that is not within its own error."""
    return any(abs(one.change) > SURE * one.error for one in each.changes)


def _name(each: Tried, voice: Voice) -> str:
    return voice.name("prior", each.lever, each.title)


def _says(each: Tried, voice: Voice) -> str:
    return voice.name("stop", f"{each.lever}.{each.at:g}", each.says)


def _label(each: Tried, voice: Voice) -> str:
    return voice.say("levers.label", title=_name(each, voice), says=_says(each, voice))


def _side(found: Stops, change: Change, voice: Voice) -> str:
    return voice.side(change.side, found.base.situation.timeline.sides[change.side].title)


def _rows(found: Stops, each: Tried, voice: Voice) -> list[Row]:
    """Return what a stop changes for each side, in hundredths of futures."""
    return [
        {
            "lever": _name(each, voice),
            "at": each.at,
            "stop": _says(each, voice),
            "side": voice.capital(_side(found, one, voice)),
            "first": round(100 * one.share, 2),
            "change": round(100 * one.change, 2),
            "low": round(100 * (one.change - SURE * one.error), 2),
            "high": round(100 * (one.change + SURE * one.error), 2),
        }
        for one in each.changes
    ]


def _finding(found: Stops, shown: list[Tried], voice: Voice) -> str:
    """Return the greatest changes in words."""
    if not shown:
        return voice.say("levers.none")
    told: list[str] = []
    for each in shown[:TOLD]:
        place = max((0, 1), key=lambda n: abs(each.changes[n].change))
        change = each.changes[place]
        told.append(
            voice.say(
                "levers.one",
                title=_name(each, voice),
                says=_says(each, voice),
                side=_side(found, change, voice),
                there=voice.hundred(change.share),
                here=voice.hundred(found.shares[place]),
            )
        )
    return voice.say("levers.finding", levers=voice.say("list.clause").join(told))


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    rows = view.data["levers"]
    sides = list(dict.fromkeys(str(row["side"]) for row in rows))
    most = max((100 * float(row["base"] or 0) + float(row["high"] or 0) for row in rows), default=1)
    scale = alt.Scale(domain=[0, min(100.0, most * 1.08)], nice=False)
    panels = [_panel(voice, view, look, scale, which) for which in enumerate(sides)]
    return alt.vconcat(*panels) if look.narrow else alt.hconcat(*panels, spacing=12)


def _panel(voice: Voice, view: View, look: Look, scale: "alt.Scale", which: tuple[int, str]) -> Any:  # noqa: ANN401  Altair's charts have no common type
    """Return the panel of one side: each lever's dot with its interval, and what stands without."""
    import altair as alt

    theme, labels, (place, side) = look.theme, 170 if look.narrow else 300, which
    width = look.width - labels - 24 if look.narrow else (look.width - labels - 48) // 2
    named = labels if look.narrow or place == 0 else 0
    base = (
        alt.Chart(alt.NamedData(name="levers"))
        .transform_filter(alt.datum.side == side)
        .transform_calculate(
            now="100 * datum.base",
            least="100 * datum.base + datum.low",
            greatest="100 * datum.base + datum.high",
        )
    )
    axis = alt.Axis(title=voice.say("levers.axis"), tickCount=4)
    x = alt.X("first:Q", scale=scale, axis=axis)
    y = alt.Y(
        "label:N",
        sort=list(dict.fromkeys(str(row["label"]) for row in view.data["levers"])),
        axis=alt.Axis(
            title=None,
            labels=named > 0,
            ticks=named > 0,
            minExtent=named,
            maxExtent=named,
            labelLimit=labels - 8,
            labelExpr="split(datum.value, '|')",
        ),
    )
    colour, shape = theme.sides[place % 2], ("circle", "diamond")[place % 2]
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
        width=width,
        height=alt.Step(40),
        title=alt.TitleParams(side, fontSize=12, offset=6, anchor="start"),
    )
