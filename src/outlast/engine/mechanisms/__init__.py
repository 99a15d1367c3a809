"""The mechanisms of a week: one file each, each a stranger to the others."""
