"""`python -m setup.floors [VERSION ...]`: whether the lowest declared versions are true.

For each Python that this machine has, it makes an environment outside the project with the lowest
version of each direct dependency that has a wheel for that Python, and goes through `setup.smoke`
there. Pythons that cannot be had are named, and are no failure.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from setup.environment import SetupError, find_uv, surroundings

PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""The Pythons that are tried if none is named."""


def interpreter(uv: str, version: str) -> str | None:
    """Return the Python of a version on this machine, or nothing if there is none."""
    words = [uv, "python", "find", "--no-project", "--system", "--no-python-downloads", version]
    found = subprocess.run(words, capture_output=True, text=True, check=False, env=surroundings(uv))
    return found.stdout.strip() or None if found.returncode == 0 else None


def make_lowest(uv: str, python: str, folder: Path) -> Path:
    """Make an environment with the lowest versions in a folder; return its Python."""
    pins, place = folder / "lowest.txt", folder / "environment"
    inside = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    lowest = ("--resolution", "lowest-direct", "--only-binary", ":all:", "--python", python)
    steps = (
        ("pip", "compile", "--quiet", *lowest, "--all-extras", "pyproject.toml", "-o", str(pins)),
        ("venv", "--quiet", "--no-project", "--python", python, str(place)),
        ("pip", "install", "--quiet", "--python", str(inside), "-r", str(pins)),
        ("pip", "install", "--quiet", "--python", str(inside), "--no-deps", "."),
    )
    for words in steps:
        if subprocess.run([uv, *words], check=False, env=surroundings(uv)).returncode:
            raise SetupError(f"uv {' '.join(words[:2])} failed for {python}.")
    return inside


def try_python(uv: str, version: str) -> bool:
    """Return whether the lowest versions work on a Python, if this machine has it."""
    python = interpreter(uv, version)
    if python is None:
        print(f"floors: Python {version} cannot be had here; nothing is known of it.")
        return True
    with tempfile.TemporaryDirectory() as name:
        inside = make_lowest(uv, python, Path(name))
        cache = {**os.environ, "OUTLAST_CACHE": str(Path(name) / "cache")}
        print(f"floors: Python {version}, with the lowest versions …", flush=True)
        words = [str(inside), "-m", "setup.smoke"]
        return subprocess.run(words, check=False, env=cache).returncode == 0


def main(versions: Sequence[str]) -> int:
    """Try the lowest versions on each Python and return the exit code."""
    try:
        uv = find_uv()
        results = [try_python(uv, version) for version in versions or PYTHONS]
    except SetupError as problem:
        print(f"floors: {problem}", file=sys.stderr)
        return 1
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
