"""Reading the ledger from the folders of a contest, with every problem at its line."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from outlast.errors import Problems, nearest
from outlast.facts.fact import Fact, Gap, Observation, Statement
from outlast.facts.idle import refuse_idle
from outlast.facts.ledger import Ledger
from outlast.facts.source import Source, Sources
from outlast.facts.units import COMMON_UNITS, CONTEXT, Units
from outlast.reading import Frozen, Layers, Placed, layered, read_placed, read_table

Row = TypeVar("Row", bound=Frozen)


def load_ledger(layers: Layers, problems: Problems) -> Ledger:
    """Return the ledger of a contest; its problems are noted.

    Args:
        layers: Folders with `sources/`, `facts/` and `observed/`; a later one may replace a row
            of an earlier one.
        problems: The load; the ledger holds only rows that are sound.
    """
    sources = load_sources(layers, problems)
    files = list(layered(layers, "facts/*.csv"))
    statements = [each for each in files if each[1].stem.endswith("-statements")]
    gaps = [each for each in files if each[1].stem.startswith("gaps-")]
    plain = [each for each in files if each not in statements and each not in gaps]

    rows = _rows(plain, "facts", Fact, problems)
    facts = _keyed(rows, _key, problems)
    _check_inputs(facts, problems)
    refuse_idle(rows, layers, problems)
    said = _keyed(_rows(statements, "statements", Statement, problems), _key, problems)
    missing = _keyed(_rows(gaps, "gaps", Gap, problems), _key, problems)
    observed = _rows(layered(layers, "observed/*.csv"), "observed", Observation, problems)
    points = _keyed(observed, lambda point: f"{point.series} in {point.period}", problems).values()
    for placed in (*facts.values(), *said.values(), *points):
        if placed.row.source not in sources and not problems.is_full(placed.file):
            cure = nearest(placed.row.source, list(sources))
            problems.add(placed.file, placed.line, f'"{placed.row.source}" is not a source.', cure)
    series: dict[str, list[Observation]] = {}
    for placed in sorted(points, key=lambda each: (each.row.series, each.row.period)):
        series.setdefault(placed.row.series, []).append(placed.row)
    units = problems.context.get(CONTEXT)
    return Ledger(
        sources=sources,
        facts={key: placed.row for key, placed in facts.items()},
        statements={key: placed.row for key, placed in said.items()},
        gaps={key: placed.row for key, placed in missing.items()},
        observed={key: tuple(rows) for key, rows in series.items()},
        units=units if isinstance(units, Units) else COMMON_UNITS,
    )


def load_sources(layers: Layers, problems: Problems) -> dict[str, Source]:
    """Return the sources of all files of a contest, by key."""
    sources: dict[str, Source] = {}
    first: dict[str, tuple[int, str]] = {}
    for layer, file in layered(layers, "sources/*.yaml"):
        read = read_placed(file, "sources", Sources, problems)
        if read is None:
            continue
        declared, document = read
        for key, source in declared.sources.items():
            if key in first and first[key][0] == layer:
                line = document.line(("sources", key))
                what = f'the source "{key}" stands here a second time.'
                problems.add(document.file, line, what, f"It stands first in {first[key][1]}.")
            else:
                first[key] = (layer, document.file)
            sources[key] = source
    return sources


def _key(row: Fact | Statement | Gap) -> str:
    return row.key


def _rows(
    files: Iterable[tuple[int, Path]], form: str, model: type[Row], problems: Problems
) -> list[Placed[Row]]:
    return [row for layer, file in files for row in read_table(file, form, model, problems, layer)]


def _keyed(
    rows: list[Placed[Row]], key: Callable[[Row], str], problems: Problems
) -> dict[str, Placed[Row]]:
    """Return rows by key; a later layer replaces, and a key twice in one layer is noted."""
    found: dict[str, Placed[Row]] = {}
    for placed in rows:
        name = key(placed.row)
        first = found.get(name)
        if first is not None and first.layer == placed.layer:
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
    """Note inputs that are no facts, and derived facts that lost the range of their input."""
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
