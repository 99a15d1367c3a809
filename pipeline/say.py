"""The page "What this model can and cannot say", made from what the commands of truth say.

`python -m pipeline.say` judges every claim, with runs, and writes docs/can-and-cannot-say.md;
`--no-runs` leaves out what needs a run. The parts of the page between the other marks are kept as
they stand: whoever makes them writes them.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from outlast import api
from outlast.truth.claims.evaluate import Asked, NoRuns, Runs
from outlast.truth.claims.verdict import Judged, Kind, judge

PAGE: Final = Path(__file__).parent.parent / "docs" / "can-and-cannot-say.md"

OTHERS: Final = {"backtest": "The backtest", "verify": "Published results"}
"""The parts that other commands fill, with their headings."""

LISTS: Final = {
    "april-2025-comment": "Claims of a newspaper comment of April 2025",
    "counter-claims": "Claims of others",
}

WORDS: Final = {
    Kind.SUPPORTED: "The test that the claim declares holds for the whole range of its numbers.",
    Kind.CONTRADICTED: "It fails for the whole range, in one of its parts at least.",
    Kind.DEPENDS: "It holds or fails by what is not settled: a reading, a range, a switch, chance.",
    Kind.UNTOLD: "A number that it needs is published by nobody.",
}


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-runs", action="store_true", help="facts and the record alone")
    parser.add_argument("--futures", type=int, default=400)
    arguments = parser.parse_args()
    shipped = api.library()
    runs = NoRuns() if arguments.no_runs else _runs(arguments.futures)
    asked = Asked(shipped.ledger, shipped.items, shipped.timeline, runs)
    judged = [judge(claim, asked) for claim in shipped.claims.values()]
    kept = _kept(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    note = "" if arguments.no_runs else f" Each scenario was run with {arguments.futures} futures."
    lines = [*_opening(judged, note), *_claims(judged), *_untold(judged)]
    for key, title in OTHERS.items():
        body = kept.get(key, "\nNot written yet.\n")
        lines += [f"## {title}", "", f"<!-- {key} -->{body}<!-- end of {key} -->", ""]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print(f"{PAGE.name}: {len(judged)} claims")
    return 0


def _runs(futures: int) -> Runs:
    from outlast.truth.claims.runs import ensembles  # noqa: PLC0415  a pass without runs saves it

    return ensembles(futures, 1, lambda words: print(words, file=sys.stderr))


def _kept(text: str) -> dict[str, str]:
    """Return what stands between the marks of the other parts."""
    pattern = r"<!-- (\w+) -->(.*?)<!-- end of \1 -->"
    return {found[1]: found[2] for found in re.finditer(pattern, text, re.DOTALL)}


def _opening(judged: Sequence[Judged], note: str) -> Iterator[str]:
    counts = Counter(each.ruling.words for each in judged)
    counted = ", ".join(f"{count} {words}" for words, count in counts.items())
    yield "# What this model can and cannot say"
    yield ""
    yield "Made by `python -m pipeline.say` from what `outlast claims` computes; no verdict is"
    yield f"written by hand.{note} Every number with its source: `outlast claims CLAIM`."
    yield ""
    yield f"{len(judged)} claims: {counted}."
    yield ""
    for kind, words in WORDS.items():
        yield f"- *{kind.value}*: {words}"
    if any(each.ruling.kind is None for each in judged):
        yield "- *not run*: it needs a run of the model, which was left out."
    yield ""
    yield "A verdict is on the claim as its file reads it, with thresholds that the file declares"
    yield "and gives a reason for. Who reads the words otherwise writes another file: `--file`."
    yield ""


def _claims(judged: Sequence[Judged]) -> Iterator[str]:
    for name, title in LISTS.items():
        yield f"## {title}"
        yield ""
        yield "| Claim | Verdict | Readings |"
        yield "|---|---|---|"
        for each in judged:
            if each.claim.list == name:
                claim = f"{each.claim.title}<br>`{each.claim.id}`"
                yield f"| {claim} | {each.ruling.words} | {'<br>'.join(_readings(each))} |"
        yield ""


def _readings(judged: Judged) -> Iterator[str]:
    """Yield each reading of a claim with its number and what that says."""
    for part in judged.parts:
        for tried in part.tried:
            shown = f" {tried.shown}," if tried.figure.known else ""
            yield f"{tried.trial.says.replace('|', '/')}:{shown} {tried.ruling.words}"


def _untold(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield what cannot be told, and what would be needed."""
    yield "## What would be needed"
    yield ""
    needed: dict[str, list[str]] = {}
    for each in judged:
        for part in each.parts:
            for tried in part.tried:
                for lacking in tried.figure.lacks:
                    needed.setdefault(lacking, []).append(each.claim.id)
    for lacking, claims in needed.items():
        named = ", ".join(f"`{claim}`" for claim in dict.fromkeys(claims))
        yield f"- {lacking} ({named})"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
