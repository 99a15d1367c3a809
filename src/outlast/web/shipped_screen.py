"""The answer as the release computed it, on the first screen until it is computed here."""

from typing import Any, Final

from markupsafe import Markup

from outlast.api.shipped_answers import ShippedAnswer, ShippedText
from outlast.present.citation import run_citation
from outlast.present.display.terms import SHORT, defined, terms
from outlast.present.display.voice import Voice
from outlast.present.outcomes import short_sides
from outlast.results import manifest
from outlast.results.first_breaks import ONE, OTHER
from outlast.scenario.load import Situation
from outlast.web.choices import cards, released_effects
from outlast.web.dot_picture import DealtDots, deal_pictures
from outlast.web.first_screen import (
    Below,
    Sight,
    Strip,
    StripCell,
    in_colours,
    strip_about,
    with_terms,
)
from outlast.web.setting_groups import settings_count
from outlast.web.state import PageState
from outlast.web.tables import PageTable
from outlast.web.work import Work

REASONS: Final = ("one", "other", "decides")
"""The kinds of the three reasons, in their order."""

EMPTY: Final = PageTable((), [])
"""A table that is filled when the answer is computed here."""

NO_FUTURE: Final = -1
"""The number of a dot whose future is not at hand."""


def shipped_screen(
    work: Work, state: PageState, voice: Voice, shipped: ShippedAnswer
) -> dict[str, Any]:
    """Return the content of the answer as the release computed it; the page computes it again."""
    situation, said = work.situation(state.scenario), shipped.texts[voice.language]
    made = manifest(situation, state.futures, state.seed, "float64")
    title = voice.name("scenario", state.scenario, situation.scenario.title)
    sides = short_sides(DealtDots(situation, (), ()), voice)
    return {
        "sight": _sight(situation, shipped, said, voice),
        "below": _below(situation, said, voice),
        "refine": True,
        "cards": cards(work, state, voice, released_effects(situation, shipped, sides, voice)),
        "date": work.situation(state.scenario).scenario.date,
        "settings": settings_count(situation),
        "baselines": [],
        "services": EMPTY,
        "services_note": "",
        "clocks": EMPTY,
        "clocks_note": "",
        "weights": "",
        "futures": state.futures,
        "cited": run_citation(made.plain(), voice, title),
        "command": made.command,
        "terms": tuple(terms(voice.language).values()),
    }


def _sight(situation: Situation, shipped: ShippedAnswer, said: ShippedText, voice: Voice) -> Sight:
    """Return the part that stays in view, labelled with its origin."""
    picked = [(end, weeks, NO_FUTURE) for end, weeks in shipped.dots]
    deal = DealtDots(situation, picked, shipped.shares)
    return Sight(
        headline=said.headline,
        sentence=in_colours(said.sentence, deal, shipped.shares, voice),
        chips=(),
        pictures={
            name: Markup(svg)  # noqa: S704  made here, from escaped texts
            for name, svg in deal_pictures(deal, voice).items()
        },
        status=voice.say("page.done", n=shipped.made["futures"]),
        label=voice.say("page.shipped"),
    )


def _below(situation: Situation, said: ShippedText, voice: Voice) -> Below:
    """Return the part below the dots."""
    return Below(
        defined(SHORT, voice),
        tuple(
            (key, label, with_terms(text, voice))
            for key, (label, text) in zip(REASONS, said.reasons, strict=True)
        ),
        said.cost,
        with_terms(said.honesty, voice),
        said.levers,
        _strip(situation, said, voice),
    )


def _strip(situation: Situation, said: ShippedText, voice: Voice) -> Strip:
    """Return the strip as a table of definitions by clocks, with winners alone."""
    winners = dict(said.strip)
    deal = DealtDots(situation, (), ())
    names = [voice.capital(name) for name in short_sides(deal, voice)]
    separator = voice.say("strip.label", definition="", clock="")
    labels = [label.partition(separator) for label in winners]
    clocks = tuple(dict.fromkeys(clock for *_, clock in labels))

    def cell(label: str) -> StripCell:
        winner = winners[label]
        at = names.index(winner) if winner in names else None
        return StripCell(winner, at if at in (ONE, OTHER) else None, "", ())

    return Strip(
        strip_about(deal, voice),
        tuple(with_terms(clock, voice) for clock in clocks),
        tuple(
            (
                with_terms(definition, voice),
                tuple(cell(f"{definition}{separator}{clock}") for clock in clocks),
            )
            for definition in dict.fromkeys(first for first, *_ in labels)
        ),
    )
