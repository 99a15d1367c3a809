"""The form of a screening for programs: `outlast/screening/2`, one object a shipment."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from outlast.api.library import Library
from outlast.api.screen import Screened
from outlast.api.screening_fields import flag_of
from outlast.api.screening_parties import (
    LaterListing,
    is_same,
    later_listings,
    near_parties,
    shown_parties,
)
from outlast.facts import Reference
from outlast.policy.attribute_values import spelled_out
from outlast.policy.coverage import Area
from outlast.policy.finding import MeasureFinding
from outlast.policy.parties import Candidate
from outlast.policy.party_file import PartyFile
from outlast.policy.reaching import kept
from outlast.policy.verdict import BranchVerdict, Determination, Missing
from outlast.present.record_age import record_end_rows
from outlast.reading.day import local_day
from outlast.scenario.contest import is_shipped
from outlast.scenario.settled_layer import FILE as SETTLEMENTS
from outlast.scenario.settled_layer import settled_folder
from outlast.wording import NOTICE


def content(screened: Screened, library: Library) -> dict[str, Any]:
    """Return a screening as plain data, the content of the form `outlast/screening/2`."""
    found, shipment = screened.determination, screened.shipment
    timeline = library.timeline
    today = local_day()
    end = kept(timeline, ("end", today), lambda: record_end_rows(timeline, today))
    return {
        "verdict": found.verdict.value,
        "policy": found.policy.value if found.policy else None,
        "branches": [_branch(branch) for branch in found.branches],
        "missing": [_missing(each) for each in found.missing],
        "not_checked": [_area(each) for each in (*found.uncovered, *found.not_checked)],
        "duties": [_rule(each, found, library) for each in found.duties],
        "exceptions": list(found.exceptions),
        "parties": [_party(each, library) for each in shown_parties(screened, library)],
        "listed_later": [_later(each) for each in later_listings(screened, library)],
        "party_file": _party_file(timeline.parties),
        "nearest": [
            *screened.nearest,
            *(name for names in near_parties(screened, library).values() for name in names),
        ],
        **{name: end[name] for name in ("passed_forks", "next_fork", "forks", "settlements")},
        "rules": [_rule(each, found, library) for each in found.rules],
        "item": {
            "asked": screened.asked,
            "names": [item.item for item in screened.items],
            "title": screened.title,
            "attributes": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in shipment.attributes.items()
            },
            "hs": list(shipment.codes.hs),
            "eccn": list(shipment.codes.eccn),
            "control_codes": list(shipment.codes.control_codes),
        },
        "from": shipment.origin or None,
        "to": shipment.destination,
        "on": shipment.on.isoformat(),
        "end_use": shipment.end_use.value,
        "end_user": shipment.end_user,
        "exporter": shipment.exporter,
        "headquarters": shipment.headquarters,
        "owners": dict(shipment.owners),
        "record_until": found.record_until.isoformat() if found.record_until else None,
        "version": program_version(),
        "digest": record_digest(library),
        "record": dict(record_parts(library)),
        "notice": NOTICE,
    }


def row_of(screening: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a screening as one row of a table."""
    rules: list[dict[str, Any]] = screening["rules"]
    return {
        **{name: screening[name] for name in ("from", "to", "on", "verdict", "policy")},
        "exceptions": "; ".join(screening["exceptions"]),
        "item": screening["item"]["title"],
        "missing": "; ".join(
            dict.fromkeys(_asked(each["condition"]) for each in screening["missing"])
        ),
        "rules": "; ".join(dict.fromkeys(each["id"] for each in rules)),
        "addresses": "; ".join(dict.fromkeys(each["address"] or "" for each in rules)),
        "record until": screening["record_until"],
        "notice": screening["notice"],
    }


def _asked(condition: str) -> str:
    """Return a condition as a question: its contrary asks the same."""
    return spelled_out(condition.removeprefix("not "))


@cache
def program_version() -> str:
    """Return the version of the program."""
    return version("outlast")


@lru_cache(maxsize=8)
def record_digest(library: Library) -> str:
    """Return ten hexadecimal digits of the hash of every file of the record and of its items."""
    return _digest(library.layers)


