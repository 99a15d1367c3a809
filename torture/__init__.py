"""Attacks on the program: files changed at random, faults injected, answers held to the laws."""
