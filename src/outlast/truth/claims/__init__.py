"""Public claims: models, queries, evaluation and verdicts."""
