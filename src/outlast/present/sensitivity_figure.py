"""Sensitivity as a picture: the part of a side's chance that each group of inputs decides."""

from typing import Final

from outlast.present.display.caption import run_line
from outlast.present.display.voice import Voice
from outlast.present.dot_rows import DotRows, dot_rows
from outlast.present.view import Drawn, Look, Row, View, listed
from outlast.results.odds import Z_95
from outlast.scenario.load import Situation
from outlast.study.sensitivity import Sensitivity, deciding_groups

SHOWN: Final = 8
"""Groups in each panel of the picture; the table has all."""


def sensitivity_figure(found: Sensitivity, situation: Situation, voice: Voice) -> View:
    """Return the view of a study of sensitivity.

    Args:
        found: The study.
        situation: The scenario that was studied.
        voice: The language, with the names of the contest.
    """
    rows: list[Row] = []
    shown: list[Row] = []
    for side in found.sides:
        panel = _panel(situation, side, voice)
        here: list[Row] = [
            {
                "panel": panel,
                "row": each.group.title,
                "part": voice.say("sensitivity.total"),
                "at": round(100 * effect.total, 2),
                "low": round(100 * (effect.total - Z_95 * effect.total_error), 2),
                "high": round(100 * (effect.total + Z_95 * effect.total_error), 2),
                "alone": round(100 * effect.first, 2),
            }
            for each in found.groups
            if (effect := each.effects.get(side)) is not None
        ]
        here.sort(key=lambda row: -float(row["at"] or 0.0))
        rows += here
        shown += here[:SHOWN]

    def draw(view: View, look: Look) -> Drawn:
        axis, part = voice.say("sensitivity.axis"), voice.say("sensitivity.total")
        drawn = DotRows("sensitivity", "row", axis, (part,), ranges=True, labels=(270, 150))
        return dot_rows(view, look, drawn)

    manifest = found.manifest
    groups = [
        voice.say("drivers.one", title=each.title, share=voice.percent(each.effect))
        for each in deciding_groups(found)
        if each.effect > 0
    ]
    most = voice.say("list.clause").join(groups)
    return View(
        name="sensitivity",
        title=voice.say("sensitivity.title"),
        finding=voice.say("sensitivity.finding", groups=most)
        if groups
        else voice.say("sensitivity.none"),
        data={"sensitivity": shown},
        table=listed(voice, ("panel", "row", "at", "low", "high", "alone"), rows),
        caption=(run_line(manifest, voice),),
        stamp={
            "scenario": manifest.scenario,
            "digest": manifest.digest,
            "futures": manifest.futures,
            "seed": manifest.seed,
            "version": manifest.version,
        },
        draw=draw,
    )


def _panel(situation: Situation, side: str, voice: Voice) -> str:
    """Return the outcome in which one side runs short first."""
    name = voice.side(side, situation.timeline.sides[side].title)
    return voice.say("end.first", side=voice.capital(name))
