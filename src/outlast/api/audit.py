"""The audit of the ledger: every source is cited, every file is as it was sealed."""

from collections import Counter
from dataclasses import dataclass

from outlast.api.library import Library
from outlast.api.validate import validate_layers
from outlast.economy.exposure_declaration import exposure_sources
from outlast.economy.load import economy_sources
from outlast.errors import Problem
from outlast.facts import Grade
from outlast.reading import named
from outlast.reading.checksums import CHECKSUMS, altered
from outlast.scenario.contest import is_shipped
from outlast.truth.verify.load import PublishedInputs, load_published


@dataclass(frozen=True)
class Audit:
    """The counts of an audit, and its problems."""

    counts: dict[str, int]
    grades: dict[Grade, int]
    problems: tuple[Problem, ...]

    def words(self) -> str:
        """Return the audit of a sound ledger in words."""
        counted = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        graded = ", ".join(f"{count:,} {grade.value}" for grade, count in self.grades.items())
        return f"The ledger is sound: {counted}." + (
            f"\nFacts by grade: {graded}." if graded else ""
        )


def audit(library: Library) -> Audit:
    """Return the audit of a library's data: all that a run reads, and claims, backtest and names.

    Reading refuses a number without source or unit, a source without licence, a locator that leads
    nowhere, a range that is missing or reversed, a prior that sets nothing, a file that has
    changed. The audit adds the sources that nothing cites.
    """
    problems = list(validate_layers(library.layers).problems)
    if problems:
        return Audit({}, {}, tuple(problems))
    ledger, timeline = library.ledger, library.timeline
    cited = {fact.source for fact in ledger.facts.values()}
    cited |= {statement.source for statement in ledger.statements.values()}
    cited |= {point.source for series in ledger.observed.values() for point in series}
    cited |= {item.source for item in library.items.values()}
    for measure in timeline.measures.values():
        cited |= {reference.source for reference in measure.references()}
    for group in timeline.groups.values():
        cited |= {reference.source for reference in group.references()}
    cited |= {source for prior in library.priors.values() for source in prior.sources}
    cited |= {claim.made.source for claim in library.claims.values()}
    cited |= economy_sources(library.layers) | exposure_sources(library.layers)
    bridge = library.reader.bridge
    cited |= bridge.sources if bridge else frozenset()
    inputs = PublishedInputs(library.layers, ledger, library.priors, library.world.world)
    cited |= {each.source for each in load_published(inputs).results.values()}
    problems += [
        Problem(
            named(library.folder / "sources"), 0, f'nothing cites the source "{key}".', "Delete it."
        )
        for key in ledger.sources
        if key not in cited
    ]
    if is_shipped(library.folder) and not (library.folder / CHECKSUMS).is_file():
        problems.extend(altered(library.folder))
    return Audit(
        counts={
            "sources": len(ledger.sources),
            "facts": len(ledger.facts),
            "statements": len(ledger.statements),
            "observed points": sum(len(series) for series in ledger.observed.values()),
            "items": len(library.items),
            "measures": len(timeline.measures),
            "priors": len(library.priors),
            "gaps": len(ledger.gaps),
            "claims": len(library.claims),
        },
        grades=dict(Counter(fact.grade for fact in ledger.facts.values())),
        problems=tuple(problems),
    )
