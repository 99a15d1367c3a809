"""Scenarios: where world, policy and priors first meet."""
