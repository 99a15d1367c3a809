"""Published results beside what the model computes."""
