"""The memory of a server that runs for days: freed arrays go back to the system.

The C library of Linux raises the size from which it asks the system for memory (`M_MMAP_THRESHOLD`)
whenever a large block is freed. Later arrays then come from heaps that keep what they once had.
"""

import ctypes
import os
import sys
from typing import Final

M_MMAP_THRESHOLD: Final = -3
"""The number of that option in `malloc.h`."""

M_TRIM_THRESHOLD: Final = -1
"""The number of the option that states how much free memory a heap keeps at its end."""

M_ARENA_MAX: Final = -8
"""The number of the option that limits the heaps."""

THRESHOLD: Final = 128 * 1024
"""Bytes from which the system gives memory for one array alone; the library's first value."""

ARENAS: Final = 4
"""Heaps that threads share."""

CHOSEN: Final = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_ARENA_MAX", "GLIBC_TUNABLES")
"""Variables of the environment by which a user decides this; then nothing changes."""


def give_back() -> bool:
    """Give the system all memory that the C library holds free; return whether it could."""
    if not _is_ours():
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and trim(0) == 1


def _is_ours() -> bool:
    """Return whether this is Linux, and the user left the C library's memory to us."""
    return sys.platform.startswith("linux") and not any(name in os.environ for name in CHOSEN)


def keep_flat() -> bool:
    """Fix the C library's thresholds; return whether it took them."""
    if not _is_ours():
        return False
    library = ctypes.CDLL(None)
    options = (
        (M_MMAP_THRESHOLD, THRESHOLD),
        (M_TRIM_THRESHOLD, THRESHOLD),
        (M_ARENA_MAX, ARENAS),
    )
    mallopt = getattr(library, "mallopt", None)  # another C library may have none
    return mallopt is not None and all(mallopt(option, value) == 1 for option, value in options)
