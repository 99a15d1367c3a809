"""The usual causes of a side's first shortages: counted over futures of all times, in few words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from outlast.present.display.names import bloc_name
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_side, short_thing
from outlast.present.withheld import withholding_act
from outlast.results import Results
from outlast.study.trace import Link, LinkKind, Trace

OFTEN: Final = 0.25
"""The least share of futures in which a cause is frequent."""


@dataclass(frozen=True)
class Cause:
    """One cause of a shortage: a good that lacks, and the side behind it."""

    kind: str
    """The last part of the key of its words."""

    good: str
    who: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    """The side or the place behind it, by its name in the words."""

    def in_words(self, voice: Voice) -> str:
        """Return the cause as a clause."""
        return voice.say(f"cause.{self.kind}", good=self.good, **self.who)


def cause_of(results: Results, traced: Trace, side: str, voice: Voice) -> Cause | None:
    """Return the last cause along a chain of a side's shortage; none where it has none."""
    links = [
        link
        for link in traced.links
        if link.kind in (LinkKind.LACKS, LinkKind.WITHHELD, LinkKind.UNDELIVERED)
    ]
    return _link(results, links[-1], side, voice) if links else None


def _link(results: Results, link: Link, side: str, voice: Voice) -> Cause:
    """Return one link of a chain as a cause."""
    world = results.situation.world
    site = world.sites.get(link.name)
    good = link.name
    if site is not None:
        good = short_thing("good", site.good, world.goods[site.good].title, voice)
    if link.kind is LinkKind.WITHHELD:
        act = withholding_act(results, link.measure, voice)
        who = {"actor": short_side(results, act.side, voice)}
        if act.side != side:
            return Cause("withheld", good, who)
        kind = f"limited-{act.instrument}"
        return Cause(kind if f"cause.{kind}" in voice.messages else "limited", good, who)
    if link.kind is LinkKind.UNDELIVERED:
        seller = world.sites.get(link.origin)
        origin = link.origin if seller is None else bloc_name(results, seller.bloc, voice)
        return Cause("undelivered", good, {"origin": origin})
    return Cause("lacks", good)


def begun_texts(service: str, causes: Sequence[Cause | None], voice: Voice) -> list[str]:
    """Return with which service a side's shortages usually begin and why, fullest first.

    Two causes are named where each is frequent. A single one is typical in half of the futures or
    more, else it is said to be so often; one of a share below `OFTEN` is left out.

    Args:
        service: The service.
        causes: The cause in each future; none where there is none.
        voice: The language.

    Returns:
        Sentences; the last two have one cause at most, and none.
    """
    start, stop = voice.say("reason.starts", service=service), voice.say("list.stop")
    bare = f"{start}{stop}"
    (first, count), *others = Counter(causes).most_common()
    if first is None or count < OFTEN * len(causes):
        return [bare, bare]
    key = "reason.because" if count >= len(causes) / 2 else "reason.because-often"
    one = f"{voice.say(key, start=start, cause=first.in_words(voice))}{stop}"
    frequent = (each for each, times in others if times >= OFTEN * len(causes))
    second = next((each for each in frequent if each is not None), None)
    if second is None:
        return [one, bare]
    brief = voice.say("reason.starts-brief", service=service)
    texts = [
        voice.say("reason.because-either", start=each, cause=_either(first, second, voice))
        for each in (start, brief)
    ]
    return [*(f"{text}{stop}" for text in texts), one, bare]


def _either(one: Cause, other: Cause, voice: Voice) -> str:
    """Return two causes as one clause; the side behind both is named once."""
    if (one.kind, one.who) == (other.kind, other.who):
        goods = voice.say("list.either", first=one.good, last=other.good)
        return Cause(one.kind, goods, one.who).in_words(voice)
    first, last = (each.in_words(voice) for each in (one, other))
    return voice.say("list.or-clause", first=first, last=last)
