"""The draw: priors, switches and ranges of the world become rows of uncertain inputs."""
