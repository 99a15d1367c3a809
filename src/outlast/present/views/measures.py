"""The timeline: the measures of both sides, when each binds and rests, with their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from outlast.policy import Timeline
from outlast.policy.measure import Force, Measure
from outlast.present.display.caption import caption, ranked, stamp
from outlast.present.display.theme import mixed
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

AFTER: Final = timedelta(days=365)
"""How far beyond the scenario's date the figure goes."""

STATES: Final = ("in-force", "suspended", "open", "expected")
"""What a measure can be at a time: open hangs on a switch, expected has no effect yet."""


@dataclass(frozen=True)
class Span:
    """One stretch in the life of a measure."""

    state: str
    begin: date
    end: date


def spans(measure: Measure, end: date) -> list[Span]:
    """Return the stretches of a measure's life up to a day."""
    entries = sorted(measure.status.items())
    sure = [(day, entry) for day, entry in entries if entry.when is None and not entry.expected]
    found: list[Span] = []
    forks = [day for day, entry in entries if entry.when is not None]
    for number, (day, entry) in enumerate(sure):
        until = sure[number + 1][0] if number + 1 < len(sure) else end
        if entry.value is not Force.ENDED and day < end:
            fork = min((at for at in forks if day <= at < until), default=until)
            found.append(Span(entry.value.value, day, min(fork, end)))
            if fork < min(until, end):
                found.append(Span("open", fork, min(until, end)))
    for day, entry in entries:
        # What is merely expected is drawn only where nothing surer is.
        if day < end and not any(span.begin <= day < span.end for span in found):
            if entry.expected:
                found.append(Span("expected", day, end))
            elif entry.when is not None:
                found.append(Span("open", day, end))
    return [span for span in found if span.begin < span.end]


def measures(outcome: Outcome, voice: Voice, *, only: Sequence[str] | None = None) -> View:
    """Return the view of the measures.

    Args:
        outcome: What the futures came to; its record is shown, as it was known.
        voice: The language.
        only: The ids of measures to show; all unless told.
    """
    situation = outcome.situation
    record, today = situation.timeline, situation.clock.on
    end = today + AFTER
    chosen = [m for key, m in record.measures.items() if only is None or key in only]
    chosen.sort(key=lambda measure: (list(record.sides).index(measure.side), min(measure.status)))
    bars: list[Row] = []
    for measure in chosen:
        bars.extend(
            [
                {
                    "side": voice.capital(
                        voice.side(measure.side, record.sides[measure.side].title)
                    ),
                    "measure": voice.name("measure", measure.id, measure.title),
                    "place": list(record.sides).index(measure.side),
                    "state": voice.say(f"state.{span.state}"),
                    "begin": span.begin.isoformat(),
                    "end": span.end.isoformat(),
                }
                for span in spans(measure, end)
            ]
        )

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, (situation.clock.common_start - AFTER, today), look)

    columns = (
        "day",
        "announced",
        "side",
        "event",
        "measure",
        "title",
        "citation",
        "locator",
        "url",
    )
    return View(
        name="measures",
        title=voice.say("measures.title"),
        finding=_finding(record, chosen, today, voice),
        data={"measures": bars, "date": [{"day": today.isoformat()}]},
        table=listed(
            voice,
            columns,
            _events(outcome, {measure.id for measure in chosen}, voice),
        ),
        caption=caption(outcome, voice, _sources(outcome, chosen)),
        stamp=stamp(outcome),
        draw=draw,
    )


def _events(outcome: Outcome, chosen: set[str], voice: Voice) -> list[Row]:
    ledger = outcome.situation.ledger
    return [
        {
            "day": event.day.isoformat(),
            "announced": event.announced.isoformat() if event.announced else None,
            "side": event.measure.side,
            "event": voice.say("event." + event.what.replace(" ", "-"))
            + (voice.say("event.open") if event.when or event.expected else ""),
            "measure": event.measure.id,
            "title": event.measure.title,
            "citation": ledger.sources[event.reference.source].title,
            "locator": event.reference.locator,
            "url": ledger.sources[event.reference.source].url,
        }
        for event in outcome.situation.timeline.events
        if event.measure.id in chosen
    ]


