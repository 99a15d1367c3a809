"""The rules of both sides as arrays: coverage, terms, force over time, threats."""
