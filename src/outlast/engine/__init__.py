"""The engine: arrays in, arrays out, one file a mechanism; of ours it imports the cache alone."""
