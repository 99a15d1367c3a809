"""Judged claims as plain data: one row a claim, and the full content for JSON."""

from collections.abc import Sequence
from typing import Any, Final

from outlast.facts import Ledger
from outlast.truth.claims.verdict import ClaimResult, ClaimTestResult

COLUMNS: Final = ("claim", "list", "title", "by", "on", "source", "locator", "verdict", "on_what")
"""The columns of a row."""


def claim_row(result: ClaimResult) -> dict[str, object]:
    """Return one claim as a row of `COLUMNS`."""
    claim = result.claim
    return {
        "claim": claim.id,
        "list": claim.list,
        "title": claim.title,
        "by": claim.made.by,
        "on": claim.made.on,
        "source": claim.made.source,
        "locator": claim.made.locator,
        "verdict": result.conclusion.in_words,
        "on_what": "; ".join(result.conclusion.reasons),
    }


def claims_content(results: Sequence[ClaimResult], ledger: Ledger) -> dict[str, Any]:
    """Return claims with their verdicts, numbers and evidence, and the sources that they cite."""
    cited = {each.claim.made.source for each in results}
    cited |= {evidence.source for each in results for evidence in each.evidence if evidence.source}
    return {
        "claims": [_claim(each) for each in results],
        "sources": {key: ledger.sources[key].model_dump(mode="json") for key in sorted(cited)},
    }


def _claim(result: ClaimResult) -> dict[str, object]:
    return {
        **claim_row(result),
        "says": result.claim.says,
        "note": result.claim.note,
        "on_what": list(result.conclusion.reasons),
        "parts": [
            {
                "part": each.name,
                "says": each.assertion.says,
                "verdict": each.conclusion.in_words,
                "on_what": list(each.conclusion.reasons),
                "readings": [_test(test) for test in each.tests],
            }
            for each in result.assertions
        ],
    }


def _test(result: ClaimTestResult) -> dict[str, object]:
    test, number = result.test, result.interval
    outer = test.open_within
    return {
        "reading": result.name,
        "says": test.says,
        "value": number.value if number.known else None,
        "low": number.low if number.known else None,
        "high": number.high if number.known else None,
        "unit": test.unit,
        "holds": test.holds.model_dump(exclude_none=True),
        "open_within": outer.model_dump(exclude_none=True) if outer else None,
        "why": test.why,
        "verdict": result.conclusion.in_words,
        "on_what": list(result.conclusion.reasons),
        "evidence": [vars(evidence) for evidence in number.evidence],
    }
