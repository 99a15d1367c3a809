"""Numbers that nobody publishes, in words: no key of a fact or of a prior stands among them."""

import re
from collections.abc import Mapping
from typing import Final

from outlast.facts import Gap, Ledger
from outlast.present.display.names import gap_stand_in
from outlast.present.display.voice import Voice
from outlast.scenario.prior import Prior

KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
"""A word that may be the key of a fact or of a prior."""


def stand_in_told(gap: Gap, ledger: Ledger, priors: Mapping[str, Prior], voice: Voice) -> str:
    """Return the substitute of a gap, with the title of each fact and prior in place of its key.

    A key of one word is a key only where a prior alone stands in: else it may be a word.
    """

    def title(key: str) -> str:
        if key in ledger.facts:
            return voice.say("gap.titled", title=ledger.facts[key].title)
        if key in priors:
            return voice.say("gap.titled", title=voice.name("prior", key, priors[key].title))
        return key

    return KEY.sub(lambda found: title(found[0]), gap_stand_in(gap, voice, title))
