"""`python -m pipeline`: run every dataset's script and write src/outlast/data."""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path
from typing import cast

import pipeline
from outlast.reading.checksums import seal
from pipeline.tables import Row, table_text

ROOT = Path(__file__).parent.parent
DATA = ROOT / "src" / "outlast" / "data" / "contests" / "chips-minerals"
EVIDENCE = ROOT.parent / "shared" / "evidence"


def built(evidence: Path) -> dict[str, str]:
    """Return every table that the scripts make, by its path under the data folder."""
    tables: dict[str, str] = {}
    for module in sorted(pkgutil.iter_modules(pipeline.__path__), key=lambda found: found.name):
        script = (
            importlib.import_module(f"pipeline.{module.name}") if module.name[0] != "_" else None
        )
        build = getattr(script, "build", None)
        if build is None:
            continue
        for path, rows in cast("dict[str, list[Row]]", build(evidence)).items():
            if path in tables:
                raise ValueError(f"{module.name} writes {path}, which another script writes too")
            tables[path] = table_text(rows)
    return tables


def main() -> int:
    """Write the tables, or with --check say which of those shipped differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of published files")
    parser.add_argument("--check", action="store_true", help="write nothing; compare")
    arguments = parser.parse_args()
    if not arguments.evidence.is_dir():
        print(f"The published files are not at {arguments.evidence}; name their folder: --evidence")
        print("Where each is published, and its checksum: src/outlast/data/sources")
        return 1
    stale = [
        path
        for path, text in built(arguments.evidence).items()
        if not (DATA / path).is_file() or (DATA / path).read_text(encoding="utf-8") != text
    ]
    if arguments.check:
        print("\n".join(f"differs: {path}" for path in stale) or "the tables are those shipped")
        return 1 if stale else 0
    for path, text in built(arguments.evidence).items():
        (DATA / path).parent.mkdir(parents=True, exist_ok=True)
        (DATA / path).write_text(text, encoding="utf-8")
    seal(DATA)
    print(f"{len(stale)} tables changed; the checksums are renewed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
