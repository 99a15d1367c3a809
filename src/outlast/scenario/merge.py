"""One scenario from a chain of files, each of which states its differences from the one before."""

from collections.abc import Mapping, Sequence
from typing import Final

from outlast.scenario.prior import Prior
from outlast.scenario.scenario import Chosen, Differences, Scenario

REPLACED: Final = ("date", "knows_until", "horizon", "step", "denial_from", "moves")
"""The fields that a later file replaces whole."""

MERGED: Final = ("switches", "supposed", "priors")
"""The fields to which a later file adds entries, or in which it replaces them, by name."""


def merge_files(chain: Sequence[Differences]) -> dict[str, object]:
    """Return the fields of a scenario from its chain of files, the base first."""
    own = chain[-1]
    fields: dict[str, object] = {"id": own.id, "title": own.title, "summary": own.summary}
    for name in REPLACED:
        stated = [getattr(each, name) for each in chain if getattr(each, name) is not None]
        if stated:
            fields[name] = stated[-1]
    for name in MERGED:
        fields[name] = {key: each for file in chain for key, each in getattr(file, name).items()}
    fields["measures"] = Chosen(
        off=_union([file.measures.off for file in chain]),
        expected=_union([file.measures.expected for file in chain]),
    )
    return fields


def build(chain: Sequence[Differences]) -> Scenario:
    """Return the scenario of a chain of files; together they must state its date and record day."""
    return Scenario.model_validate(merge_files(chain))


def with_overrides(priors: Mapping[str, Prior], scenario: Scenario) -> dict[str, Prior]:
    """Return the priors, those that a scenario overrides with its distributions."""
    return {
        key: prior.model_copy(update={"distribution": scenario.priors[key].distribution})
        if key in scenario.priors
        else prior
        for key, prior in priors.items()
    }


def _union(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the names of all lists, each once, in order."""
    return tuple(dict.fromkeys(name for names in lists for name in names))
