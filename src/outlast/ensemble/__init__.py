"""Ensembles: many futures of a scenario, each with luck of its own."""

from outlast.ensemble.ensemble import run_ensemble
from outlast.ensemble.streams import luck

__all__ = ["luck", "run_ensemble"]
