"""Weights of futures: the observations known on a day, and silence, with their declaration."""
