"""The summary of a contest: its title, sides, sets and scenarios, and the counts of its content."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from outlast.reading import Layers, layered
from outlast.scenario.contest import Reader


@dataclass(frozen=True)
class ContestSummary:
    """The content of a contest in a few lines."""

    id: str
    title: str
    scenario: str
    """The name of its default scenario."""

    scenarios: tuple[str, ...]
    """The names of its scenarios."""

    sides: Mapping[str, str]
    """The titles of its sides, by key."""

    sets: Mapping[str, str]
    """The titles of its sets of services, by key; the last one decides the answer."""

    counts: Mapping[str, int]
    """The number of things of each kind that can be read, by the plural of the kind."""


def summarise(reader: Reader) -> ContestSummary:
    """Return the summary of a contest, as far as its parts can be read."""
    declared = reader.declaration
    timeline, sets = reader.timeline, reader.sets
    scenarios = _names(reader.layers[:1], "scenarios/*.yaml")
    return ContestSummary(
        id=declared.id if declared else "",
        title=declared.title if declared else "",
        scenario=declared.scenario if declared else "",
        scenarios=scenarios,
        sides={key: side.title for key, side in timeline.sides.items()},
        sets={key: each.title for key, each in sets.sets.items()},
        counts={kind: count for kind, count in _counts(reader).items() if count},
    )


def _counts(reader: Reader) -> dict[str, int]:
    ledger, timeline, layers = reader.ledger, reader.timeline, reader.layers
    world = reader.world.world if reader.world else None
    roles = Counter(prior.kind.value for prior in reader.priors.values())
    kinds = ("blocs", "goods", "sites", "processes", "routes", "services", "projects")
    return {
        "sources": len(ledger.sources),
        "facts": len(ledger.facts),
        "statements": len(ledger.statements),
        "gaps": len(ledger.gaps),
        "observed series": len(ledger.observed),
        "countries": len(reader.countries),
        "items": len(reader.items),
        **{kind: len(getattr(world, kind)) if world else 0 for kind in kinds},
        "measures": len(timeline.measures),
        "open questions": len(timeline.switches),
        "groups of countries": len(timeline.groups),
        "rows of context": len(timeline.context),
        **{f"{role}s" if role != "switch" else "switches": n for role, n in roles.items()},
        "sets": len(reader.sets.sets),
        "scenarios": len(_names(layers[:1], "scenarios/*.yaml")),
        "episodes": len(_names(layers[:1], "episodes/*.yaml")),
        "claims": len(_names(layers, "claims/*.yaml")),
        "names in Chinese": len(reader.names.get("zh", ())),
    }


def _names(layers: Layers, pattern: str) -> tuple[str, ...]:
    """Return the names of the files of a pattern, each once."""
    return tuple(sorted({file.stem for _, file in layered(layers, pattern)}))
