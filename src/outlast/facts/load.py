"""Reading the ledger from its folder, with every problem at its line."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from outlast.errors import Problems, nearest
from outlast.facts.fact import Fact, Gap, Observation, Statement
from outlast.facts.ledger import Ledger
from outlast.facts.source import Source, Sources
from outlast.reading import Frozen, Placed, read_placed, read_table

Row = TypeVar("Row", bound=Frozen)


def load_ledger(folder: Path, problems: Problems) -> Ledger:
    """Return the ledger of a data folder; what is wrong with it is noted.

    Args:
        folder: A folder with `sources/`, `facts/` and `observed/`.
        problems: Where problems are noted; the ledger holds only what is sound.
    """
    sources = load_sources(folder / "sources", problems)
    files = sorted((folder / "facts").glob("*.csv"))
    statements = [file for file in files if file.stem.endswith("-statements")]
    gaps = [file for file in files if file.stem.startswith("gaps-")]
    plain = [file for file in files if file not in statements and file not in gaps]

    facts = _keyed(_rows(plain, "facts", Fact, problems), _key, problems)
    _check_inputs(facts, problems)
    said = _keyed(_rows(statements, "statements", Statement, problems), _key, problems)
    missing = _keyed(_rows(gaps, "gaps", Gap, problems), _key, problems)
    points = _rows(sorted((folder / "observed").glob("*.csv")), "observed", Observation, problems)
    _keyed(points, lambda point: f"{point.series} in {point.period}", problems)
    for placed in (*facts.values(), *said.values(), *points):
        if placed.row.source not in sources:
            cure = nearest(placed.row.source, list(sources))
            problems.add(placed.file, placed.line, f'"{placed.row.source}" is not a source.', cure)
    series: dict[str, list[Observation]] = {}
    for placed in sorted(points, key=lambda each: (each.row.series, each.row.period)):
        series.setdefault(placed.row.series, []).append(placed.row)
    return Ledger(
        sources=sources,
        facts={key: placed.row for key, placed in facts.items()},
        statements={key: placed.row for key, placed in said.items()},
        gaps={key: placed.row for key, placed in missing.items()},
        observed={key: tuple(rows) for key, rows in series.items()},
    )


def load_sources(folder: Path, problems: Problems) -> dict[str, Source]:
    """Return the sources of all files in a folder, by key."""
    sources: dict[str, Source] = {}
    first: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        read = read_placed(file, "sources", Sources, problems)
        if read is None:
            continue
        declared, document = read
        for key, source in declared.sources.items():
            if key in sources:
                line = document.line(("sources", key))
                what = f'the source "{key}" stands here a second time.'
                problems.add(document.file, line, what, f"It stands first in {first[key]}.")
            first.setdefault(key, document.file)
            sources[key] = source
    return sources


def _key(row: Fact | Statement | Gap) -> str:
    return row.key


def _rows(
    files: Iterable[Path], form: str, model: type[Row], problems: Problems
) -> list[Placed[Row]]:
    return [row for file in files for row in read_table(file, form, model, problems)]


def _keyed(
    rows: list[Placed[Row]], key: Callable[[Row], str], problems: Problems
) -> dict[str, Placed[Row]]:
    """Return rows by key, and note each key that stands twice."""
    found: dict[str, Placed[Row]] = {}
    for placed in rows:
        name = key(placed.row)
        if name in found:
            first = found[name]
            problems.add(
                placed.file,
                placed.line,
                f'"{name}" stands here a second time.',
                f"It stands first in {first.file}:{first.line}.",
            )
        else:
            found[name] = placed
    return found


def _check_inputs(facts: dict[str, Placed[Fact]], problems: Problems) -> None:
    """Note inputs that are no facts, and ranges lost on the way to what is derived."""
    for placed in facts.values():
        fact = placed.row
        for key in fact.computed_from:
            if key not in facts:
                problems.add(
                    placed.file,
                    placed.line,
                    f'"{fact.key}" is computed from "{key}", which is not a fact.',
                    nearest(key, list(facts)),
                )
            elif facts[key].row.has_range and not fact.has_range:
                problems.add(
                    placed.file,
                    placed.line,
                    f'"{fact.key}" has no range, though "{key}", from which it comes, has one.',
                )
