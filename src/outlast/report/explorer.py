"""The frozen explorer: one HTML file with five levers, each choice of which is a whole run.

It opens without a network or a server: its style, script and data stand inside. The shipped answer
is there without its script too.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outlast.api.choice_runs import ChoiceRun, LeverChoice, lever_choices
from outlast.present.citation import citation
from outlast.present.comparison import counted_change, signed
from outlast.present.display.names import scenario_name
from outlast.present.display.voice import Voice
from outlast.present.lever_words import choice_words, lever_title
from outlast.present.outcomes import short_sides
from outlast.present.sharing.card import share_voice
from outlast.present.sharing.dot_field import PAGE_SIZE, PHONE_SIZE, dot_field, standalone
from outlast.present.summary import summary
from outlast.reading import outlast_command
from outlast.report.kept_stops import ExplorerStop, KeptStops
from outlast.results import Results
from outlast.results.first_breaks import ONE, OTHER
from outlast.storage.strict_json import json_text

LARGEST: Final = 1_500_000
"""Bytes that the file must not exceed."""


def explorer(
    base: Results, runs: Iterable[ChoiceRun], voice: Voice, kept: KeptStops | None = None
) -> str:
    """Return the file.

    Args:
        base: The shipped answer.
        runs: The run of each choice of each headline lever, but of those that are kept.
        voice: The language.
        kept: The place in which stops are kept, if there is one.
    """
    voice = share_voice(voice)
    stops = {"": explorer_stop(base, base, voice), **_found(base, kept)}
    for each in runs:
        stop = explorer_stop(each.results, base, voice)
        stops[stop_key(each.choice)] = stop
        if kept is not None:
            kept.keep(stop_key(each.choice), stop)
    keys = [stop_key(each) for row in lever_choices(base.situation) for each in row]
    stops = {key: stops[key] for key in ("", *keys) if key in stops}
    environment = Environment(
        loader=PackageLoader("outlast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    content = json_text({key: asdict(stop) for key, stop in stops.items()})
    safe = Markup(content.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704  no markup left
    return environment.get_template("explorer.html").render(
        language="zh-Hans" if voice.language == "zh" else "en",
        shipped=stops[""],
        dots=Markup(stops[""].dots),  # noqa: S704  made here, from escaped texts
        levers=_levers(base, voice, set(stops)),
        content=safe,
        title=scenario_name(base, voice),
        cite=citation(base, voice),
        say=voice.say,
    )


def lacking(base: Results, kept: KeptStops) -> list[LeverChoice]:
    """Return the choices of headline levers whose stops are not kept."""
    choices = [each for row in lever_choices(base.situation) for each in row if each.value]
    found = _found(base, kept)
    return [each for each in choices if stop_key(each) not in found]


def _found(base: Results, kept: KeptStops | None) -> dict[str, ExplorerStop]:
    """Return the stops that are kept, by key."""
    if kept is None:
        return {}
    keys = (stop_key(each) for row in lever_choices(base.situation) for each in row if each.value)
    return {key: stop for key in keys if (stop := kept.find(key)) is not None}


def stop_key(choice: LeverChoice) -> str:
    """Return the key under which the file holds a choice."""
    return f"{choice.setting}={choice.value}" if choice.value else ""


def explorer_stop(results: Results, base: Results, voice: Voice) -> ExplorerStop:
    """Return everything that the file shows of one run.

    Args:
        results: The results of the run.
        base: The shipped answer.
        voice: The language.
    """
    found = summary(results, voice)
    before = None if results is base else base.first_breaks()
    label = voice.sentences([found.headline, found.sentence])
    pictures: list[str] = []
    for size in (PAGE_SIZE, PHONE_SIZE):
        body, height = dot_field(results, voice, size, baseline=before, theme=None)
        pictures.append(standalone(body, size.width, height, label))
    order = dict(zip(results.sides, ("one", "other"), strict=True))
    words = results.manifest.words()
    return ExplorerStop(
        headline=found.headline,
        sentence=found.sentence,
        change="" if results is base else _change(results, base, voice),
        dots="".join(pictures),
        reasons=tuple((reason.label, reason.text) for reason in found.reasons),
        cost=found.cost or "",
        honesty=found.honesty,
        strip=tuple(
            (cell.label, cell.winner, order.get(cell.side or "", "")) for cell in found.strip
        ),
        command=outlast_command(*words),
    )


def _change(results: Results, base: Results, voice: Voice) -> str:
    """Return the change of each side against the shipped answer, in hundredths of futures."""
    now, before = results.first_breaks().shares, base.first_breaks().shares
    clauses = [
        voice.say(
            "share.change",
            side=voice.capital(name),
            change=signed(counted_change(now[end], before[end])),
        )
        for end, name in zip((ONE, OTHER), short_sides(results, voice), strict=True)
    ]
    return voice.say("share.against", changes=voice.say("list.clause").join(clauses))


def _levers(base: Results, voice: Voice, known: set[str]) -> list[dict[str, Any]]:
    """Return the levers with the words of their choices."""
    return [
        {
            "title": lever_title(row[0].lever, voice),
            "stops": [
                {
                    "key": stop_key(each),
                    "words": choice_words(each.lever, each.value, each.says, voice),
                }
                for each in row
                if stop_key(each) in known
            ],
        }
        for row in lever_choices(base.situation)
    ]
