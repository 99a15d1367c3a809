"""Differences: one scenario's file laid over those from which it differs."""

from collections.abc import Mapping, Sequence

from outlast.scenario.prior import Prior
from outlast.scenario.scenario import Chosen, Differences, Scenario

PLAIN = ("data", "date", "knows_until", "horizon", "step", "denial_from")
"""What a later file replaces whole."""

KEYED = ("switches", "supposed", "priors")
"""What a later file adds to or replaces by name."""


def laid(chain: Sequence[Differences]) -> dict[str, object]:
    """Return the fields of a scenario from its chain of files, the remotest first."""
    own = chain[-1]
    fields: dict[str, object] = {"id": own.id, "title": own.title, "summary": own.summary}
    for name in PLAIN:
        stated = [getattr(each, name) for each in chain if getattr(each, name) is not None]
        if stated:
            fields[name] = stated[-1]
    for name in KEYED:
        fields[name] = {key: each for file in chain for key, each in getattr(file, name).items()}
    fields["measures"] = Chosen(
        off=_united([file.measures.off for file in chain]),
        expected=_united([file.measures.expected for file in chain]),
    )
    return fields


def completed(chain: Sequence[Differences]) -> Scenario:
    """Return the scenario that a chain of files makes; it must state a date and what is known."""
    return Scenario.model_validate(laid(chain))


def overridden(priors: Mapping[str, Prior], scenario: Scenario) -> dict[str, Prior]:
    """Return priors with the distributions that a scenario gives them."""
    return {
        key: prior.model_copy(update={"distribution": scenario.priors[key].distribution})
        if key in scenario.priors
        else prior
        for key, prior in priors.items()
    }


def _united(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))
