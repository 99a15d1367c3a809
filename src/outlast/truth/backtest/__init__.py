"""Backtests: forecasts frozen on a day, scored against the observations that followed."""
