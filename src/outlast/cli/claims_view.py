"""The answer of `outlast claims`: the verdict on each claim as text, JSON or CSV."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.api.library import Library
from outlast.api.record_reach import age_lines
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.streams import say
from outlast.errors import InputError, nearest
from outlast.present.record_age import record_end_rows
from outlast.reading import Layers
from outlast.reading.day import local_day
from outlast.truth.claims.evaluate import Evaluator, RunStatistic, not_run
from outlast.truth.claims.export import COLUMNS, claim_row, claims_content
from outlast.truth.claims.interval import EvidenceItem
from outlast.truth.claims.load import find_claim, load_claim
from outlast.truth.claims.model import Claim
from outlast.truth.claims.verdict import ClaimResult, ClaimTestResult, ClaimVerdict, judge
from outlast.wording import counted

COLOURS: Final = {
    ClaimVerdict.SUPPORTED: "green",
    ClaimVerdict.CONTRADICTED: "red",
    ClaimVerdict.DEPENDS: "yellow",
    ClaimVerdict.UNKNOWN: "cyan",
    None: "dim",
}
"""The colour of each verdict."""

OPENINGS: Final = {
    ClaimVerdict.DEPENDS: "depends on",
    ClaimVerdict.UNKNOWN: "needed:",
    ClaimVerdict.CONTRADICTED: "fails:",
    None: "needed:",
}
"""The words before each reason of a verdict."""


@dataclass(frozen=True)
class WantedClaims:
    """The claims that are judged: one by name, one of a file, those of a list, or all."""

    claim: str | None = None
    list_name: str | None = None
    file: Path | None = None


def write_claims(
    contest: Library, wanted: WantedClaims, runs: tuple[int, int] | None, form: str
) -> None:
    """Write the verdicts on claims.

    Args:
        contest: The contest.
        wanted: The claims.
        runs: The number of futures and the seed of the runs that claims need; None to run nothing.
        form: `json`, `csv`, or `text` for the terminal.
    """
    chosen = _chosen(contest, wanted.claim, wanted.list_name, wanted.file)
    run_statistic = _run_statistic(contest.layers, *runs) if runs else not_run
    evaluator = Evaluator(contest.claim_inputs, run_statistic)
    results = [judge(each, evaluator) for each in chosen]
    age = age_lines(contest, local_day())
    if form == "json":
        end = record_end_rows(contest.timeline, local_day())
        write_json("claims-answer", {**claims_content(results, contest.ledger), **end})
        return
    if form == "csv":
        write_csv(COLUMNS, [claim_row(each) for each in results])
        for line in age:
            say(line, err=True)
        return
    for line in age:
        console().print(Text(line))
    if wanted.claim is not None or wanted.file is not None:
        for each in results:
            _show_one(each, contest)
    else:
        _show_all(results)


def _chosen(
    contest: Library, claim: str | None, list_name: str | None, file: Path | None
) -> Sequence[Claim]:
    """Return the claims that the arguments choose."""
    if file is not None:
        return [load_claim(file, contest.claim_inputs)]
    claims = contest.claims
    if claim is not None:
        return [find_claim(claim, claims)]
    lists = sorted({each.list for each in claims.values()})
    if list_name is not None and list_name not in lists:
        cure = nearest(list_name, lists)
        raise InputError.of(f'"{list_name}" is not a list of claims.', cure)
    return [each for each in claims.values() if list_name in (None, each.list)]


def _run_statistic(layers: Layers, futures: int, seed: int) -> RunStatistic:
    """Return the function that runs scenarios and answers queries on them."""
    from outlast.truth.claims.scenario_runs import scenario_runs  # noqa: PLC0415  slow to import

    return scenario_runs(layers, futures, seed, _report_progress).statistic


def _report_progress(message: str) -> None:
    """Write a progress message to the terminal, if there is one."""
    if sys.stderr.isatty():
        say(message, err=True)


def _show_all(results: Sequence[ClaimResult]) -> None:
    """Show one line a claim, and count the verdicts."""
    output = console()
    if not results:
        output.print("This contest has no claims.")
        return
    for name in dict.fromkeys(each.claim.list for each in results):
        output.print(Text(name, style="bold"))
        rows = [_row(each) for each in results if each.claim.list == name]
        show_grid(output, (GridColumn("Verdict", whole=True), GridColumn("Claim")), rows)
        output.print()
    counts = Counter(each.conclusion.in_words for each in results)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    number = counted(len(results), "claim")
    output.print(f"{number}: {verdicts}. Reasons: outlast claims CLAIM, or --json.")


def _row(result: ClaimResult) -> list[Text]:
    """Return the verdict on a claim, and its title with its name."""
    verdict = Text(result.conclusion.in_words, style=COLOURS[result.conclusion.verdict])
    return [verdict, Text(result.claim.title).append(f" {result.claim.id}", "dim")]


def _show_one(result: ClaimResult, contest: Library) -> None:
    """Show one claim: its author, the verdict, every test with its number, and the sources."""
    output, claim, conclusion = console(), result.claim, result.conclusion
    source = contest.ledger.sources[claim.made.source]
    output.print(Text(claim.title, style="bold"))
    output.print(Text(claim.says))
    author = f"{claim.made.by}, {claim.made.on}. {source.title} ({source.producer}), "
    output.print(Padding(Text(f"{author}{claim.made.locator}", style="dim"), (0, 0, 1, 2)))
    output.print(Text(conclusion.in_words, style=f"bold {COLOURS[conclusion.verdict]}"))
    _show_reasons(conclusion.verdict, conclusion.reasons, output, 2)
    for each in result.assertions:
        verdict = Text(each.conclusion.in_words, style=COLOURS[each.conclusion.verdict])
        output.print(Text("\n") + Text(f"{each.assertion.says}  ", style="bold") + verdict)
        for test in each.tests:
            _show_test(test, output, contest)
    if claim.note:
        output.print(Padding(Text(claim.note, style="dim"), (1, 0, 0, 0)))


def _show_test(result: ClaimTestResult, output: Console, contest: Library) -> None:
    test, conclusion = result.test, result.conclusion
    verdict = Text(conclusion.in_words, style=COLOURS[conclusion.verdict])
    line = Text(f"{test.says}: {result.number_in_words}  ").append_text(verdict)
    output.print(Padding(line, (0, 0, 0, 2)))
    thresholds = f"holds if {test.holds.in_words()}"
    if test.open_within:
        thresholds += f", open if {test.open_within.in_words()}"
    output.print(Padding(Text(f"{thresholds}: {test.why}", style="dim"), (0, 0, 0, 4)))
    for evidence in result.interval.evidence:
        output.print(Padding(Text(_in_words(evidence, contest), style="dim"), (0, 0, 0, 4)))
    if not result.interval.known:
        _show_reasons(conclusion.verdict, conclusion.reasons, output, 4)


def _show_reasons(
    verdict: ClaimVerdict | None, reasons: Sequence[str], output: Console, indent: int
) -> None:
    """Show the reasons of a verdict, one a line."""
    if verdict in OPENINGS:
        for each in reasons:
            output.print(Padding(Text(f"{OPENINGS[verdict]} {each}"), (0, 0, 0, indent)))


def _in_words(evidence: EvidenceItem, contest: Library) -> str:
    """Return one piece of evidence with its source."""
    text = f"{evidence.title}: {evidence.shown}"
    if evidence.source:
        producer = contest.ledger.sources[evidence.source].producer
        text += f" [{producer}; {evidence.source}, {evidence.locator}; {evidence.grade}]"
    return text
