"""The words for a licence: how an application is reviewed, and what may be used instead."""

from collections.abc import Sequence

from outlast.policy import Policy
from outlast.policy.verdict import BranchVerdict
from outlast.present.display.voice import Voice


def licence_words(policy: Policy, exceptions: Sequence[str], voice: Voice) -> str:
    """Return a licence policy in words, with the exceptions that may be used instead."""
    return f"{voice.say(f'policy.{policy.value}')}{exception_words(exceptions, voice)}"


def exception_words(symbols: Sequence[str], voice: Voice, *, sometimes: bool = False) -> str:
    """Return the end of a sentence that names exceptions; empty where there is none.

    Args:
        symbols: The exceptions by symbol; a general licence bears the slug of its policy.
        voice: The language.
        sometimes: Whether they serve in some cases alone.
    """
    if not symbols:
        return ""
    general = Policy.GENERAL_LICENCE.value
    named = [
        voice.say("exception.general") if each == general else voice.say("exception", symbol=each)
        for each in symbols
    ]
    key = "exceptions.sometimes" if sometimes else "exceptions.usable"
    return voice.say(key, exceptions=voice.join(named))


def serve_sometimes(branches: Sequence[BranchVerdict]) -> bool:
    """Return whether some branch leaves no exception."""
    return not all(branch.exceptions for branch in branches)
