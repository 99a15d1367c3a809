"""Dynamic input-output: industries with inventories, week by week or day by day, under events."""
