"""The counted sentence: in how many of a hundred futures each side runs out of breath first."""

from typing import Final

from outlast.present.by_definition import FEW, by_definition
from outlast.present.clocks import already, clock_label, on_each_clock, other_clocks
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import end_names, service_name, side_names
from outlast.present.display.time_axis import break_time, horizon
from outlast.present.display.voice import Voice
from outlast.present.panels import label_axis, label_width
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results import FirstBreaks, Results
from outlast.results.first_breaks import BOTH, NEITHER, ONE, OTHER
from outlast.results.odds import ENOUGH, PLUS_MINUS
from outlast.results.weights import weighted_mean

SELDOM: Final = 0.05
"""The sentence names no times of a side that breaks first in a smaller share of futures."""

WHOLE: Final = 0.5
"""A service counts as out of breath on the date if it is in this share of futures."""

LABELLED: Final = 0.03
"""A smaller share has no number in its bar."""


def counted(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
) -> str:
    """Return the counted sentence, and the services that are out of breath already.

    Raises:
        InputError: There is no such set or definition.
    """
    breaks = results.first_breaks(service_set, definition)
    return _whole(results, breaks, voice)


def _whole(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the counted sentence, and the services that are out of breath already."""
    return voice.sentences([sentence(results, breaks, voice), since(results, breaks, voice)])


def answer(
    results: Results,
    voice: Voice,
    *,
    service_set: str | None = None,
    definition: str | None = None,
) -> View:
    """Return the view of the answer: the sentence, and a hundred futures as a bar for each clock.

    Raises:
        InputError: There is no such set or definition.
    """
    breaks = results.first_breaks(service_set, definition)
    ends = end_names(results, voice)
    order = (ONE, BOTH, NEITHER, OTHER)  # the sides stand at the two ends of the bar
    clocks = on_each_clock(results, breaks)
    rows = [row for each in clocks for row in _bar(each, ends, order, voice)]
    table: list[Row] = [
        {
            "clock": clock_label(each.clock, voice),
            "end": ends[end],
            "futures": voice.hundred(each.shares[end]),
            "error": plus_minus(each.errors[end], voice),
            **_times(each, end, voice),
        }
        for each in clocks
        for end in order
    ]
    names = [clock_label(each.clock, voice) for each in clocks]

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(voice, [ends[end] for end in order], names, look)

    return View(
        name="answer",
        title=voice.say("answer.title"),
        finding=_whole(results, breaks, voice),
        data={"answer": rows},
        table=listed(voice, ("clock", "end", "futures", "error", "t10", "t50", "t90"), table),
        caption=caption(results, voice),
        stamp=stamp(results),
        draw=draw,
    )


def _bar(
    breaks: FirstBreaks, ends: tuple[str, ...], order: tuple[int, ...], voice: Voice
) -> list[Row]:
    """Return the pieces of the bar of one clock."""
    rows: list[Row] = []
    begin = 0.0
    for place, end in enumerate(order):
        share = breaks.shares[end]
        rows.append(
            {
                "clock": clock_label(breaks.clock, voice),
                "end": ends[end],
                "begin": round(100 * begin, 3),
                "finish": round(100 * (begin + share), 3),
                "middle": round(100 * (begin + share / 2), 3),
                "label": voice.hundred(share) if share >= LABELLED else "",
                "place": place,
            }
        )
        begin += share
    return rows


def sentence(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the counted sentence of one set under one definition, with the other clocks."""
    one, other = side_names(results, voice)
    shares = breaks.shares
    within = horizon(results.situation.clock, voice)
    text = voice.say(
        "answer.counted",
        one=one,
        other=other,
        p_one=voice.hundred(shares[ONE]),
        p_other=voice.hundred(shares[OTHER]),
        e_one=plus_minus(breaks.errors[ONE], voice),
        e_other=plus_minus(breaks.errors[OTHER], voice),
        both=voice.hundred(shares[BOTH]),
        neither=voice.hundred(shares[NEITHER]),
        within=within,
    )
    opening = voice.say("answer.close") if breaks.odds.close else ""
    if shares[NEITHER] > 1 - FEW:
        opening = voice.say("answer.neither", within=within)
    depends = by_definition(results, breaks.service_set, voice)
    if depends:
        name = voice.say(f"definition.{breaks.definition}")
        text = voice.say("answer.under", definition=name, counted=text[:1].lower() + text[1:])
    typical = _typical(breaks, (one, other), voice)
    few = voice.say("answer.few", n=results.futures) if results.futures < ENOUGH else ""
    return voice.sentences(
        [
            depends or opening,
            text,
            already(results, breaks, voice),
            other_clocks(results, breaks, voice),
            typical,
            few,
        ]
    )


def since(results: Results, breaks: FirstBreaks, voice: Voice) -> str:
    """Return the services of a set that are out of breath on the date already, and since when."""
    members = results.lines_of(breaks.service_set, breaks.definition)
    clauses = [
        voice.say(
            "answer.since-one",
            service=service_name(results, line.service, voice),
            span=voice.span(line.since_weeks or 0.0),
            share=voice.hundred(line.since_share),
        )
        for line in results.lines()
        if line.since_share >= WHOLE and line in members
    ]
    if not clauses:
        return ""
    return voice.say("answer.since", services=voice.say("list.clause").join(clauses))


def plus_minus(error: float, voice: Voice) -> str:
    """Return the number behind a plus-minus, in hundredths of futures, at most 100.

    Under 1 it keeps one figure, so that a reader sees it fall with the number of futures.
    """
    hundredths = min(100.0, 100 * PLUS_MINUS * error)
    return voice.number(round(hundredths) if hundredths >= 1 else float(f"{hundredths:.1g}"))


def _share_later(breaks: FirstBreaks, end: int) -> float:
    """Return the share of futures that end so after the date."""
    later = (breaks.ends == end) & (breaks.weeks > 0)
    return float(weighted_mean(later, breaks.weights))


def _typical(breaks: FirstBreaks, sides: tuple[str, str], voice: Voice) -> str:
    """Return when each side breaks where it breaks first after the date; nothing if it seldom does.

    Services that are short on the date have their own sentence.
    """
    clauses: list[str] = []
    for end, side in zip((ONE, OTHER), sides, strict=True):
        times = breaks.quantiles(end, later=True)
        if times and _share_later(breaks, end) >= SELDOM:
            early, middle, late = times
            same = voice.span(early) == voice.span(late)
            clauses.append(
                voice.say(
                    "answer.typical-same" if same else "answer.typical-one",
                    side=side,
                    span=voice.span(middle),
                    range=voice.spans(early, late),
                )
            )
    if not clauses:
        return ""
    return voice.capital(voice.say("list.clause").join(clauses)) + voice.say("list.stop")


def _times(breaks: FirstBreaks, end: int, voice: Voice) -> Row:
    """Return the cells of the times after which futures that end so have broken."""
    keys = ("t10", "t50", "t90")
    times = None if end == NEITHER else breaks.quantiles(end)
    if times is None:
        return dict.fromkeys(keys)
    return {key: break_time(weeks, voice) for key, weeks in zip(keys, times, strict=True)}


def _drawn(voice: Voice, ends: list[str], clocks: list[str], look: Look) -> Drawn:
    """Draw the bars, one for each clock."""
    import altair as alt

    theme = look.theme
    colours = [theme.sides[0], theme.both, theme.neither, theme.sides[1]]
    width = label_width(look)
    base = alt.Chart(alt.NamedData(name="answer")).encode(
        y=alt.Y("clock:N", sort=clocks, axis=label_axis(width))
    )
    bar = base.mark_bar(size=34, stroke=theme.paper, strokeWidth=2).encode(
        x=alt.X(
            "begin:Q",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(title=voice.say("answer.axis"), grid=False, tickCount=5),
        ),
        x2="finish:Q",
        color=alt.Color(
            "end:N",
            scale=alt.Scale(domain=ends, range=colours),
            legend=alt.Legend(title=None, orient="top", columns=2 if look.narrow else 4),
        ),
        tooltip=[alt.Tooltip("clock:N"), alt.Tooltip("end:N"), alt.Tooltip("label:N")],
    )
    text = base.mark_text(dy=27, fontSize=13, fontWeight="bold").encode(
        x="middle:Q", text="label:N"
    )
    return alt.layer(bar, text).properties(width=look.width - width - 32, height=84 * len(clocks))
