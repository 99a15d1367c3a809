"""Ensembles: many futures of a scenario, each with luck of its own."""

from outlast.ensemble.ensemble import run_ensemble, run_with_and_without_moves
from outlast.ensemble.streams import luck

__all__ = ["luck", "run_ensemble", "run_with_and_without_moves"]
