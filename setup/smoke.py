"""`python -m setup.smoke`: one round through the program, in whichever environment runs it.

It runs the toy, opens the run again, writes figures, a report as HTML and as PDF, and asks the
page for its first answer. Everything is written to a temporary folder.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final
from urllib.request import urlopen

OUTLAST: Final = (sys.executable, "-m", "outlast")
PATIENCE: Final = 900
"""Seconds until a command that says nothing has failed."""

ROUND: Final = (
    ("run", "lilliput", "--futures", "64", "--out", "kept"),
    ("runs", "show", "kept", "--json"),
    ("levers", "lilliput", "--futures", "16", "--csv"),
    ("figure", "dots", "kept", "--out", "dots.svg"),
    ("figure", "paths", "kept", "--out", "paths.png"),
    ("report", "kept", "--no-levers", "--out", "report.html"),
    ("report", "kept", "--no-levers", "--out", "report.pdf"),
    ("screen", "H20", "--to", "CN", "--on", "2025-04-16"),
    ("facts", "--check", "--contest", "lilliput"),
)
"""Commands that every environment must run."""

BEGINNINGS: Final = {
    "dots.svg": b"<svg",
    "paths.png": b"\x89PNG",
    "report.html": b"<!DOCTYPE html>",
    "report.pdf": b"%PDF",
}
"""The first bytes of the files that these commands write."""


class SmokeError(Exception):
    """A command failed, or wrote something else than it should."""


def run_round(folder: Path) -> None:
    """Run every command of the round in a folder, and look at the files that it writes."""
    for words in ROUND:
        done = subprocess.run(
            [*OUTLAST, *words],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        if done.returncode or not (done.stdout or done.stderr):
            raise SmokeError(f"outlast {' '.join(words)}\n{done.stdout}{done.stderr}")
    for name, beginning in BEGINNINGS.items():
        content = (folder / name).read_bytes()
        if not content.lstrip().lower().startswith(beginning.lower()):
            raise SmokeError(f"{name} begins with {content[:20]!r}.")


def ask_page(folder: Path) -> None:
    """Start the page, ask it for its first answer, and end it."""
    words = [*OUTLAST, "page", "lilliput", "--no-open", "--futures", "32"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True) as page:
        try:
            line = page.stdout.readline() if page.stdout else ""
            address = re.search(r"http://\S+/", line)
            if address is None:
                raise SmokeError(f"outlast page\n{line}")
            with urlopen(address[0], timeout=PATIENCE) as answer:  # noqa: S310  on this machine
                text = answer.read().decode()
            if "of 100 futures" not in text:
                raise SmokeError("the page shows no answer.")
        finally:
            page.terminate()


def main() -> int:
    """Go through the round and return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        try:
            run_round(Path(name))
            ask_page(Path(name))
        except (SmokeError, OSError, subprocess.TimeoutExpired) as failure:
            print(f"smoke: {failure}", file=sys.stderr)
            return 1
    print(f"smoke: Python {sys.version.split()[0]} runs all of it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
