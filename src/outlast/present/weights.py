"""The weights of futures in words: the weighted counts, the leading answer, the missed points."""

from datetime import date
from typing import Final

from outlast.present.display.names import side_names
from outlast.present.display.voice import Voice
from outlast.results import FutureWeights, Results
from outlast.results.first_breaks import ONE, OTHER
from outlast.results.weights import LEAST_EXPONENT

SHOWN: Final = 4
"""Observations beyond reach that a line names at most."""


def weights_lines(results: Results, voice: Voice, *, named: bool = False) -> list[str]:
    """Return the weights of results in two or three lines; none where nobody asked for weights.

    Args:
        results: The results.
        voice: The language.
        named: Whether to name the observations that the model cannot reach.
    """
    weights = results.weights
    if weights is None:
        return []
    if not weights.acts:
        return [voice.say("weights.none")]
    lines = [_counted(results, weights, voice), leads_line(weights, voice)]
    missed = len(weights.unreached)
    if missed:
        widest = sorted(weights.unreached, key=lambda each: -min(abs(each.low), abs(each.high)))
        titles = [each.title for each in widest[:SHOWN]]
        more = voice.join(titles) if named else ""
        key = "weights.beyond-named" if named else "weights.beyond"
        lines.append(voice.say(key, n=missed, of=missed + len(weights.terms), names=more))
    return lines


def _counted(results: Results, weights: FutureWeights, voice: Voice) -> str:
    """Return the counts of the default set that do not lead, with exponent and effective size."""
    other = results.led(weighted=not weights.leads).first_breaks()
    one, two = side_names(results, voice)
    return voice.say(
        "weights.counted-other" if weights.leads else "weights.counted",
        terms=voice.say("weights.observations", n=len(weights.terms)),
        silences=voice.say("weights.silences", n=len(weights.silences)),
        day=date.fromisoformat(weights.day),
        exponent=f"{weights.exponent:.2f}",
        effective=f"{weights.effective:,.0f}",
        futures=f"{weights.futures:,}",
        one=one,
        other=two,
        p_one=voice.hundred(other.shares[ONE]),
        p_other=voice.hundred(other.shares[OTHER]),
    )


def leads_line(weights: FutureWeights, voice: Voice) -> str:
    """Return which answer leads, and why."""
    if weights.leads:
        return voice.say("weights.leads")
    return voice.say("weights.leads-not", why=reasons(weights, voice))


def reasons(weights: FutureWeights, voice: Voice) -> str:
    """Return every condition that keeps the weighted answer from leading, for a sentence."""
    rule = weights.rule
    if not weights.acts:
        return voice.say("weights.why-none")
    found: list[str] = []
    if rule.oracle is None or rule.inside is None or rule.most is None or rule.least is None:
        found.append(voice.say("weights.why-untested"))
    elif not rule.gate:
        found.append(
            voice.say(
                "weights.why-gate",
                oracle=f"{rule.oracle:.2f}",
                most=f"{rule.most:.2f}",
                inside=voice.hundred(rule.inside),
                least=voice.hundred(rule.least),
            )
        )
    if weights.exponent < LEAST_EXPONENT:
        found.append(
            voice.say(
                "weights.why-exponent",
                exponent=f"{weights.exponent:.2f}",
                least=f"{LEAST_EXPONENT:g}",
            )
        )
    if rule.gain is None:
        found.append(voice.say("weights.why-few", n=len(weights.terms)))
    elif rule.gain <= 0.0:
        found.append(voice.say("weights.why-score"))
    return voice.say("weights.and").join(found)
