"""The mechanisms of a week: one file each; none knows another."""
