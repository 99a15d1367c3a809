"""Published results of the literature beside the values that the model computes."""
