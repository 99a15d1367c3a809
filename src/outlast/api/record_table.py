"""Parts of the record as tables for programs: facts, entries of the timeline, judged claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, overload

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.library import library
from outlast.api.notebook_progress import progress_here
from outlast.api.timeline_rows import EventChoice, check_names, timeline_rows
from outlast.errors import InputError, nearest
from outlast.reading.frames import FrameColumn, Tabular
from outlast.truth.claims.evaluate import Evaluator, not_run
from outlast.truth.claims.export import claim_row
from outlast.truth.claims.load import find_claim
from outlast.truth.claims.verdict import judge

FACTS: Final = (
    FrameColumn("key", "key of the fact"),
    FrameColumn("title", "what it states"),
    FrameColumn("value", "its value, in the unit of the row"),
    FrameColumn("low", "lower end of its range"),
    FrameColumn("high", "upper end of its range"),
    FrameColumn("unit", "unit of value, low and high"),
    FrameColumn("period", "time to which it belongs"),
    FrameColumn("grade", "grade of the evidence"),
    FrameColumn("source", "key of its source"),
    FrameColumn("locator", "place in the source"),
    FrameColumn("publisher", "publisher of the source"),
    FrameColumn("note", "note"),
)
EVENTS: Final = (
    FrameColumn("day", "day of the entry"),
    FrameColumn("side", "side that acts"),
    FrameColumn("event", "kind of entry"),
    FrameColumn("title", "title of the measure"),
    FrameColumn("announced", "day on which it was announced"),
    FrameColumn("measure", "key of the measure"),
    FrameColumn("instrument", "instrument"),
    FrameColumn("actor", "authority that acts"),
    FrameColumn("switch", "open question on which the entry depends"),
    FrameColumn("branch", "answer under which it holds"),
    FrameColumn("expected", "whether it lies after the last known day"),
    FrameColumn("evidence", "kind of evidence"),
    FrameColumn("source", "key of the text"),
    FrameColumn("locator", "place in the text"),
    FrameColumn("citation", "title of the text"),
    FrameColumn("url", "address of the text"),
    FrameColumn("note", "note"),
)
CLAIMS: Final = (
    FrameColumn("claim", "key of the claim"),
    FrameColumn("title", "the claim"),
    FrameColumn("verdict", "verdict of its own test"),
    FrameColumn("on_what", "reasons of the verdict"),
    FrameColumn("by", "author"),
    FrameColumn("on", "day on which it was made"),
    FrameColumn("list", "list of claims to which it belongs"),
    FrameColumn("source", "key of the source"),
    FrameColumn("locator", "place in the source"),
)
FUTURES: Final = 400
"""Futures of each scenario that a claim needs, by default."""


@dataclass(frozen=True, repr=False)
class RecordTable(Tabular, Sequence[Mapping[str, Any]]):
    """Rows of the record: a sequence, a frame, a dataset, and a table in a notebook."""

    name: str
    rows: tuple[Mapping[str, Any], ...]
    columns: tuple[FrameColumn, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Mapping[str, Any]: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Mapping[str, Any], ...]: ...

    def __getitem__(self, place: int | slice) -> Mapping[str, Any] | tuple[Mapping[str, Any], ...]:
        return self.rows[place]

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self.rows):,} rows; to_frame(), to_xarray()>"

    def frame_columns(self) -> Sequence[FrameColumn]:
        """Return the columns."""
        return self.columns

    def frame_rows(self) -> Sequence[Mapping[str, Any]]:
        """Return the rows."""
        return self.rows

    def frame_caption(self) -> str:
        """Return the name and the number of rows."""
        return f"{self.name}: {len(self.rows):,}"


def facts(
    words: str = "",
    *,
    source: str | None = None,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
) -> RecordTable:
    """Return the facts whose title or key contains every word, each with its source and grade.

    Args:
        words: Words to search for; every fact if empty.
        source: The key of one source, whose facts alone are returned.
        contest: The contest; the default one if absent.
        overlays: Folders to lay over it.

    Raises:
        InputError: There is no such source.
    """
    asked = Arguments()
    asked.contest(contest, overlays)
    asked.text("words", words)
    asked.text("source", source)
    asked.stop_if_any()
    ledger = library(contest, overlays).ledger
    if source is not None and source not in ledger.sources:
        raise InputError.of(f'"{source}" is not a source.', nearest(source, list(ledger.sources)))
    found = [each for each in ledger.search(words) if source in (None, each.source)]
    rows = (
        {
            **each.model_dump(),
            "grade": each.grade.value,
            "publisher": ledger.sources[each.source].producer,
        }
        for each in found
    )
    return RecordTable("facts", tuple(rows), FACTS)


def timeline(  # noqa: PLR0913  each is a choice of the caller's
    *,
    begin: date | str | None = None,
    end: date | str | None = None,
    side: str | None = None,
    measure: str | None = None,
    good: str | None = None,
    context: bool = False,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    as_recorded: bool = False,
) -> RecordTable:
    """Return the entries of the policy record: announced, in force, suspended, ended.

    Args:
        begin: The first day, as a date or as "2025-04-16".
        end: The last day.
        side: One side alone.
        measure: One measure alone.
        good: The measures that act on one good.
        context: Also rows that act on no modelled good.
        contest: The contest; the default one if absent.
        overlays: Folders to lay over it.
        as_recorded: Leave the questions out that you settled.

    Raises:
        InputError: There is no such side, measure or good.
    """
    asked = Arguments()
    asked.contest(contest, overlays)
    for name, value in (("side", side), ("measure", measure), ("good", good)):
        asked.text(name, value)
    first, last = asked.day("begin", begin), asked.day("end", end)
    asked.stop_if_any()
    opened = library(contest, overlays, as_recorded=as_recorded)
    check_names(opened, side, measure, good)
    chosen = EventChoice(first, last, side, measure, good)
    rows = timeline_rows(opened, chosen, context=context)
    return RecordTable("timeline", tuple(rows), EVENTS)


@with_default_arithmetic
def claims(  # noqa: PLR0913  each is a choice of the caller's
    claim: str | None = None,
    *,
    runs: bool = True,
    futures: int = FUTURES,
    seed: int = 1,
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> RecordTable:
    """Return public claims, each with the verdict of its own test.

    Args:
        claim: One claim alone; all of the contest if absent.
        runs: Whether scenarios are run for the claims that need them; else these stay open.
        futures: The number of futures of each scenario.
        seed: The seed of their luck.
        contest: The contest; the default one if absent.
        overlays: Folders to lay over it.
        progress: Told how many claims are judged, and of how many.

    Raises:
        InputError: There is no such claim.
        RunError: A future failed its audit.
    """
    asked = Arguments()
    futures, seed = asked.futures(futures), asked.seed(seed)
    asked.contest(contest, overlays)
    asked.text("claim", claim)
    asked.functions(progress=progress)
    asked.stop_if_any()
    opened = library(contest, overlays)
    chosen = [find_claim(claim, opened.claims)] if claim else list(opened.claims.values())
    statistic = not_run
    if runs:
        from outlast.truth.claims.scenario_runs import scenario_runs  # noqa: PLC0415  slow

        statistic = scenario_runs(opened.layers, futures, seed, _silent).statistic
    evaluator, rows = Evaluator(opened.claim_inputs, statistic), list[Mapping[str, Any]]()
    report = progress_here(progress, "claims") if runs else progress
    for each in chosen:
        rows.append(claim_row(judge(each, evaluator)))
        if report is not None:
            report(len(rows), len(chosen))
    return RecordTable("claims", tuple(rows), CLAIMS)


def _silent(message: str) -> None:
    """Say nothing of progress."""
    del message
