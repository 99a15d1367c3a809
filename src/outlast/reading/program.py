"""The identity of this program: the hash of its code and its words, without the data it ships."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).parents[1]
"""The folder of the package."""

ENDINGS: Final = (".py", ".json")
"""The endings of files that hold code and words."""


@cache
def program_code() -> str:
    """Return the hash of the code and the words; results that are kept by it go with the code."""
    found = sha256()
    for path in sorted(HOME.rglob("*")):
        inside = path.relative_to(HOME)
        if path.suffix in ENDINGS and inside.parts[0] != "data":
            found.update(f"{inside.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()
