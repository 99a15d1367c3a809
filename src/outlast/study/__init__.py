"""Studies: what decides an answer, and what would change it."""
