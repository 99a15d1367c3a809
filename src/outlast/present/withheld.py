"""The act that withholds a good: a measure, a supposed rule, or a drawn move."""

from dataclasses import dataclass

from outlast.present.display.voice import Voice
from outlast.results import Results


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
        reference = next(iter(measure.status.values())).reference
        title = voice.name("measure", measure.id, measure.title)
        source = situation.ledger.sources[reference.source].title
        return WithholdingAct(measure.side, title, source, measure.instrument.value)
    supposed = situation.scenario.supposed.get(key)
    if supposed is not None:
        title = key.replace("-", " ")
        source = voice.say("chain.supposed")
        return WithholdingAct(supposed.side, title, source, supposed.kind.value)
    name, _, rung = key.partition(".")
    if situation.moves is None or name not in situation.moves.ladders:
        raise KeyError(key)
    ladder = situation.moves.ladders[name]
    title = voice.name("ladder", name, ladder.title)
    step = ladder.rungs.get(rung)
    instrument = step.kind.value if step else ""
    return WithholdingAct(ladder.side, title, voice.say("chain.drawn"), instrument)
