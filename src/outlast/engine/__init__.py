"""The engine: arrays in, arrays out, one file a mechanism; it imports nothing of ours."""
