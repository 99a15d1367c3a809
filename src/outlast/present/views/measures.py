"""The timeline: the measures of both sides, when each binds and when it is suspended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from outlast.policy import Timeline
from outlast.policy.measure import Force, Measure
from outlast.present.display.caption import caption, ranked, record_line, shortened, stamp
from outlast.present.display.names import source_name
from outlast.present.display.theme import SMALL, mixed
from outlast.present.display.voice import Voice
from outlast.present.panels import (
    LINE,
    Panel,
    label_axis,
    names_above,
    panels,
    row_step,
    stacked,
)
from outlast.present.view import BROAD, Drawn, Look, Row, View, listed, wrapped
from outlast.results import Results
from outlast.scenario.load import Situation

AFTER: Final = timedelta(days=365)
"""Time after the scenario's date that the figure shows."""

OPEN: Final = "open"
"""The state of a measure that depends on an open question."""

EXPECTED: Final = "expected"
"""The state of a measure that is only expected, without effect yet."""

STATES: Final = (Force.IN_FORCE.value, Force.SUSPENDED.value, OPEN, EXPECTED)
"""The states of a measure in the figure."""

COLUMNS: Final = ("day", "announced", "side", "event", "title", "citation", "locator", "url")


@dataclass(frozen=True)
class StatusSpan:
    """One stretch of time in which a measure is in one state."""

    state: str
    begin: date
    end: date


def spans(measure: Measure, end: date) -> list[StatusSpan]:
    """Return the stretches of a measure's states up to a day."""
    entries = sorted(measure.status.items())
    sure = [(day, entry) for day, entry in entries if entry.when is None and not entry.expected]
    found: list[StatusSpan] = []
    forks = [day for day, entry in entries if entry.when is not None]
    for number, (day, entry) in enumerate(sure):
        until = sure[number + 1][0] if number + 1 < len(sure) else end
        if entry.value is not Force.ENDED and day < end:
            fork = min((at for at in forks if day <= at < until), default=until)
            found.append(StatusSpan(entry.value.value, day, min(fork, end)))
            if fork < min(until, end):
                found.append(StatusSpan(OPEN, fork, min(until, end)))
    for day, entry in entries:
        # An expected entry is drawn only where no surer one is.
        if day < end and not any(span.begin <= day < span.end for span in found):
            if entry.expected:
                found.append(StatusSpan(EXPECTED, day, end))
            elif entry.when is not None:
                found.append(StatusSpan(OPEN, day, end))
    return [span for span in found if span.begin < span.end]


def measures(results: Results, voice: Voice, *, only: Sequence[str] | None = None) -> View:
    """Return the view of the measures.

    Args:
        results: The results, whose record is shown as it was known.
        voice: The language.
        only: The ids of measures to show; all if absent.
    """
    shown = recorded_measures(results.situation, voice, results.manifest.version, only=only)
    publishers = _sources(results.situation, _chosen(results.situation, only))
    return replace(shown, caption=caption(results, voice, publishers), stamp=stamp(results))


def recorded_measures(
    situation: Situation, voice: Voice, version: str, *, only: Sequence[str] | None = None
) -> View:
    """Return the view of the measures of a scenario that was not run.

    Args:
        situation: The scenario, whose record is shown as it was known.
        voice: The language.
        version: The version of the program.
        only: The ids of measures to show; all if absent.
    """
    record, today = situation.timeline, situation.clock.on
    chosen, sides = _chosen(situation, only), list(record.sides)
    bars: list[Row] = [
        {
            "side": _side(record, measure.side, voice),
            "measure": voice.name("measure", measure.id, measure.title),
            "place": sides.index(measure.side),
            "state": voice.say(f"state.{span.state}"),
            "begin": span.begin.isoformat(),
            "end": span.end.isoformat(),
        }
        for measure in chosen
        for span in spans(measure, today + AFTER)
    ]

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, (situation.clock.common_start - AFTER, today), look)

    return View(
        name="measures",
        title=voice.say("measures.title"),
        finding=_finding(record, chosen, today, voice),
        data={"measures": bars, "date": [{"day": today.isoformat()}]},
        table=listed(voice, COLUMNS, _events(situation, {each.id for each in chosen}, voice)),
        caption=(
            voice.say("caption.source", sources=shortened(_sources(situation, chosen), voice)),
            record_line(situation, voice, version),
        ),
        stamp={
            "scenario": situation.scenario.id,
            "knows_until": f"{situation.scenario.knows_until}",
            "version": version,
        },
        draw=draw,
        broad=True,
    )