def _sources(outcome: Outcome, chosen: Sequence[Measure]) -> list[str]:
    situation = outcome.situation
    return ranked(situation, [ref.source for m in chosen for ref in m.references()])


def _finding(record: Timeline, chosen: Sequence[Measure], today: date, voice: Voice) -> str:
    told: list[str] = []
    for key, side in record.sides.items():
        now = [
            span.state
            for measure in chosen
            if measure.side == key
            for span in spans(measure, today + timedelta(days=1))
            if span.end > today and span.state != "expected"
        ]
        told.append(
            voice.say(
                "measures.side",
                side=voice.side(key, side.title),
                force=now.count("in-force"),
                rest=now.count("suspended"),
                open=now.count("open"),
            )
        )
    return voice.say("measures.finding", day=today, sides=voice.say("list.clause").join(told))


def _drawn(voice: Voice, view: View, days: tuple[date, date], look: Look) -> Drawn:
    import altair as alt

    theme, (begin, today) = look.theme, days
    rows = view.data["measures"]
    labels = 150 if look.narrow else 370
    years = range(begin.year, (today + AFTER).year + 1)
    x = alt.X(
        "begin:T",
        scale=alt.Scale(domain=[f"{years[0]}-01-01", (today + AFTER).isoformat()]),
        axis=alt.Axis(
            title=None, format="%Y", values=[alt.DateTime(year=y, month=1, date=1) for y in years]
        ),
    )
    columns = 1 if look.narrow else 4
    panels: list[Any] = []
    sides = list(dict.fromkeys(str(row["side"]) for row in rows))
    for side in sides:
        place = next(int(row["place"] or 0) for row in rows if row["side"] == side)
        colour = theme.sides[place % 2]
        base = alt.Chart(alt.NamedData(name="measures")).transform_filter(alt.datum.side == side)
        y = alt.Y(
            "measure:N",
            sort=list(dict.fromkeys(str(row["measure"]) for row in rows if row["side"] == side)),
            axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 8),
        )
        bar = _bars(base, (x, y), (colour, columns), voice, look)
        rule = (
            alt.Chart(alt.NamedData(name="date"))
            .mark_rule(color=theme.mark, strokeDash=[2, 2])
            .encode(x="day:T")
        )
        panels.append(
            alt.layer(bar, rule).properties(
                width=look.width - labels - 24,
                height=alt.Step(15),
                title=alt.TitleParams(
                    side if len(sides) > 1 else "", fontSize=12, offset=4, anchor="start"
                ),
            )
        )
    whole = alt.vconcat(*panels, spacing=14)
    apart: dict[str, Any] = dict.fromkeys(("fill", "strokeDash"), "independent")
    return whole.resolve_scale(**apart).resolve_legend(**apart)


def _bars(base: Any, at: tuple[Any, Any], key: tuple[str, int], voice: Voice, look: Look) -> Any:  # noqa: ANN401  Altair's own
    """Return the bars of one side's measures, told apart by how they are filled."""
    import altair as alt

    theme, (x, y), (colour, columns) = look.theme, at, key
    states = [voice.say(f"state.{state}") for state in STATES]
    legend = alt.Legend(title=None, orient="top", symbolStrokeColor=colour, columns=columns)
    tints = [mixed(colour, theme.paper, share) for share in (0.4, 0.14)]
    fills = [colour, theme.paper, *tints]
    return base.mark_bar(height=9, stroke=colour, strokeWidth=1.2, clip=True).encode(
        x=x,
        x2="end:T",
        y=y,
        fill=alt.Fill(
            "state:N",
            scale=alt.Scale(domain=states, range=fills),
            legend=legend,
        ),
        strokeDash=alt.StrokeDash(
            "state:N",
            scale=alt.Scale(domain=states, range=[[1, 0], [1, 0], [2, 2], [2, 2]]),
            legend=None,
        ),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("measure", "state", "begin", "end")],
    )
