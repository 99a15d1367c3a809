"""Drivers: the uncertain numbers on which the answer depends, by their share of its spread."""

from collections.abc import Sequence
from typing import Final

from outlast.present.display.caption import caption, stamp
from outlast.present.display.voice import Voice
from outlast.present.panels import label_axis, row_step
from outlast.present.view import Drawn, Look, Row, View, listed, wrapped
from outlast.results import Results
from outlast.study.drivers import Driver, judged_share

SHOWN: Final = 10
"""Drivers in the figure; the table has all."""

NAMED: Final = 3
"""Drivers that the finding names."""


def drivers(
    results: Results,
    voice: Voice,
    all_drivers: Sequence[Driver],
    *,
    noise: float | None = None,
    shown: int = SHOWN,
) -> View:
    """Return the view of drivers.

    Args:
        results: The results.
        voice: The language.
        all_drivers: The drivers.
        noise: The largest share that an input without effect has by chance; unsaid if absent.
        shown: The number of drivers in the figure.
    """
    ranked = sorted(all_drivers, key=lambda driver: (-driver.share, driver.name))
    table = [driver_row(driver, voice) for driver in ranked]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    columns = ("driver", "share", "role", "grade", "direction")
    return View(
        name="drivers",
        title=voice.say("drivers.title"),
        finding=voice.sentences([finding(ranked, voice), _by_chance(ranked, noise, voice)]),
        data={"drivers": table[:shown]},
        table=listed(voice, columns, table),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def driver_name(driver: Driver, voice: Voice) -> str:
    """Return a driver's name: of a prior, of a question of the record, or its own title."""
    kind, _, key = driver.name.partition(":")
    return voice.name(kind, key, driver.title) if key else voice.name("prior", kind, driver.title)


def driver_row(driver: Driver, voice: Voice) -> Row:
    """Return a driver as a row for readers."""
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
    """Return on which numbers the answer depends, and which part of that nobody measured."""
    if not ranked:
        return voice.say("drivers.none")
    clauses = [
        voice.say(
            "drivers.one",
            title=driver_name(driver, voice),
            share=voice.percent(driver.share),
        )
        for driver in ranked[:NAMED]
    ]
    weak = judged_share(ranked) or 0.0
    return voice.sentences(
        [
            voice.say("drivers.finding", drivers=voice.say("list.clause").join(clauses)),
            voice.say("drivers.weak", share=voice.percent(weak)),
        ]
    )


def _by_chance(ranked: Sequence[Driver], noise: float | None, voice: Voice) -> str:
    """Return how high a number without effect reaches by chance; empty where nothing stands out."""
    if not ranked or noise is None:
        return ""
    return voice.say("drivers.noise", share=voice.percent(noise))


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    """Draw a bar for each driver, filled by its role."""
    import altair as alt

    theme = look.theme
    labels = 150 if look.narrow else min(350, look.width // 2)
    roles = [voice.say(f"role.{role}") for role in ("lever", "assumption", "switch", "definition")]
    base = alt.Chart(alt.NamedData(name="drivers"))
    rows = view.data["drivers"]
    most = max((float(row["share"] or 0.0) for row in rows), default=1.0)
    names = [str(row["driver"]) for row in rows]
    y = alt.Y("driver:N", sort=names, axis=label_axis(labels, names))
    axis = wrapped(voice.say("drivers.axis"), look.width - labels - 24, 12)
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
    return alt.layer(bar, text).properties(
        width=look.width - labels - 24, height=alt.Step(row_step(labels, names, 30))
    )
