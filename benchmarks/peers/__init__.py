"""Peers: their programs beside ours, on the same table and the same event, with equal numbers."""
