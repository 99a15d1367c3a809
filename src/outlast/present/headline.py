"""The counted sentence: in how many of a hundred futures who runs out of breath first."""

from typing import Final

from outlast.present.by_definition import FEW, hinges
from outlast.present.display.caption import caption, stamp
from outlast.present.display.names import service_name
from outlast.present.display.time_axis import horizon
from outlast.present.display.voice import Voice
from outlast.present.first_breaks import (
    ERRORS,
    NEITHER,
    ONE,
    OTHER,
    Firsts,
    end_names,
    firsts,
    side_names,
)
from outlast.present.reads import Outcome
from outlast.present.view import Drawn, Look, Row, View, listed

SELDOM: Final = 0.05
"""The share of futures under which nothing is said of times."""

WHOLE: Final = 0.5
"""The share of futures from which a service counts as out of breath on the date."""

LABELLED: Final = 0.03
"""The share under which no number stands in a bar."""


def answer(
    outcome: Outcome, voice: Voice, *, contest: str | None = None, definition: str | None = None
) -> View:
    """Return the view of the answer: the sentence, and a hundred futures as one bar."""
    found = firsts(outcome, contest, definition)
    ends = end_names(outcome, found, voice)
    order = (0, 2, 3, 1)  # the sides stand at either end, what belongs to neither between them
    rows: list[Row] = []
    begin = 0.0
    for place, end in enumerate(order):
        share = found.shares[end]
        rows.append(
            {
                "end": ends[end],
                "begin": round(100 * begin, 3),
                "finish": round(100 * (begin + share), 3),
                "middle": round(100 * (begin + share / 2), 3),
                "label": voice.hundred(share) if share >= LABELLED else "",
                "place": place,
            }
        )
        begin += share
    table = [
        {
            "end": ends[end],
            "futures": voice.hundred(found.shares[end]),
            "error": voice.number(round(100 * ERRORS * found.error(found.shares[end]), 1)),
            **_times(found, end, voice),
        }
        for end in order
    ]
    columns = ("end", "futures", "error", "t10", "t50", "t90")

    def draw(view: View, look: Look) -> Drawn:
        del view
        return _drawn(voice, [ends[end] for end in order], look)

    return View(
        name="answer",
        title=voice.say("answer.title"),
        finding=voice.sentences([sentence(outcome, found, voice), since(outcome, found, voice)]),
        data={"answer": rows},
        table=listed(voice, columns, table),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def sentence(outcome: Outcome, found: Firsts, voice: Voice) -> str:
    """Return the counted sentence of a contest; both sides are worded alike."""
    one, other = side_names(outcome, found, voice)
    shares = found.shares
    counted = voice.say(
        "answer.counted",
        one=one,
        other=other,
        p_one=voice.hundred(shares[0]),
        p_other=voice.hundred(shares[1]),
        e_one=_error(found, 0, voice),
        e_other=_error(found, 1, voice),
        both=voice.hundred(shares[2]),
        neither=voice.hundred(shares[3]),
        within=horizon(outcome.situation.clock, voice),
    )
    opening = voice.say("answer.close") if found.close else ""
    if shares[NEITHER] > 1 - FEW:
        opening = voice.say("answer.neither", within=horizon(outcome.situation.clock, voice))
    depends = hinges(outcome, found.contest, voice)
    if depends:
        way = voice.say(f"definition.{found.definition}")
        counted = voice.say(
            "answer.under", definition=way, counted=counted[:1].lower() + counted[1:]
        )
    typical = _typical(found, (one, other), voice)
    return voice.sentences([depends or opening, counted, typical])


def since(outcome: Outcome, found: Firsts, voice: Voice) -> str:
    """Return which services of a contest are out of breath on the date already, and since when."""
    names = outcome.lowered.names
    rows = {
        int(row)
        for number, half in enumerate(names.sets)
        if (half.contest, half.definition) == (found.contest, found.definition)
        for row in outcome.lowered.plan.set_line[
            outcome.lowered.plan.set_ptr[number] : outcome.lowered.plan.set_ptr[number + 1]
        ]
    }
    wanted = {names.lines[row] for row in rows}
    told = [
        voice.say(
            "answer.since-one",
            service=service_name(outcome, line.service, voice),
            span=voice.span(line.since_weeks or 0.0),
            share=voice.hundred(line.since_share),
        )
        for line in outcome.lines()
        if line.since_share >= WHOLE
        and any((at.service, at.definition) == (line.service, line.definition) for at in wanted)
    ]
    return voice.say("answer.since", services=voice.say("list.clause").join(told)) if told else ""


def _error(found: Firsts, end: int, voice: Voice) -> str:
    return voice.number(max(1, round(100 * ERRORS * found.error(found.shares[end]))))


def _typical(found: Firsts, sides: tuple[str, str], voice: Voice) -> str:
    """Return when each side breaks where it is first; nothing of what seldom comes."""
    told: list[str] = []
    for end, side in zip((ONE, OTHER), sides, strict=True):
        times = found.times(end)
        if times and found.shares[end] >= SELDOM:
            low, middle, high = times
            told.append(
                voice.say(
                    "answer.typical-one",
                    side=side,
                    span=voice.span(middle),
                    range=voice.spans(low, high),
                )
            )
    return (
        voice.capital(voice.say("list.clause").join(told)) + voice.say("list.stop") if told else ""
    )


def _times(found: Firsts, end: int, voice: Voice) -> Row:
    times = None if end == NEITHER else found.times(end)
    if times is None:
        return {"t10": None, "t50": None, "t90": None}
    return {key: voice.span(weeks) for key, weeks in zip(("t10", "t50", "t90"), times, strict=True)}


def _drawn(voice: Voice, ends: list[str], look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    colours = [theme.sides[0], theme.both, theme.neither, theme.sides[1]]
    base = alt.Chart(alt.NamedData(name="answer"))
    bar = base.mark_bar(size=40, stroke=theme.paper, strokeWidth=2).encode(
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
        tooltip=[alt.Tooltip("end:N"), alt.Tooltip("label:N")],
    )
    text = base.mark_text(dy=34, fontSize=13, fontWeight="bold").encode(
        x="middle:Q", text="label:N"
    )
    return alt.layer(bar, text).properties(width=look.width - 24, height=84)
