"""Every dependency is used where it is declared, and every import is declared or comes along."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
PROJECT: Final[dict[str, Any]] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)
DECLARED: Final[dict[str, list[str]]] = {
    "core": PROJECT["project"]["dependencies"],
    **PROJECT["project"]["optional-dependencies"],
    **PROJECT["dependency-groups"],
}
SOURCE: Final = ("src",)
AROUND: Final = ("tests", "pipeline", "benchmarks", "torture", "setup")
UNNAMED: Final = {
    "h5py": "h5netcdf.File(",  # what h5netcdf writes through
    "import-linter": "lint-imports",
    "pip": '"-m", "pip"',
    "pyright": "pyright",
    "pytest-xdist": "-n auto",
    "ruff": "ruff check",
    "zensical": "zensical build",
}
"""Dependencies that are used without an import, and the words that use them."""
ALONG: Final = {
    "annotated-types": "pydantic",
    "anyio": "fastapi",
    "grimp": "import-linter",
    "llvmlite": "numba",
    "markupsafe": "jinja2",
    "pydantic-core": "pydantic",
    "starlette": "fastapi",
}
"""Packages that are imported and come with a dependency that needs them."""


def normal(name: str) -> str:
    """Return a name as registries compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> list[str]:
    """Return the names in requirements."""
    return [normal(re.split(r"[^A-Za-z0-9._-]", each)[0]) for each in requirements]


@cache
def homes() -> dict[str, set[str]]:
    """Return for each module at the top the distributions that bring it."""
    return {
        module: {normal(each) for each in found}
        for module, found in packages_distributions().items()
    }


@cache
def modules(places: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the modules at the top that files import, and all that their strings could name."""
    imported: set[str] = set()
    named: set[str] = set()
    for file in (file for place in places for file in (ROOT / place).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import():
                    imported |= {each.name.partition(".")[0] for each in node.names}
                case ast.ImportFrom(module=str(module)):
                    imported.add(module.partition(".")[0])
                case ast.Constant(value=str(text)):
                    named.add(text.partition(".")[0])  # import_module("scipy.stats")
                case _:
                    pass
    own = {"outlast", *AROUND, *sys.stdlib_module_names}
    return frozenset(imported - own), frozenset(named)


def used(places: tuple[str, ...]) -> set[str]:
    """Return the distributions that files import, or could import by a name in a string."""
    imported, named = modules(places)
    return {home for module in imported | named for home in homes().get(module, ())}


def imported(places: tuple[str, ...]) -> set[str]:
    """Return the distributions that files import; a module of none stands for itself."""
    return {home for module in modules(places)[0] for home in homes().get(module, {module})}


def words() -> str:
    """Return all that could use a dependency without an import."""
    files = [ROOT / "Makefile", *(ROOT / "setup").glob("*.py"), *(ROOT / "src").rglob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize(
    ("group", "name"),
    [(group, name) for group, declared in DECLARED.items() for name in names(declared)],
)
def test_what_is_declared_is_used(group: str, name: str) -> None:
    places = AROUND if group in PROJECT["dependency-groups"] else SOURCE
    if name in UNNAMED:
        assert UNNAMED[name] in words()
    else:
        assert name in used(places), f"nothing in {', '.join(places)} imports {name}"


def strangers(places: tuple[str, ...], groups: set[str]) -> set[str]:
    """Return the imports of files that no group declares or brings along."""
    declared = {name for group in groups for name in names(DECLARED[group])}
    return imported(places) - declared - {name for name, home in ALONG.items() if home in declared}


def test_what_the_program_imports_is_declared() -> None:
    groups = DECLARED.keys() - PROJECT["dependency-groups"].keys()
    assert not strangers(SOURCE, groups), "declare it in pyproject.toml, or above in ALONG"


def test_what_is_imported_around_the_program_is_declared() -> None:
    assert not strangers(AROUND, set(DECLARED)), "declare it in pyproject.toml, or above in ALONG"


def test_what_comes_along_is_still_imported() -> None:
    assert ALONG.keys() <= used((*SOURCE, *AROUND))
