"""Imports point down and never run in a circle; a forbidden import breaks its contract."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest

ROOT = Path(__file__).parent.parent.parent
SRC = ROOT / "src" / "outlast"
CONTRACTS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)["tool"]["importlinter"]["contracts"]
NAMES = [contract["name"] for contract in CONTRACTS]
LAYERED = [contract for contract in CONTRACTS if contract["type"] == "layers"]
ENGINE_MAY_CACHE = {
    ("outlast.engine.compiled.machine_code", imported)
    for imported in ("outlast.storage", "outlast.storage.cache")
}
"""The cache of machine code, which shares its folder and its seals with that of parsed texts."""

ENGINE_MAY_IMPORT = sys.stdlib_module_names | {"numpy", "numba", "llvmlite"}


def modules() -> dict[str, Path]:
    """Return the file of each module of the package by the module's dotted name."""
    dotted = {
        ".".join(file.relative_to(SRC.parent).with_suffix("").parts): file
        for file in sorted(SRC.rglob("*.py"))
    }
    return {name.removesuffix(".__init__"): file for name, file in dotted.items()}


def import_graph() -> grimp.ImportGraph:
    """Return the imports between the package's modules, those for type checkers too."""
    return grimp.build_graph("outlast", exclude_type_checking_imports=False, cache_dir=None)


def imports_by_name() -> Iterator[tuple[str, str]]:
    """Yield each call `import_module("name")` as importer and imported: linters do not see it."""
    for module, file in modules().items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("import_module") | ast.Attribute(attr="import_module"),
                    args=[ast.Constant(value=str(imported))],
                ):
                    yield module, imported
                case _:
                    pass


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return every group of modules that reach each other, by Tarjan's algorithm.

    Args:
        imports: For each module, the modules that it imports.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_modules: list[str] = []
    groups: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        open_modules.append(module)
        for imported in sorted(imports.get(module, ())):
            if imported not in order:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in open_modules:
                lowest[module] = min(lowest[module], order[imported])
        if lowest[module] == order[module]:
            start = open_modules.index(module)
            group = open_modules[start:]
            del open_modules[start:]
            if len(group) > 1:
                groups.append(sorted(group))

    for module in sorted(imports):
        if module not in order:
            visit(module)
    return groups


def matching(pattern: str) -> list[str]:
    """Return the modules that a contract's expression matches."""
    if "*" not in pattern:
        return [pattern]
    expression = re.escape(pattern).replace(r"\*\*", r".+").replace(r"\*", r"[^.]+")
    return [name for name in modules() if re.fullmatch(expression, name)]


def layers(contract: dict[str, Any]) -> Iterator[list[list[str]]]:
    """Yield, for each container, its layers from the highest, each with its modules."""
    for container in contract.get("containers") or [""]:
        inside = [
            [
                ".".join(filter(None, (container, name.strip(" ()"))))
                for name in re.split(r"[|:]", layer)
            ]
            for layer in contract["layers"]
        ]
        existing = set(modules())
        named = ([name for name in layer if name in existing] for layer in inside)
        yield [layer for layer in named if layer]


def reversed_import() -> tuple[str, str]:
    """Return two modules of one room so that the first importing the second closes a circle."""
    graph = import_graph()
    return next(
        (imported, importer)
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if importer.count(".") > 1 and importer.rsplit(".", 1)[0] == imported.rsplit(".", 1)[0]
    )


def offences(contract: dict[str, Any]) -> list[tuple[str, str]]:
    """Return imports that a contract forbids, as importer and imported."""
    match contract["type"]:
        case "layers":
            return [
                (lower[0], higher[0])
                for inside in layers(contract)
                for higher, lower in pairwise(inside)
            ]
        case "independence":
            return list(pairwise(name for each in contract["modules"] for name in matching(each)))
        case "forbidden":
            source = matching(contract["source_modules"][0])[0]
            return [(source, name) for name in contract["forbidden_modules"]]
        case "protected":
            allowed = tuple(contract["allowed_importers"])
            outside = next(name for name in modules() if not name.startswith(allowed))
            return [(outside, name) for name in contract["protected_modules"]]
        case "acyclic_siblings":
            return [reversed_import()]
        case unknown:
            pytest.fail(f"no way is known to break a contract of the type {unknown}")


