"""Claims: what others have said of the contest, beside what the futures say."""

from collections.abc import Mapping, Sequence
from typing import Final

from outlast.present.display.caption import caption, stamp
from outlast.present.display.voice import Voice
from outlast.present.reads import Outcome
from outlast.present.view import Cell, Drawn, Look, Row, View, listed

VERDICTS: Final = ("supported", "contradicted", "depends", "cannot be told", "not run")
"""What can be said of a claim."""

COLUMNS: Final = ("claim", "verdict", "unit", "said", "found", "low", "high", "on", "source")
"""What a row of claims may have; only the first two must be there."""

LEAST, MOST = 0.1, 10.0
"""The ends of the axis: a tenth of what was said, ten times what was said."""


def claims(outcome: Outcome, voice: Voice, found: Sequence[Mapping[str, Cell]]) -> View:
    """Return the view of claims.

    Args:
        outcome: What the futures came to.
        voice: The language.
        found: One row a claim: claim (a sentence), verdict (its kind in words), and where numbers
            can be set side by side said, found, low, high in one unit; on what it hangs; source.
    """
    rows: list[Row] = []
    for each in found:
        row: Row = {name: each.get(name) for name in COLUMNS}
        row["state"] = state(str(row["verdict"]), voice)
        for name, key in (("ratio", "found"), ("least", "low"), ("most", "high")):
            row[name] = _ratio(row[key], row["said"])
        rows.append(row)
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}

    def draw(view: View, look: Look) -> Drawn:
        return _drawn(voice, view, look)

    return View(
        name="claims",
        title=voice.say("claims.title"),
        finding=voice.say(
            "claims.finding",
            of=len(rows),
            supported=counts["supported"],
            contradicted=counts["contradicted"],
            depends=counts["depends"],
            untold=counts["cannot be told"] + counts["not run"],
        ),
        data={"claims": rows},
        table=listed(
            voice,
            COLUMNS,
            [{**row, "verdict": row["state"]} for row in rows],
        ),
        caption=caption(outcome, voice),
        stamp=stamp(outcome),
        draw=draw,
    )


def _ratio(value: Cell, said: Cell) -> float | None:
    """Return a number over what was said, within the ends of the axis."""
    if not isinstance(value, int | float) or not isinstance(said, int | float) or said == 0:
        return None
    return round(min(MOST, max(LEAST, value / said)), 4)


def state(verdict: str, voice: Voice) -> str:
    """Return a verdict as readers read it."""
    return voice.say(f"verdict.{verdict.replace(' ', '-')}")


def _drawn(voice: Voice, view: View, look: Look) -> Drawn:
    import altair as alt

    theme = look.theme
    labels = 170 if look.narrow else 320
    states = [state(verdict, voice) for verdict in VERDICTS]
    base = alt.Chart(alt.NamedData(name="claims"))
    y = alt.Y(
        "claim:N",
        sort=[str(row["claim"]) for row in view.data["claims"]],
        axis=alt.Axis(title=None, minExtent=labels, maxExtent=labels, labelLimit=labels - 8),
    )
    scale = alt.Scale(type="log", domain=[LEAST, MOST])
    axis = alt.Axis(
        title=voice.say("claims.axis"),
        values=[0.1, 0.3, 1, 3, 10],
        format="~g",
    )
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(
            domain=states,
            range=[theme.ink, theme.sides[1], theme.sides[0], theme.neither, theme.neither],
        ),
        legend=alt.Legend(title=None, orient="top", columns=1 if look.narrow else 3),
    )
    rule = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("least:Q", scale=scale, axis=axis), x2="most:Q", y=y, color=colour
    )
    point = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("ratio:Q", scale=scale, axis=axis),
        y=y,
        color=colour,
        shape=alt.Shape(
            "state:N",
            scale=alt.Scale(
                domain=states, range=["circle", "cross", "diamond", "square", "square"]
            ),
        ),
        tooltip=[alt.Tooltip(f"{name}:N") for name in ("claim", "state", "said", "found", "unit")],
    )
    open_ = (
        base.transform_filter("!isValid(datum.ratio)")
        .mark_text(align="left", dx=6, color=theme.faint)
        .encode(x=alt.value(0), y=y, text="state:N")
    )
    one = base.mark_rule(color=theme.mark, strokeDash=[2, 2]).encode(x=alt.datum(1.0))
    return alt.layer(one, rule, point, open_).properties(
        width=look.width - labels - 24, height=alt.Step(22)
    )
