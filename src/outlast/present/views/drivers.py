"""Drivers: which uncertain numbers the answer hangs on, by their share of its spread."""

from collections.abc import Sequence
from typing import Final, Protocol

from outlast.present.display.caption import caption, stamp
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped

SHOWN: Final = 10
"""Drivers in the figure; the table has all."""

WEAK: Final = ("judged", "assumed")
"""The grades of what nobody counted."""


class Driver(Protocol):
    """One uncertain number and what hangs on it."""

    @property
    def name(self) -> str: ...  # noqa: D102  the name says it
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102
    @property
    def grade(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def direction(self) -> float: ...  # noqa: D102


def drivers(outcome: Outcome, voice: Voice, found: Sequence[Driver], *, shown: int = SHOWN) -> View:
    """Return the view of drivers.

    Args:
        outcome: What the futures came to.
        voice: The language.
        found: The drivers, each with its share of the spread; direction is the sign of what more of
            it does to breath, zero where it has none.
        shown: How many stand in the figure.
    """
    ranked = sorted(found, key=lambda driver: (-driver.share, driver.name))
    table = [row(driver, voice) for driver in ranked]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("driver", "share", "role", "grade", "direction")
    return View(
        name="drivers",
        title=voice.say("drivers.title"),
        finding=finding(ranked, voice),
        data={"drivers": table[:shown]},
        table=listed(voice, columns, table),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def driver_name(driver: Driver, voice: Voice) -> str:
    """Return what readers call a driver: a prior, a question of the record, or its own title."""
    kind, _, key = driver.name.partition(":")
    return voice.name(kind, key, driver.title) if key else voice.name("prior", kind, driver.title)


def row(driver: Driver, voice: Voice) -> Row:
    """Return a driver as readers read it."""
    way = "more" if driver.direction > 0 else "less" if driver.direction < 0 else "mixed"
    return {
        "driver": driver_name(driver, voice),
        "share": round(driver.share, 4),
        "role": voice.say(f"role.{driver.role}"),
        "grade": voice.say(f"grade.{driver.grade}"),
        "direction": voice.say(f"direction.{way}"),
        "label": voice.say(
            "drivers.label",
            share=voice.percent(driver.share),
            grade=voice.say(f"grade.{driver.grade}"),
            arrow={"more": "▲", "less": "▼", "mixed": "◆"}[way],
        ),
    }


def finding(ranked: Sequence[Driver], voice: Voice) -> str:
    """Return what the answer hangs on, and how much of that nobody counted."""
    if not ranked:
        return voice.say("drivers.none")
    told = [
        voice.say(
            "drivers.one",
            title=driver_name(driver, voice),
            share=voice.percent(driver.share),
        )
        for driver in ranked[:3]
    ]
    weak = sum(driver.share for driver in ranked if driver.grade in WEAK)
    whole = sum(driver.share for driver in ranked)
    return voice.sentences(
        [
            voice.say("drivers.finding", drivers=voice.say("list.clause").join(told)),
            voice.say("drivers.weak", share=voice.percent(weak / whole if whole else 0.0)),
        ]
    )


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    labels = 150 if look.narrow else 300
    roles = [voice.say(f"role.{role}") for role in ("lever", "assumption", "switch", "definition")]
    base = alt.Chart(alt.NamedData(name="drivers"))
    most = max((float(each["share"] or 0.0) for each in view.data["drivers"]), default=1.0)
    y = alt.Y(
        "driver:N",
        sort=[str(each["driver"]) for each in view.data["drivers"]],
        axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 8),
    )
    axis = wrapped(voice.say("drivers.axis"), look.width - labels - 24, 11)
    x = alt.X(
        "share:Q",
        scale=alt.Scale(domain=[0, most * 1.45], nice=False),
        axis=alt.Axis(format=".0%", title=axis, tickCount=4),
    )
    bar = base.mark_bar(height={"band": 0.62}, stroke=theme.ink, strokeWidth=1).encode(
        x=x,
        y=y,
        color=alt.Color(
            "role:N",
            scale=alt.Scale(
                domain=roles, range=[theme.scale[1], theme.scale[3], theme.scale[4], theme.paper]
            ),
            legend=alt.Legend(title=None, orient="top", columns=2 if look.narrow else 4),
        ),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("driver", "label", "role", "direction")],
    )
    text = base.mark_text(align="left", dx=6).encode(x=x, y=y, text="label:N")
    return alt.layer(bar, text).properties(width=look.width - labels - 24, height=alt.Step(24))