def _digest(layers: Sequence[Path], *, settlements: bool = True) -> str:
    """Return ten hexadecimal digits of the hash of the files of some layers."""
    digest = sha256()
    for number, layer in enumerate(layers):
        for folder in ("policy", "items"):
            for file in sorted((layer / folder).rglob("*.*")):
                name = file.relative_to(layer).as_posix()
                if settlements or name != SETTLEMENTS:
                    digest.update(f"{number}/{name}\n".encode())
                    digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:10]


@lru_cache(maxsize=8)
def record_parts(library: Library) -> dict[str, Any]:
    """Return the contest, the folders laid over it, and a digest of each without settlements."""
    contest, *overlays = library.layers
    own = settled_folder(contest)
    others = [layer for layer in overlays if layer != own]
    return {
        "contest": contest.name if is_shipped(contest) else str(contest),
        "contest_digest": _digest([contest], settlements=False),
        "overlays": [str(layer) for layer in others],
        "overlays_digest": _digest(others, settlements=False) if others else None,
    }


def _branch(branch: BranchVerdict) -> dict[str, Any]:
    return {
        "switches": dict(branch.switches),
        "supposing": dict(branch.supposing),
        "verdict": branch.verdict.value,
        "policy": branch.policy.value if branch.policy else None,
        "exceptions": list(branch.exceptions),
        "rules": [finding.measure.id for finding in branch.screening.binding],
    }


def _missing(each: Missing) -> dict[str, Any]:
    return {
        "attribute": each.attribute,
        "condition": each.condition,
        "option": flag_of(each.attribute),
        "measures": list(each.measures),
    }


def _area(area: Area) -> dict[str, Any]:
    return {"title": area.title, "extent": area.extent.value, "why": area.why}


def _rule(finding: MeasureFinding, found: Determination, library: Library) -> dict[str, Any]:
    """Return a measure that bears on a shipment, with the paragraph and text that decide."""
    references = deciding_texts(finding)
    return {
        "id": finding.measure.id,
        "title": finding.measure.title,
        "paragraph": "; ".join(finding.caught),
        "effect": finding.review.value,
        "exception": finding.exception,
        "rate": finding.rate,
        "only_for": list(found.holds_for(finding)),
        "citation": "; ".join(cited(each, library) for each in references),
        "address": library.ledger.sources[references[0].source].url if references else None,
        "evidence": finding.measure.evidence.words,
    }


def deciding_texts(finding: MeasureFinding) -> Sequence[Reference]:
    """Return the texts that catch the item, then the one that sets the licence policy."""
    texts = [each.reference for each in finding.paragraphs if each.name in finding.caught]
    if finding.reviewed is not None:
        texts.append(finding.reviewed)
    return list(dict.fromkeys(texts))


def cited(reference: Reference, library: Library) -> str:
    """Return a text with its place: title and locator."""
    return f"{library.ledger.sources[reference.source].title}, {reference.locator}"


def _party_file(file: PartyFile | None) -> dict[str, Any] | None:
    """Return the file of parties with its day and its digest, if the reader gave one."""
    if file is None:
        return None
    return {
        "file": file.file,
        "on": file.on.isoformat(),
        "digest": file.digest,
        "parties": len(file.parties),
        "name_column": file.name_column,
        "lists": dict(file.lists),
    }


def _party(candidate: Candidate, library: Library) -> dict[str, Any]:
    return {
        "given": candidate.query,
        "role": candidate.role,
        "name": candidate.name,
        "score": round(candidate.score, 1),
        "same": candidate.sure,
        "measure": candidate.measure.id,
        "list": candidate.measure.title,
        "since": candidate.since.isoformat(),
        "held": candidate.held,
        "listed": candidate.total,
        "citation": cited(candidate.reference, library),
    }


def _later(listing: LaterListing) -> dict[str, Any]:
    """Return a listing that begins after the export."""
    return {
        "given": listing.query,
        "role": listing.role,
        "name": listing.name,
        "score": round(listing.score, 1),
        "same": is_same(listing),
        "measure": listing.measure,
        "list": listing.title,
        "from": listing.since.isoformat(),
    }
