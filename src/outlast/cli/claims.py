"""`outlast claims`: public claims about the contest, each with the verdict of its own test."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from outlast.api import Library
from outlast.cli.contest_options import ContestChoice, contest_options
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.output import console, formats, write_csv, write_json
from outlast.cli.paths import PATH
from outlast.cli.refusals import refuse_useless
from outlast.cli.streams import say
from outlast.errors import InputError, nearest
from outlast.reading import Layers
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

FUTURES: Final = 400
"""Default number of futures of each scenario that a claim needs."""


@click.command()
@click.argument("claim", required=False)
@click.option("--list", "list_name", help="Show only the claims of one list.")
@click.option("--file", "file", type=PATH, help="Judge a claim of your own.")
@click.option("--no-runs", is_flag=True, help="Use facts and the policy record only; run nothing.")
@click.option(
    "--futures",
    type=click.IntRange(min=2),
    default=FUTURES,
    show_default=True,
    help="Number of futures of each scenario.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws."
)
@contest_options
@formats
def command(
    claim: str | None,
    list_name: str | None,
    file: Path | None,
    no_runs: bool,
    futures: int,
    seed: int,
    choice: ContestChoice,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Judge public claims about the contest, or one CLAIM, by facts, the policy record and runs.

    The file of a claim never states a verdict: outlast computes it from the thresholds that the
    file declares.

    \b
      outlast claims --no-runs
      outlast claims tariff-245
      outlast claims --file my-claim.yaml
    """
    if no_runs:
        refuse_useless("--no-runs runs nothing", "Leave it out.", "futures", "seed")
    if file is not None:
        reason = f'the one claim of "{file}" is judged'
        refuse_useless(reason, "Leave it out, or --file.", "claim", "list_name")
    if claim is not None:
        refuse_useless("one claim is named", "Leave it out.", "list_name")
    contest = choice.library()
    chosen = _chosen(contest, claim, list_name, file)
    run_statistic = not_run if no_runs else _run_statistic(contest.layers, futures, seed)
    evaluator = Evaluator(contest.claim_inputs, run_statistic)
    results = [judge(each, evaluator) for each in chosen]
    if as_json:
        write_json("claims-answer", claims_content(results, contest.ledger))
    elif as_csv:
        write_csv(COLUMNS, [claim_row(each) for each in results])
    elif claim is not None or file is not None:
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