def _chosen(situation: Situation, only: Sequence[str] | None) -> list[Measure]:
    """Return the measures to show, side by side, the oldest first."""
    record = situation.timeline
    chosen = [m for key, m in record.measures.items() if only is None or key in only]
    sides = list(record.sides)
    return sorted(chosen, key=lambda each: (sides.index(each.side), min(each.status)))


def _side(record: Timeline, key: str, voice: Voice) -> str:
    """Return the name of a side, for a heading."""
    return voice.capital(voice.side(key, record.sides[key].title))


def _events(situation: Situation, chosen: set[str], voice: Voice) -> list[Row]:
    """Return the dated events of some measures, with the texts that set them."""
    ledger = situation.ledger
    return [
        {
            "day": event.day.isoformat(),
            "announced": event.announced.isoformat() if event.announced else None,
            "side": _side(situation.timeline, event.measure.side, voice),
            "event": voice.say("event." + event.what.replace(" ", "-"))
            + (voice.say("event.open") if event.when or event.expected else ""),
            "title": voice.name("measure", event.measure.id, event.measure.title),
            "citation": source_name(ledger, event.reference.source, voice),
            "locator": event.reference.locator,
            "url": ledger.sources[event.reference.source].url,
        }
        for event in situation.timeline.events
        if event.measure.id in chosen
    ]


def _sources(situation: Situation, chosen: Sequence[Measure]) -> list[str]:
    """Return the publishers of the texts behind some measures."""
    return ranked(situation, [ref.source for m in chosen for ref in m.references()])


def _finding(record: Timeline, chosen: Sequence[Measure], today: date, voice: Voice) -> str:
    """Return how many measures of each side are in each state on a day."""
    clauses: list[str] = []
    for key, side in record.sides.items():
        now = [
            span.state
            for measure in chosen
            if measure.side == key
            for span in spans(measure, today + timedelta(days=1))
            if span.end > today and span.state != EXPECTED
        ]
        clauses.append(
            voice.say(
                "measures.side",
                side=voice.side(key, side.title),
                force=now.count(Force.IN_FORCE.value),
                rest=now.count(Force.SUSPENDED.value),
                open=now.count(OPEN),
            )
        )
    return voice.say("measures.finding", day=today, sides=voice.say("list.clause").join(clauses))


def _drawn(voice: Voice, view: View, days: tuple[date, date], look: Look) -> Drawn:
    """Draw a bar for each stretch of each measure, side by side, with a rule at the date."""
    import altair as alt

    theme, (begin, today) = look.theme, days
    labels = 620 if look.width >= BROAD else 0  # elsewhere names stand above their bars
    years = range(begin.year, (today + AFTER).year + 1)
    x = alt.X(
        "begin:T",
        # Days are UTC, so that a bar begins on its day wherever the figure is drawn.
        scale=alt.Scale(type="utc", domain=[f"{years[0]}-01-01", (today + AFTER).isoformat()]),
        axis=alt.Axis(
            title=None,
            format="%Y",
            values=[alt.DateTime(year=y, month=1, date=1, utc=True) for y in years],
        ),
    )
    sides = panels("measures", "side", view.data["measures"])

    def draw(panel: Panel) -> Any:  # noqa: ANN401  Altair's charts have no common type
        colour = theme.sides[int(panel.rows[0]["place"] or 0)]
        names = panel.distinct("measure")
        axis = label_axis(labels, names) if labels else None
        y = alt.Y("measure:N", sort=names, axis=axis)
        bar = _bars(panel.base, (x, y), colour, voice, look)
        rule = (
            alt.Chart(alt.NamedData(name="date"))
            .mark_rule(color=theme.mark, strokeDash=[2, 2])
            .encode(x="day:T")
        )
        if labels:
            return alt.layer(bar, rule).properties(height=alt.Step(row_step(labels, names, 15)))
        lines = {name: wrapped(name, look.width - 24, SMALL) for name in names}
        most = max(len(each) for each in lines.values())
        named = names_above(panel.base, y, "measure", lines)
        return alt.layer(bar, rule, *named).properties(height=alt.Step(LINE * most + 18))

    whole = stacked(
        sides,
        draw,
        width=look.width - labels - 24,
        title=lambda side: side if len(sides) > 1 else "",
    )
    apart: dict[str, Any] = dict.fromkeys(("fill", "strokeDash"), "independent")
    return whole.resolve_scale(**apart).resolve_legend(**apart)


def _bars(base: Any, at: tuple[Any, Any], colour: str, voice: Voice, look: Look) -> Any:  # noqa: ANN401  Altair's own
    """Draw the bars of one side's measures; the fill shows the state."""
    import altair as alt

    theme, (x, y) = look.theme, at
    states = [voice.say(f"state.{state}") for state in STATES]
    columns = 1 if look.narrow else 4
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
