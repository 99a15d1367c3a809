"""The act that withholds a good: a measure, a supposed rule, or a drawn move."""

from dataclasses import dataclass

from outlast.facts import Reference
from outlast.policy.measure import Force, Measure
from outlast.present.display.names import bloc_name, good_name, source_name
from outlast.present.display.voice import Voice
from outlast.results import Results
from outlast.scenario.moves import Ladder
from outlast.scenario.scenario import Supposition


@dataclass(frozen=True)
class WithholdingAct:
    """An act of one side, for readers."""

    side: str
    """The key of the side."""

    title: str
    source: str
    """The text that states it, or that no text does."""

    instrument: str
    """The kind of act, as records name kinds of instrument: `quota`, `tariff`, `licence`."""


def withholding_act(results: Results, key: str, voice: Voice) -> WithholdingAct:
    """Return the act of a key: that of a measure, of a supposed rule, or of a ladder and its rung.

    Args:
        results: The results of the future.
        key: The key as the engine's rows name it.
        voice: The language.
    """
    situation = results.situation
    measure = situation.timeline.measures.get(key)
    if measure is not None:
        reference = _text_of(measure)
        title = voice.name("measure", measure.id, measure.title)
        source = source_name(situation.ledger, reference.source, voice)
        return WithholdingAct(measure.side, title, source, measure.instrument.value)
    supposed = situation.scenario.supposed.get(key)
    if supposed is not None:
        title = _supposed(results, supposed, voice)
        source = voice.say("chain.supposed")
        return WithholdingAct(supposed.side, title, source, supposed.kind.value)
    name, _, rung = key.partition(".")
    if situation.moves is None or name not in situation.moves.ladders:
        raise KeyError(key)
    ladder = situation.moves.ladders[name]
    step = ladder.rungs.get(rung)
    instrument = step.kind.value if step else ""
    title = _step(name, ladder, rung, voice)
    return WithholdingAct(ladder.side, title, voice.say("chain.drawn"), instrument)


def _text_of(measure: Measure) -> Reference:
    """Return the text that puts a measure into force; the first one where none does."""
    entries = tuple(measure.status.values())
    forced = (each for each in entries if each.value is Force.IN_FORCE)
    return next(forced, entries[0]).reference


def _step(name: str, ladder: Ladder, rung: str, voice: Voice) -> str:
    """Return a step of a ladder: the ladder alone would name several steps alike."""
    title, steps = voice.name("ladder", name, ladder.title), list(ladder.rungs)
    if rung not in steps:
        return title
    kind = voice.say(f"act.{ladder.rungs[rung].kind.value}")
    if len(steps) == 1:
        return voice.say("act.only-step", title=title, kind=kind)
    number = steps.index(rung) + 1
    return voice.say("act.step", title=title, kind=kind, n=number, of=len(steps))


def _supposed(results: Results, supposed: Supposition, voice: Voice) -> str:
    """Return a supposed rule by its act: its key is a word of the scenario's author."""
    origins, destinations = (
        voice.join([bloc_name(results, key, voice) for key in keys])
        for keys in (supposed.origins, supposed.destinations)
    )
    return voice.say(
        "act.supposed",
        kind=voice.say(f"act.{supposed.kind.value}"),
        goods=voice.join([good_name(results, key, voice) for key in supposed.goods]),
        origins=origins,
        destinations=destinations,
    )
