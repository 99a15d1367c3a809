"""`python -m benchmarks [NAME …]`: run every benchmark, or those named, and write their sections.

A benchmark is a module with `HEADER`, the columns of its table, and `measure`, which yields rows.
Sections of docs/benchmarks.md are written as soon as their rows are there.
"""

import importlib
import os
import pkgutil
import sys

import benchmarks
from benchmarks.sections import made, table, write_section


def main() -> None:
    """Print the table of each module of this package that measures something, or of those named."""
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda found: found.name):
        if module.name.startswith("_") or (sys.argv[1:] and module.name not in sys.argv[1:]):
            continue
        found = importlib.import_module(f"benchmarks.{module.name}")
        measure = getattr(found, "measure", None)
        if measure is None:
            continue
        print(f"\n{module.name}: {', '.join(found.HEADER)}", flush=True)
        began, rows = os.getloadavg()[0], list[tuple[str, ...]]()
        for row in measure():
            rows.append(row)
            print("  " + "  |  ".join(row), flush=True)
        text = f"{table(found.HEADER, rows)}\n\n{made(began, os.getloadavg()[0])}"
        write_section(module.name, text)


if __name__ == "__main__":
    main()
