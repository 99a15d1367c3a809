"""The engine as machine code: lanes of futures for Numba, compilation and runs."""
