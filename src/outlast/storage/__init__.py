"""Storage: files written whole or not at all, and the private cache; it knows nothing of ours."""
