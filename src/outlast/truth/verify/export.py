"""Verified results as plain data."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from outlast.facts import Ledger
from outlast.truth.verify.published import AgreementKind
from outlast.truth.verify.silence import CheckedSilence
from outlast.truth.verify.verify import ResultVerdict, VerifiedResult


def verify_content(
    results: Sequence[VerifiedResult],
    ledger: Ledger,
    silences: Sequence[CheckedSilence] = (),
) -> dict[str, Any]:
    """Return verified results as plain data, for JSON and tables."""
    return {
        "counts": {
            verdict.value: sum(each.verdict is verdict for each in results)
            for verdict in ResultVerdict
        },
        "results": [_result(each, ledger) for each in results],
        "non_events": [_silence(each, ledger) for each in silences],
    }


def _silence(silence: CheckedSilence, ledger: Ledger) -> dict[str, Any]:
    """Return an event of which nobody reported, beside its share of the futures."""
    event = silence.event
    source = ledger.sources[event.source] if event.source else None
    return {
        "key": silence.key,
        "title": event.title,
        "service": silence.service,
        "level": event.level,
        "weeks": event.weeks,
        "from": str(event.from_),
        "until": str(event.until),
        "happened": silence.happened,
        "reported_low": event.reported.low,
        "reported_high": event.reported.high,
        "why": event.reported.why,
        "source": f"{source.producer}: {source.title}, {event.locator}" if source else None,
        "search": event.search.model_dump(mode="json") if event.search else None,
    }


def _result(result: VerifiedResult, ledger: Ledger) -> dict[str, Any]:
    published = result.published
    source = ledger.sources[published.source]
    exact = published.kind is AgreementKind.EXACT
    return {
        "key": result.key,
        "row": published.row,
        "title": published.title,
        "kind": published.kind.value,
        "published": published.value,
        "low": published.low,
        "high": published.high,
        "unit": published.unit,
        "computed": result.value,
        "computed_low": _finite(result.spread[0]) if result.spread else None,
        "computed_high": _finite(result.spread[1]) if result.spread else None,
        "verdict": result.verdict.value,
        "because": published.not_computed or result.reason,
        "evidence": "a closed form" if exact else "consistency alone",
        "source": f"{source.producer}: {source.title}, {published.locator}",
        "note": published.note,
        "command": result.command,
    }


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
