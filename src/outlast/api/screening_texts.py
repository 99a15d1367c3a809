"""The texts behind a screening in the reader's language: rules, listed names, areas of law."""

from collections.abc import Iterable
from dataclasses import dataclass

from outlast.api.condition_words import ITEM_IS, ScreeningVoice
from outlast.api.screening_form import cited, deciding_texts
from outlast.api.screening_parties import LaterListing, is_same
from outlast.policy import Policy
from outlast.policy.classify import MeasureFinding
from outlast.policy.coverage import Area
from outlast.policy.parties import THRESHOLD, Candidate
from outlast.policy.party_file import PartyFile
from outlast.policy.verdict import Determination
from outlast.present.display.voice import Voice
from outlast.present.licence_words import licence_words


@dataclass(frozen=True)
class Text:
    """A text that decides, with its place."""

    citation: str
    address: str


@dataclass(frozen=True)
class RuleContent:
    """A measure that bears on a shipment."""

    id: str
    title: str
    effect: str
    paragraphs: tuple[str, ...]
    texts: tuple[Text, ...]
    evidence: str
    holds_for: str
    """A line on the goods for which it holds; empty where it holds for all."""


@dataclass(frozen=True)
class PartyContent:
    """A listed name that a party may be."""

    sentence: str
    """The two names and their likeness, in a sentence."""

    lists: tuple[tuple[str, str], ...]
    """The lists that hold it, with their day and their reach, each with its citation."""


@dataclass(frozen=True)
class AreaContent:
    """An area of law that was not checked, with the reason."""

    title: str
    why: str
    extent: str
    translated: bool
    """Whether the reason stands in the reader's language rather than in that of the data."""


def policy_words(policy: Policy | None, words: ScreeningVoice) -> str:
    """Return how an application is reviewed, in words; empty for none."""
    return words.voice.say(f"policy.{policy.value}") if policy else ""


def effect_words(finding: MeasureFinding, voice: Voice) -> str:
    """Return how a measure treats a shipment, in words; a rate of zero is due from nobody."""
    if finding.rate == 0:
        return voice.say("screening.rate-nil")
    instead = [finding.exception] if finding.exception else []
    effect = licence_words(finding.review, instead, voice)
    if finding.rate is None:
        return effect
    return voice.say("screening.rate", effect=effect, rate=f"{100 * finding.rate:.4g}")


def holds_for_words(finding: MeasureFinding, found: Determination, words: ScreeningVoice) -> str:
    """Return a line on the goods for which a measure holds; empty where it holds for all."""
    named = found.holds_for(finding)
    told = words.voice.say("list.clause").join(
        words.titled(each.removeprefix(ITEM_IS))
        if each.startswith(ITEM_IS)
        else words.condition(each)
        for each in named
    )
    return words.voice.say("screening.holds-for", goods=told) if named else ""


def rule_content(
    finding: MeasureFinding, found: Determination, words: ScreeningVoice
) -> RuleContent:
    """Return a measure that bears on a shipment, with its texts."""
    library, voice = words.library, words.voice
    return RuleContent(
        id=finding.measure.id,
        title=voice.name("measure", finding.measure.id, finding.measure.title),
        effect=voice.capital(effect_words(finding, voice)),
        paragraphs=finding.caught,
        texts=tuple(
            Text(cited(each, library), library.ledger.sources[each.source].url or "")
            for each in deciding_texts(finding)
        ),
        evidence=voice.say(f"evidence.{finding.measure.evidence.value}"),
        holds_for=holds_for_words(finding, found, words),
    )


def likeness_words(score: float, voice: Voice, *, same: bool) -> str:
    """Return how alike two names are, in words; the same but for spelling needs no number."""
    if same:
        return voice.say("screening.same-name")
    return voice.say("screening.likeness", score=f"{score:.0f}", least=f"{THRESHOLD:.0f}")


def held_words(candidate: Candidate, voice: Voice) -> str:
    """Return how many names of a list the record holds, in words."""
    if candidate.total:
        return voice.say("screening.held-of", n=candidate.held, total=candidate.total)
    return voice.say("screening.held", n=candidate.held)


def party_contents(found: Iterable[Candidate], words: ScreeningVoice) -> Iterable[PartyContent]:
    """Yield each listed name that a party may be, with the lists that hold it."""
    say = words.voice.say
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for each in found:
        groups.setdefault((each.query, each.name), []).append(each)
    for (given, name), candidates in groups.items():
        first = candidates[0]
        likeness = likeness_words(first.score, words.voice, same=first.sure)
        told = say("screening.party", given=given, name=name, likeness=likeness)
        yield PartyContent(told, tuple(_party_list(each, words) for each in candidates))


def later_contents(found: Iterable[LaterListing], words: ScreeningVoice) -> Iterable[PartyContent]:
    """Yield each listed name that a party may be, on a list that holds it only after the export."""
    say = words.voice.say
    for each in found:
        rule = words.voice.name("measure", each.measure, each.title) if each.measure else each.title
        told = say(
            "screening.listed-later",
            given=each.query,
            name=each.name,
            likeness=likeness_words(each.score, words.voice, same=is_same(each)),
            day=words.voice.day(each.since),
            rule=rule,
        )
        yield PartyContent(told, ())


def _party_list(candidate: Candidate, words: ScreeningVoice) -> tuple[str, str]:
    """Return a list with its day and its reach, and its citation."""
    say, measure = words.voice.say, candidate.measure
    held = held_words(candidate, words.voice)
    rule = words.voice.name("measure", measure.id, measure.title)
    told = say("screening.party-list", rule=rule, since=candidate.since, held=held)
    return told, cited(candidate.reference, words.library)


def parties_told(file: PartyFile, voice: Voice) -> str:
    """Return the line on a file of parties: its names, its day and its digest."""
    return voice.say(
        "screening.parties-told",
        n=len(file.parties),
        name=file.file,
        day=voice.day(file.on),
        digest=file.digest,
    )


def area_content(area: Area, words: ScreeningVoice) -> AreaContent:
    """Return an area of law with its reason and the extent to which the record holds it."""
    why = words.reach(area)
    extent = words.voice.say(f"screening.extent.{area.extent.value}")
    return AreaContent(words.area(area), why, extent, why != " ".join(area.why.split()))
