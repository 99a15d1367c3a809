"""Imports point down: every contract holds, and is seen to break when something breaks it."""

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

import pytest

ROOT = Path(__file__).parent.parent.parent
CONTRACTS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)["tool"]["importlinter"]["contracts"]
NAMES = [contract["name"] for contract in CONTRACTS]
LAYERED = [contract for contract in CONTRACTS if contract["type"] == "layers"]


def modules() -> list[str]:
    """Return the names of all modules of the package."""
    files = sorted((ROOT / "src" / "outlast").rglob("*.py"))
    names = [".".join(file.relative_to(ROOT / "src").with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def first(pattern: str) -> str:
    """Return the first module that a contract's expression means."""
    if "*" not in pattern:
        return pattern
    expression = re.escape(pattern).replace(r"\*\*", r".+").replace(r"\*", r"[^.]+")
    return next(name for name in modules() if re.fullmatch(expression, name))


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
        there = set(modules())
        yield [kept for layer in inside if (kept := [name for name in layer if name in there])]


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
            members = [first(name) for name in contract["modules"]]
            return list(pairwise(members))
        case "forbidden":
            source = first(contract["source_modules"][0])
            return [(source, first(name)) for name in contract["forbidden_modules"]]
        case "protected":
            kept = first(contract["protected_modules"][0])
            allowed = (*contract["protected_modules"], *contract["allowed_importers"])
            outside = next(name for name in modules() if not name.startswith(tuple(allowed)))
            return [(outside, kept)]
        case unknown:
            pytest.fail(f"no way is known to break a contract of the type {unknown}")


def linted(folder: Path, plants: list[tuple[str, str]]) -> tuple[int, dict[str, str], str]:
    """Return the exit code, the verdict on each contract and all that is said of a copy of src."""
    shutil.copytree(
        ROOT / "src" / "outlast",
        folder / "outlast",
        ignore=shutil.ignore_patterns("data", "__pycache__"),
    )
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for importer, imported in plants:
        file = folder.joinpath(*importer.split("."))
        file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
        with file.open("a", encoding="utf-8") as module:
            module.write(f"\nimport {imported}\n")
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = told.stdout + told.stderr
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", said, re.MULTILINE))
    return told.returncode, verdicts, said


def test_every_contract_holds(tmp_path: Path) -> None:
    code, verdicts, said = linted(tmp_path, [])
    assert verdicts == dict.fromkeys(NAMES, "KEPT"), said
    assert code == 0


@pytest.mark.parametrize("contract", CONTRACTS, ids=NAMES)
def test_a_forbidden_import_breaks_its_contract(contract: dict[str, Any], tmp_path: Path) -> None:
    importer, imported = offences(contract)[0]
    code, verdicts, said = linted(tmp_path, [(importer, imported)])
    assert verdicts[contract["name"]] == "BROKEN"
    assert code != 0
    assert f"{importer} is not allowed to import {imported}" in said, said


@pytest.mark.parametrize("contract", LAYERED, ids=[each["name"] for each in LAYERED])
def test_every_layer_is_kept_from_the_one_above(contract: dict[str, Any], tmp_path: Path) -> None:
    planted = offences(contract)
    _, _, said = linted(tmp_path, planted)
    unseen = [
        f"{lower} imports {higher}"
        for lower, higher in planted
        if f"{lower} is not allowed to import {higher}" not in said
    ]
    assert not unseen


@pytest.mark.parametrize("contract", LAYERED, ids=[each["name"] for each in LAYERED])
def test_a_new_part_must_be_given_its_place(contract: dict[str, Any], tmp_path: Path) -> None:
    if not contract.get("exhaustive"):
        pytest.skip("the contract does not ask for it")
    container = tmp_path.joinpath(*contract["containers"][0].split("."))
    _, verdicts, _ = linted(tmp_path / "clean", [])
    shutil.copytree(tmp_path / "clean" / "outlast", container)
    (container / "stray.py").write_text('"""A stray."""\n', encoding="utf-8")
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert verdicts
    assert "stray" in told.stdout
    assert told.returncode != 0
