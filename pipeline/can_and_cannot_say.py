"""The claims of the page "What this model can and cannot say", from `outlast claims`.

`python -m pipeline.can_and_cannot_say` judges every claim, with runs, and writes
docs/can-and-cannot-say.md; `--no-runs` skips the tests that need a run. The parts between the other
marks of the page stay as they are: `pipeline.can_and_cannot_say_scores` writes them.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final

from outlast.api import Library, library
from outlast.present.claim_words import claims_voice, same_counts_command, still_words
from outlast.present.display.voice import voice
from outlast.truth.claims.evaluate import Evaluator, RunStatistic, not_run
from outlast.truth.claims.verdict import ClaimResult, ClaimVerdict, judge

PAGE: Final = Path(__file__).parent.parent / "docs" / "can-and-cannot-say.md"

OTHER_PARTS: Final = {"backtest": "The backtest", "verify": "Published results"}
"""The marks of the parts that other commands write, with their headings."""

LISTS: Final = {
    "april-2025-comment": "Claims of a newspaper comment of April 2025",
    "counter-claims": "Claims of others",
}
"""The headings of the lists of claims."""

JOINED: Final = "\0"
"""Stands for a space at which no line may end."""

MEANINGS: Final = {
    ClaimVerdict.SUPPORTED: "the whole range of every number lies within its thresholds.",
    ClaimVerdict.CONTRADICTED: "the whole range of a number lies outside its thresholds.",
    ClaimVerdict.DEPENDS: "the verdict depends on a reading, a range, a switch or chance.",
    ClaimVerdict.UNKNOWN: "nobody publishes a number that the claim needs.",
}
"""The meaning of each verdict."""


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-runs", action="store_true", help="use facts and the record only")
    parser.add_argument("--futures", type=int, default=400)
    arguments = parser.parse_args()
    contest = library()
    run_statistic = not_run if arguments.no_runs else _run_statistic(contest, arguments.futures)
    evaluator = Evaluator(contest.claim_inputs, run_statistic)
    results = [judge(claim, evaluator) for claim in contest.claims.values()]
    bodies = _other_parts(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    note = "" if arguments.no_runs else f" Each scenario ran with {arguments.futures} futures."
    still = list(_still(results, arguments.futures))
    lines = [*_opening(results, note), *still, *_claims(results), *_unknown(results)]
    for key, title in OTHER_PARTS.items():
        body = bodies.get(key, "\nNot written yet.\n")
        lines += [f"## {title}", "", f"<!-- {key} -->{body}<!-- end of {key} -->", ""]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print(f"{PAGE.name}: {len(results)} claims")
    return 0


def _run_statistic(contest: Library, futures: int) -> RunStatistic:
    from outlast.truth.claims.scenario_runs import scenario_runs  # noqa: PLC0415  slow to import

    def report(message: str) -> None:
        print(message, file=sys.stderr)

    return scenario_runs(contest.layers, futures, 1, report).statistic


def _other_parts(text: str) -> dict[str, str]:
    """Return the text between the marks of each other part."""
    pattern = r"<!-- (\w+) -->(.*?)<!-- end of \1 -->"
    return {match[1]: match[2] for match in re.finditer(pattern, text, re.DOTALL)}


def _opening(results: Sequence[ClaimResult], note: str) -> Iterator[str]:
    counts = Counter(each.conclusion.in_words for each in results)
    counted = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    yield "# What this model can and cannot say"
    yield ""
    yield "`python -m pipeline.can_and_cannot_say` wrote the claims on this page from"
    yield f"`outlast claims`; nobody writes a verdict by hand.{note}"
    yield "`outlast claims CLAIM` shows every number with its source."
    yield ""
    yield f"{len(results)} claims: {counted}."
    yield ""
    for verdict, meaning in MEANINGS.items():
        yield f"- *{verdict.value}*: {meaning}"
    if any(each.conclusion.verdict is None for each in results):
        yield "- *not run*: the claim needs a run that was left out."
    yield ""
    yield "The file of a claim declares its readings and its thresholds, with a reason for each. To"
    yield "read a claim in another way, write another file and pass it with `--file`."
    yield ""


def _still(results: Sequence[ClaimResult], futures: int) -> Iterator[str]:
    """Yield that the runs draw no moves, where there were runs."""
    if command := same_counts_command(results, futures, 1):
        joined = command.replace(" ", JOINED)
        words = still_words(f"`{joined}`.", claims_voice(voice("en")))
        for line in wrap(words, 100, break_long_words=False, break_on_hyphens=False):
            yield line.replace(JOINED, " ")
        yield ""


def _claims(results: Sequence[ClaimResult]) -> Iterator[str]:
    for name, title in LISTS.items():
        yield f"## {title}"
        yield ""
        yield "| Claim | Verdict | Readings |"
        yield "|---|---|---|"
        for each in results:
            if each.claim.list == name:
                claim = f"{each.claim.title}<br>`{each.claim.id}`"
                yield f"| {claim} | {each.conclusion.in_words} | {'<br>'.join(_readings(each))} |"
        yield ""


def _readings(result: ClaimResult) -> Iterator[str]:
    """Yield each test of a claim with its number and verdict."""
    for assertion in result.assertions:
        for each in assertion.tests:
            number = f" {each.number_in_words}," if each.interval.known else ""
            yield f"{each.test.says.replace('|', '/')}:{number} {each.conclusion.in_words}"


def _unknown(results: Sequence[ClaimResult]) -> Iterator[str]:
    """Yield the numbers that nobody publishes, with the claims that need them."""
    yield "## Numbers that nobody publishes"
    yield ""
    needed: dict[str, list[str]] = {}
    for result in results:
        for assertion in result.assertions:
            for each in assertion.tests:
                for missing in each.interval.missing:
                    needed.setdefault(missing, []).append(result.claim.id)
    for missing, claims in needed.items():
        named = ", ".join(f"`{claim}`" for claim in dict.fromkeys(claims))
        yield f"- {missing} ({named})"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
