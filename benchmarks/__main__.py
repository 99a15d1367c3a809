"""`python -m benchmarks [NAME …]`: run every benchmark, or those named, and print its table."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """Print the table of each module of this package that measures something, or of those named."""
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda found: found.name):
        if module.name.startswith("_") or (sys.argv[1:] and module.name not in sys.argv[1:]):
            continue
        measure = getattr(importlib.import_module(f"benchmarks.{module.name}"), "measure", None)
        if measure is not None:
            print(f"\n{module.name}")
            for line in measure():
                print(f"  {line}")


if __name__ == "__main__":
    main()
