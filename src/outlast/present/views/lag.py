"""The lag behind the frontier in months: of the model on two days, and as it is published."""

from typing import Any

import numpy as np

from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import bloc_name
from outlast.present.display.voice import Voice
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import Results
from outlast.results.lag import LagMonths, lag_months


def lag(results: Results, voice: Voice) -> View:
    """Return the view of the lag; it is empty in a contest that declares none."""
    found = lag_months(results)
    rows = lag_rows(results, found, voice) if found else []

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(voice, look)

    return View(
        name="lag",
        title=voice.say("lag.title"),
        finding=lag_line(results, voice) or "",
        data={"lag": rows},
        table=listed(voice, ("when", "low", "middle", "high"), rows),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def lag_rows(results: Results, found: LagMonths, voice: Voice) -> list[Row]:
    """Return the lag of the model on the date and at the end, and the published one, as rows."""
    del results
    rows: list[Row] = []
    for when, months in (("date", found.on_date), ("end", found.at_end)):
        if len(months):
            low, middle, high = (round(float(x), 1) for x in np.quantile(months, (0.1, 0.5, 0.9)))
            row: Row = {"when": voice.say(f"lag.{when}"), "low": low, "middle": middle}
            rows.append({**row, "high": high})
    fact = found.published
    if fact is not None:
        row = {"when": voice.say("lag.published"), "low": fact.low, "middle": fact.value}
        rows.append({**row, "high": fact.high})
    return rows


def lag_row(results: Results) -> dict[str, Any] | None:
    """Return the lag as plain data for the answer; None in a contest that declares none."""
    found = lag_months(results)
    if found is None:
        return None
    fact = found.published
    return {
        "leader": found.leader,
        "follower": found.follower,
        "unit": "month",
        "on_date": _spread(found.on_date),
        "at_end": _spread(found.at_end),
        "published": fact
        and {"fact": fact.key, "mean": fact.value, "low": fact.low, "high": fact.high},
    }


def lag_line(results: Results, voice: Voice) -> str | None:
    """Return the lag in one sentence; None where there is none to state."""
    found = lag_months(results)
    if found is None or not len(found.on_date):
        return None
    services = results.situation.world.services
    low, middle, high = np.quantile(found.on_date, (0.1, 0.5, 0.9))
    line = voice.say(
        "lag.line",
        service=voice.name("service", found.follower, services[found.follower].title),
        follower=bloc_name(results, services[found.follower].bloc, voice),
        leader=bloc_name(results, services[found.leader].bloc, voice),
        middle=round(float(middle)),
        low=round(float(low)),
        high=round(float(high)),
    )
    fact = found.published
    if fact is None:
        return line
    beside = voice.say(
        "lag.beside", mean=round(fact.value), low=round(fact.low or 0), high=round(fact.high or 0)
    )
    return voice.sentences([line, beside])


def _spread(months: Any) -> dict[str, float] | None:  # noqa: ANN401  an array of months
    """Return three quantiles of the months, None where no future has a lag."""
    if not len(months):
        return None
    low, middle, high = np.quantile(months, (0.1, 0.5, 0.9))
    return {"low": round(low, 2), "median": round(middle, 2), "high": round(high, 2)}


def _drawn(voice: Voice, look: Look) -> Drawn:
    """Draw each lag as a range with its middle."""
    import altair as alt

    theme = look.theme
    base = alt.Chart(alt.NamedData(name="lag"))
    y = alt.Y("when:N", sort=None, axis=alt.Axis(title=None))
    axis = alt.Axis(title=voice.say("lag.axis"))
    rule = base.mark_rule(color=theme.neither, strokeWidth=6).encode(
        y=y, x=alt.X("low:Q", axis=axis), x2="high:Q"
    )
    point = base.mark_point(color=theme.ink, filled=True, size=80).encode(
        y=y, x=alt.X("middle:Q", axis=axis)
    )
    return alt.layer(rule, point).properties(width=look.width - 160, height=120)
