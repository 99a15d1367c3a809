"""The audit of the ledger: what is cited exists, what exists is sound, what is shipped is whole."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outlast.api.library import Library
from outlast.errors import Problem
from outlast.facts import Grade
from outlast.reading import named
from outlast.truth.verify.model import FILE, load_results

CHECKSUMS = "CHECKSUMS"
"""The file that lists the SHA-256 of every shipped data file."""


@dataclass(frozen=True)
class Audit:
    """What an audit counted, and what it found wrong."""

    counts: dict[str, int]
    grades: dict[Grade, int]
    problems: tuple[Problem, ...]

    def words(self) -> str:
        """Return the audit of a sound ledger in words."""
        counted = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        graded = ", ".join(f"{count:,} {grade.value}" for grade, count in self.grades.items())
        return f"The ledger is sound: {counted}.\nFacts by grade: {graded}."


def audit(library: Library) -> Audit:
    """Return the audit of a library's data.

    Reading already refuses a number without source or unit, a source without licence, a locator
    that leads nowhere, a range that is missing or reversed. The audit adds what only the whole
    shows: sources that nothing cites, and files that are not those that were shipped.
    """
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
    published = library.folder / FILE.name
    if published.is_file():
        cited |= {each.source for each in load_results(ledger, published).results.values()}
    problems = [
        Problem("outlast/data/sources", 0, f'nothing cites the source "{key}".', "Delete it.")
        for key in ledger.sources
        if key not in cited
    ]
    problems.extend(_altered(library.folder))
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


def checksums(folder: Path) -> str:
    """Return the list of checksums of a data folder, as it is shipped."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != CHECKSUMS and "__pycache__" not in file.parts
    ]
    return "\n".join(lines) + "\n"


def _altered(folder: Path) -> Iterator[Problem]:
    """Yield every file that is missing, foreign or not as it was shipped."""
    listed_in = folder / CHECKSUMS
    if not listed_in.is_file():
        yield Problem(named(listed_in), 0, "does not exist.", "Say: make data")
        return
    shipped = _by_file(listed_in.read_text(encoding="utf-8"))
    present = _by_file(checksums(folder))
    for file in sorted(shipped.keys() | present.keys()):
        where = named(folder / file)
        if file not in present:
            yield Problem(where, 0, "is missing.")
        elif file not in shipped:
            yield Problem(where, 0, "is not in the list of checksums.", "Say: make data")
        elif shipped[file] != present[file]:
            yield Problem(where, 0, "is not as it was shipped.", "Say: make data")


def _by_file(listing: str) -> dict[str, str]:
    lines = (line.split("  ", maxsplit=1) for line in listing.splitlines())
    return {file: digest for digest, file in lines}
