"""`python -m pipeline.reference`: write the pages of docs that the code describes."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pipeline

ROOT: Final = Path(__file__).parent.parent
ELSEWHERE: Final = {
    "architecture": "docs/architecture.md",
    "arrays": "docs/model/arrays.md",
    "decisions": "docs/decisions/index.md",
    "glossary": "docs/glossary.md",
}
"""Pages that do not lie in docs/reference."""


def pages() -> dict[Path, Callable[[], str]]:
    """Return the function that makes each page, by the page's file."""
    prefix = "reference_"
    names = sorted(module.name for module in pkgutil.iter_modules(pipeline.__path__))
    found: dict[Path, Callable[[], str]] = {}
    for name in names:
        if name.startswith(prefix):
            subject = name.removeprefix(prefix)
            file = ROOT / ELSEWHERE.get(subject, f"docs/reference/{subject}.md")
            found[file] = importlib.import_module(f"pipeline.{name}").page
    return found


def main() -> int:
    """Write the pages, or with --check name those that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    check = bool(parser.parse_args().check)
    stale = 0
    for file, page in pages().items():
        text = page()
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{'differs' if check else 'written'}: {file.relative_to(ROOT)}")
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
