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
from outlast.api.record_reach import age_lines, record_voice
from outlast.cli.grid import GridColumn, show_grid
from outlast.cli.lang_option import ENGLISH
from outlast.cli.output import console, write_csv, write_json
from outlast.cli.streams import say
from outlast.errors import InputError, nearest
from outlast.present.claim_words import (
    claims_voice,
    evidence_words,
    made_words,
    note_of,
    number_words,
    reason_words,
    same_counts_command,
    statement_of,
    still_words,
    threshold_words,
    title_of,
)
from outlast.present.display.names import verdict_name
from outlast.present.display.voice import Voice
from outlast.present.record_age import record_end_rows
from outlast.reading import Layers, outlast_command
from outlast.reading.day import local_day
from outlast.truth.claims.evaluate import Evaluator, RunStatistic, not_run
from outlast.truth.claims.export import COLUMNS, claim_row, claims_content
from outlast.truth.claims.load import find_claim, load_claim
from outlast.truth.claims.model import Claim
from outlast.truth.claims.verdict import (
    ClaimResult,
    ClaimTestResult,
    ClaimVerdict,
    Conclusion,
    judge,
)

COLOURS: Final = {
    ClaimVerdict.SUPPORTED: "green",
    ClaimVerdict.CONTRADICTED: "red",
    ClaimVerdict.DEPENDS: "yellow",
    ClaimVerdict.UNKNOWN: "cyan",
    None: "dim",
}
"""The colour of each verdict."""


@dataclass(frozen=True)
class WantedClaims:
    """The claims that are judged: one by name, one of a file, those of a list, or all."""

    claim: str | None = None
    list_name: str | None = None
    file: Path | None = None


def write_claims(
    contest: Library,
    wanted: WantedClaims,
    runs: tuple[int, int] | None,
    form: str,
    language: str = ENGLISH,
) -> None:
    """Write the verdicts on claims.

    Args:
        contest: The contest.
        wanted: The claims.
        runs: The number of futures and the seed of the runs that claims need; None to run nothing.
        form: `json`, `csv`, or `text` for the terminal.
        language: `en`, or for the terminal `zh`.
    """
    chosen = _chosen(contest, wanted.claim, wanted.list_name, wanted.file)
    run_statistic = _run_statistic(contest.layers, *runs) if runs else not_run
    evaluator = Evaluator(contest.claim_inputs, run_statistic)
    results = [judge(each, evaluator) for each in chosen]
    age = age_lines(contest, local_day(), language=language)
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
    words = claims_voice(record_voice(contest, language))
    if wanted.claim is not None or wanted.file is not None:
        for each in results:
            _show_one(each, contest, words)
    else:
        _show_all(results, words)
    if runs and (command := same_counts_command(results, *runs)):
        console().print(Text(f"\n{still_words(command, words)}", style="dim"))


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


def _show_all(results: Sequence[ClaimResult], words: Voice) -> None:
    """Show one line a claim, and count the verdicts."""
    output = console()
    if not results:
        output.print(words.say("claims.none"))
        return
    columns = (
        GridColumn(words.say("claims.verdict"), whole=True),
        GridColumn(words.say("claims.claim")),
    )
    for name in dict.fromkeys(each.claim.list for each in results):
        output.print(Text(name, style="bold"))
        rows = [_row(each, words) for each in results if each.claim.list == name]
        show_grid(output, columns, rows)
        output.print()
    counts = Counter(each.conclusion.in_words for each in results)
    verdicts = words.say("list.comma").join(
        words.say("claims.count", n=count, verdict=_named(verdict, words))
        for verdict, count in counts.items()
    )
    command = outlast_command("claims", "CLAIM")
    chinese = f"{command} --lang {words.language}"
    more = f"{command}, or --json." if words.language == ENGLISH else chinese
    output.print(Text(words.say("claims.counted", n=len(results), verdicts=verdicts, command=more)))


def _verdict(conclusion: Conclusion, words: Voice, style: str = "") -> Text:
    """Return a verdict in its colour."""
    colour = f"{style} {COLOURS[conclusion.verdict]}".lstrip()
    return Text(_named(conclusion.in_words, words), style=colour)


def _named(verdict: str, words: Voice) -> str:
    """Return a verdict in the reader's language; in English the words of JSON and CSV."""
    return verdict if words.language == ENGLISH else verdict_name(verdict, words)


def _row(result: ClaimResult, words: Voice) -> list[Text]:
    """Return the verdict on a claim, and its title with its name."""
    title = Text(title_of(result.claim, words)).append(f" {result.claim.id}", "dim")
    return [_verdict(result.conclusion, words), title]


def _show_one(result: ClaimResult, contest: Library, words: Voice) -> None:
    """Show one claim: its author, the verdict, every test with its number, and the sources."""
    output, claim, conclusion = console(), result.claim, result.conclusion
    output.print(Text(title_of(claim, words), style="bold"))
    output.print(Text(statement_of(claim, words)))
    made = made_words(claim.made, contest.ledger.sources[claim.made.source], words)
    output.print(Padding(Text(made, style="dim"), (0, 0, 1, 2)))
    output.print(_verdict(conclusion, words, "bold"))
    _show_reasons(conclusion, output, 2, words)
    for each in result.assertions:
        statement = Text(f"{statement_of(each.assertion, words)}  ", style="bold")
        output.print(Text("\n") + statement + _verdict(each.conclusion, words))
        for test in each.tests:
            _show_test(test, output, contest, words)
    if note := note_of(claim, words):
        output.print(Padding(Text(note, style="dim"), (1, 0, 0, 0)))


def _show_test(result: ClaimTestResult, output: Console, contest: Library, words: Voice) -> None:
    statement, number = statement_of(result.test, words), number_words(result, words)
    line = Text(f"{words.say('claims.number', says=statement, number=number)}  ")
    output.print(Padding(line.append_text(_verdict(result.conclusion, words)), (0, 0, 0, 2)))
    output.print(Padding(Text(threshold_words(result.test, words), style="dim"), (0, 0, 0, 4)))
    for evidence in result.interval.evidence:
        text = evidence_words(evidence, contest.ledger.sources, words)
        output.print(Padding(Text(text, style="dim"), (0, 0, 0, 4)))
    if not result.interval.known:
        _show_reasons(result.conclusion, output, 4, words)


def _show_reasons(conclusion: Conclusion, output: Console, indent: int, words: Voice) -> None:
    """Show the reasons of a verdict, one a line."""
    for each in conclusion.reasons:
        if reason := reason_words(conclusion.verdict, each, words):
            output.print(Padding(Text(reason), (0, 0, 0, indent)))
