"""Published losses in words: the thing that each counts, and the reason for which it lies apart."""

from dataclasses import dataclass

from outlast.economy.exposed import Exposure, PublishedExposure
from outlast.economy.same_stop import SameStop, SameStops
from outlast.present.display.voice import Voice
from outlast.present.shock_words import share_of_gdp


@dataclass(frozen=True)
class LossInWords:
    """One published loss in words."""

    case: str
    """The institution and the case."""

    numbers: str
    """The published loss, the model's, and the tied share that lies between them."""

    counts: str
    """The thing that it counts, the reason for which it lies apart, and the loss of a shock."""


def losses_apart(found: Exposure, voice: Voice) -> str:
    """Return how far the published losses lie apart, and why; empty where there are fewer than two.

    The sentence names the smallest and the largest, which count different things.
    """
    ranked = sorted(found.published, key=lambda each: each.published.median)
    if len(ranked) < 2 or ranked[0].published.median <= 0:  # noqa: PLR2004  two are apart
        return ""
    least, most = ranked[0], ranked[-1]
    return voice.say(
        "exposure.apart",
        times=float(f"{most.published.median / least.published.median:.1g}"),
        small=case(least, voice),
        large=case(most, voice),
    )


def losses_in_words(found: Exposure, stops: SameStops, voice: Voice) -> tuple[LossInWords, ...]:
    """Return each published loss in words; `stops` are those that a shock computes too."""
    return tuple(
        LossInWords(case(each, voice), _numbers(each, voice), counted(each, stops, voice))
        for each in found.published
    )


def case(each: PublishedExposure, voice: Voice) -> str:
    """Return the institution and the case of a published loss."""
    title = each.title_zh if voice.language == "zh" else each.title
    return voice.say("exposure.case", institution=each.institution, title=title)


def counted(each: PublishedExposure, stops: SameStops, voice: Voice) -> str:
    """Return the thing that a published loss counts, and the reason for which it lies apart.

    The loss that a shock has for the same stop stands beside it.
    """
    chinese = voice.language == "zh"
    texts = (each.counts_zh, each.why_zh) if chinese else (each.counts, each.why)
    same = stops.get(each.key)
    return voice.sentences([*texts, *([] if same is None else [_shocked(same, voice)])])


def fitted(stops: SameStops, voice: Voice) -> str:
    """Return whether anything behind an exposure is fitted to a published loss."""
    if not stops:
        return voice.say("exposure.unfitted")
    cases = voice.join([case(each.exposed, voice) for each in stops.values()])
    return voice.say("exposure.fitted", cases=cases)


def exposed_line(same: SameStop, voice: Voice) -> str:
    """Return the loss that an exposure has for the stop of a shock, and why it is another one."""
    ends = same.exposed.ours._asdict().items()
    return voice.say("shock.exposed", **{end: _percent(share, voice) for end, share in ends})


def _shocked(same: SameStop, voice: Voice) -> str:
    """Return the loss that a shock has for the stop of an exposure, and why it is another one."""
    ends = {
        end: voice.say("cost.percent", share=share_of_gdp(share))
        for end, share in same.shocked._asdict().items()
    }
    return voice.say("exposure.shocked", mineral=same.mineral, **ends)


def _numbers(each: PublishedExposure, voice: Voice) -> str:
    """Return the published loss, the model's, and the tied share that would give the first."""
    tied = _percent(each.tied_share.median, voice)
    texts = [
        voice.say(
            "exposure.ratio",
            published=_percent(each.published.median, voice),
            model=_percent(each.ours.median, voice),
            low=_percent(each.ours.low, voice),
            high=_percent(each.ours.high, voice),
        )
    ]
    if each.needed_tied_share is None:
        texts.append(voice.say("exposure.unneeded", tied=tied))
    else:
        needed = _percent(each.needed_tied_share, voice)
        texts.append(voice.say("exposure.needed", tied=tied, needed=needed))
    return voice.sentences(texts)


def _percent(share: float, voice: Voice) -> str:
    """Return a share of GDP in per cent, to two digits."""
    return voice.say("cost.percent", share=float(f"{100 * share:.2g}"))
