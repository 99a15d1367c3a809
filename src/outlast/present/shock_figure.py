"""A shock as a picture: the change of GDP by mineral alone and by industry, with its ranges."""

from outlast.economy.losses import Range, Shock
from outlast.present.display.voice import Voice
from outlast.present.dot_rows import DotRows, dot_rows
from outlast.present.shock_words import basis_line, changed_line, industry_name, mineral_name
from outlast.present.view import Drawn, Look, Row, View, listed

SHOWN = 10
"""Industries in the picture; the table has all whose loss is not nothing."""


def shock_figure(found: Shock, voice: Voice, version: str) -> View:
    """Return the view of a shock.

    Args:
        found: The shock.
        voice: The language, with the names of the contest.
        version: The version of the program.
    """
    minerals = [
        _row("shock.minerals", voice.capital(mineral_name(each, voice)), each.gdp_bn, voice)
        for each in found.minerals
    ]
    industries = [
        _row("shock.industries", industry_name(each, voice), each.gdp_bn, voice)
        for each in found.industries
        if each.gdp_bn.low or each.gdp_bn.high
    ]
    rows = [*minerals, *industries]

    def draw(view: View, look: Look) -> Drawn:
        axis, part = voice.say("shock.axis"), voice.say("column.median")
        drawn = DotRows("shock", "row", axis, (part,), ranges=True, labels=(300, 150))
        return dot_rows(view, look, drawn)

    asked = found.asked
    return View(
        name="shock",
        title=voice.say("shock.title"),
        finding=changed_line(found, voice),
        data={"shock": [*minerals, *industries[:SHOWN]]},
        table=listed(voice, ("panel", "row", "at", "low", "high"), rows),
        caption=(
            basis_line(found, voice),
            voice.say("shock.run", draws=asked.futures, seed=f"{asked.seed}", version=version),
        ),
        stamp={
            "year": found.year,
            "restriction": asked.restriction,
            "months": asked.months,
            "stock": asked.stock,
            "futures": asked.futures,
            "seed": asked.seed,
            "version": version,
        },
        draw=draw,
    )


def _row(panel: str, name: str, loss: Range, voice: Voice) -> Row:
    """Return a loss with its range as a row, USD billion."""
    ends = {"at": loss.median, "low": loss.low, "high": loss.high}
    return {
        "panel": voice.say(panel),
        "row": name,
        "part": voice.say("column.median"),
        **{key: round(value, 4) + 0.0 for key, value in ends.items()},
    }
