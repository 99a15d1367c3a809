"""Truth: what public claims, later observations and published results say of the model."""
