"""The network of the base year, by name and as arrays: sites, processes, users, routes."""
