"""Studies: the inputs that decide an answer, and the changes that would turn it."""