def complaint(contract: dict[str, Any], importer: str, imported: str) -> str:
    """Return the words with which the linter reports a forbidden import."""
    match contract["type"]:
        case "acyclic_siblings":
            return f"No cycles are allowed in {importer.rpartition('.')[0]}."
        case "protected":
            return f"- {importer} -> {imported} (l."
        case _:
            return f"{importer} is not allowed to import {imported}"


def lint(folder: Path, plants: list[tuple[str, str]]) -> tuple[int, dict[str, str], str]:
    """Return the exit code, the verdict on each contract and the whole output for a copy of src.

    Args:
        folder: Where the copy is written.
        plants: Imports to add to the copy, as importer and imported.
    """
    shutil.copytree(SRC, folder / "outlast", ignore=shutil.ignore_patterns("data", "__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for importer, imported in plants:
        file = folder.joinpath(*importer.split("."))
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        with file.open("a", encoding="utf-8") as module:
            module.write(f"\nimport {imported}\n")
    linter = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    output = linter.stdout + linter.stderr
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", output, re.MULTILINE))
    return linter.returncode, verdicts, output


def test_every_contract_holds(tmp_path: Path) -> None:
    code, verdicts, output = lint(tmp_path, [])
    assert verdicts == dict.fromkeys(NAMES, "KEPT"), output
    assert code == 0


def test_every_contract_holds_for_imports_by_name_too(tmp_path: Path) -> None:
    plants = list(imports_by_name())
    assert any(imported.startswith("numba") for _, imported in plants)
    code, verdicts, output = lint(tmp_path, plants)
    assert verdicts == dict.fromkeys(NAMES, "KEPT"), output
    assert code == 0


@pytest.mark.parametrize("contract", CONTRACTS, ids=NAMES)
def test_a_forbidden_import_breaks_its_contract(contract: dict[str, Any], tmp_path: Path) -> None:
    importer, imported = offences(contract)[0]
    code, verdicts, output = lint(tmp_path, [(importer, imported)])
    assert verdicts[contract["name"]] == "BROKEN"
    assert code != 0
    assert complaint(contract, importer, imported) in output, output


@pytest.mark.parametrize("contract", LAYERED, ids=[each["name"] for each in LAYERED])
def test_no_layer_may_import_the_one_above(contract: dict[str, Any], tmp_path: Path) -> None:
    planted = offences(contract)
    _, _, output = lint(tmp_path, planted)
    missed = [
        f"{lower} imports {higher}"
        for lower, higher in planted
        if complaint(contract, lower, higher) not in output
    ]
    assert not missed


@pytest.mark.parametrize("contract", LAYERED, ids=[each["name"] for each in LAYERED])
def test_a_new_room_needs_a_place(contract: dict[str, Any], tmp_path: Path) -> None:
    if not contract.get("exhaustive"):
        pytest.skip("the contract names no room that it must cover")
    container = tmp_path.joinpath(*contract["containers"][0].split("."))
    container.mkdir()
    (container / "stray.py").write_text('"""A stray."""\n', encoding="utf-8")
    shutil.copytree(
        SRC,
        container,
        ignore=shutil.ignore_patterns("data", "__pycache__"),
        dirs_exist_ok=True,
    )
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    linter = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "stray" in linter.stdout
    assert linter.returncode != 0


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = import_graph()
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    for importer, imported in imports_by_name():
        imports[importer] = imports[importer] | {imported}
    assert not circles(imports)


def test_a_planted_circle_is_found() -> None:
    imports = {"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": {"e"}, "e": set[str]()}
    assert circles(imports) == [["a", "b", "c"]]


def test_the_engine_imports_numpy_and_numba_and_nothing_else() -> None:
    graph = grimp.build_graph(
        "outlast",
        include_external_packages=True,
        exclude_type_checking_imports=False,
        cache_dir=None,
    )
    imports = {
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }
    imports.update(imports_by_name())
    foreign = [
        f"{importer} imports {imported}"
        for importer, imported in sorted(imports)
        if importer.startswith("outlast.engine")
        and not imported.startswith("outlast.engine")
        and (importer, imported) not in ENGINE_MAY_CACHE
        and imported.partition(".")[0] not in ENGINE_MAY_IMPORT
    ]
    assert not foreign
