"""Results: labelled outcomes of an ensemble, with a manifest; names come back here."""

from outlast.results.bands import Bands
from outlast.results.costs import Cost
from outlast.results.first_breaks import FirstBreaks
from outlast.results.manifest import Manifest, manifest
from outlast.results.odds import LineOdds, SetOdds
from outlast.results.results import Results
from outlast.results.verdict import BranchOdds, SetVerdict
from outlast.results.weights import FutureWeights

__all__ = [
    "Bands",
    "BranchOdds",
    "Cost",
    "FirstBreaks",
    "FutureWeights",
    "LineOdds",
    "Manifest",
    "Results",
    "SetOdds",
    "SetVerdict",
    "manifest",
]
