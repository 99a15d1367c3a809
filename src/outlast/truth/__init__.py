"""Tests of the model: public claims, published results and backtests, each with its score."""
