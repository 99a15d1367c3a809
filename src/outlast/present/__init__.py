"""Presentation: one voice for every sentence, one file for every view, one registry of figures."""
