"""Results: labelled outcomes of an ensemble, with a manifest; names come back here."""

from outlast.results.bands import Bands
from outlast.results.manifest import Manifest, manifest
from outlast.results.odds import LineOdds, SetOdds
from outlast.results.results import Results
from outlast.results.verdict import BranchOdds, Verdict

__all__ = [
    "Bands",
    "BranchOdds",
    "LineOdds",
    "Manifest",
    "Results",
    "SetOdds",
    "Verdict",
    "manifest",
]
