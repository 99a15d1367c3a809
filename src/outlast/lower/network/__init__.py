"""The network of the base year as arrays: sites, processes, edges, routes, lines of services."""
