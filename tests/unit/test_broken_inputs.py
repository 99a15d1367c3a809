"""Every way in which an input can be broken is refused, at its line and with its cure."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from outlast.api.library import Library
from outlast.errors import InputError, Problem, Problems
from outlast.reading import CONTESTS, read_yaml
from outlast.scenario.contest import Reader

BROKEN = Path(__file__).parent.parent / "broken"
CASES: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (BROKEN / "cases.yaml").read_text(encoding="utf-8")
)


def lilliput(folder: Path) -> Path:
    """Return a copy of the toy in a folder."""
    shutil.copytree(CONTESTS / "lilliput", folder / "lilliput")
    return folder / "lilliput"


def lay(toy: Path, at: str, name: str) -> None:
    """Lay a broken file into a toy."""
    target = toy / at
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(BROKEN / name, target)


def load(toy: Path, part: str) -> tuple[object, Problems]:
    """Return the part of a toy to which a path belongs, and the problems of loading it."""
    reader = Reader((toy,))
    match part:
        case "sources" | "facts" | "observed":
            loaded: object = reader.ledger
        case "policy":
            loaded = reader.timeline
        case "items":
            loaded = reader.items
        case _:
            loaded = reader.world
    return loaded, reader.problems


def found(problems: Problems, toy: Path) -> list[dict[str, object]]:
    """Return problems as the cases declare them."""
    return [
        {
            "file": problem.file.replace(f"{toy}/", ""),
            "line": problem.line,
            "says": problem.what.replace(f"{toy}/", ""),
            "cure": problem.cure.replace(f"{toy}/", ""),
        }
        for problem in sorted(set(problems.found))
    ]


def expected(case: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the whole message that a case expects."""
    expect: Any = case["expect"]
    several: list[dict[str, object]] = [expect] if isinstance(expect, dict) else expect
    return [{"file": case["at"], "cure": "", **each} for each in several]


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_broken_file_is_refused_at_its_line(case: Mapping[str, Any], tmp_path: Path) -> None:
    toy = lilliput(tmp_path)
    if case.get("alone"):
        shutil.rmtree((toy / case["at"]).parent)
    for at, name in case.get("beside", {}).items():
        lay(toy, at, name)
    lay(toy, case["at"], case["file"])
    loaded, problems = load(toy, Path(case["at"]).parts[0])
    assert found(problems, toy) == expected(case)
    assert Path(case["at"]).parts[0] != "world" or loaded is None


def test_every_broken_file_has_its_case() -> None:
    laid = {name for case in CASES for name in (case["file"], *case.get("beside", {}).values())}
    there = {file.name for file in BROKEN.iterdir()} - {"cases.yaml"}
    assert laid == there


def test_the_toy_itself_is_sound(tmp_path: Path) -> None:
    toy = lilliput(tmp_path)
    for part in ("facts", "items", "policy", "world"):
        _, problems = load(toy, part)
        assert not problems.found


def test_all_problems_of_several_files_come_together_and_nothing_is_half_loaded(
    tmp_path: Path,
) -> None:
    toy = lilliput(tmp_path)
    lay(toy, "world/broken.yaml", "unknown-key.yaml")
    lay(toy, "world/another.yaml", "assumption-without-reason.yaml")
    lay(toy, "policy/big/tar-ban.yaml", "source-unknown.yaml")
    lay(toy, "policy/groups.yaml", "country-of-three-letters.yaml")
    library = Library(toy)
    with pytest.raises(InputError) as world:
        _ = library.world
    files = {Path(each.file).name for each in world.value.problems}
    assert {"broken.yaml", "another.yaml", "tar-ban.yaml", "groups.yaml"} <= files
    assert world.value.exit_code == 1
    assert f"{len(world.value.problems)} problems" in str(world.value)
    with pytest.raises(InputError) as timeline:
        _ = library.timeline
    assert {"tar-ban.yaml", "groups.yaml"} <= {
        Path(each.file).name for each in timeline.value.problems
    }
    loaded, _ = load(toy, "world")
    assert loaded is None


def test_problems_are_sorted_by_place_and_told_once() -> None:
    problems = Problems()
    for line in (9, 3, 9):
        problems.add("world.yaml", line, "is wrong.", "Mend it.")
    with pytest.raises(InputError) as told:
        problems.stop_if_any()
    assert told.value.problems == (
        Problem("world.yaml", 3, "is wrong.", "Mend it."),
        Problem("world.yaml", 9, "is wrong.", "Mend it."),
    )
    assert str(told.value).splitlines()[2] == "  world.yaml:3  is wrong."


def read(path: Path) -> tuple[object, list[Problem]]:
    problems = Problems()
    document = read_yaml(path, problems)
    return document and document.data, problems.found


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    data, problems = read(tmp_path / "none.yaml")
    assert data is None
    assert [each.what for each in problems] == ["does not exist."]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    data, problems = read(tmp_path)
    assert data is None
    assert [each.what for each in problems] == ["is a folder, not a file."]


def test_a_device_is_no_file() -> None:
    data, problems = read(Path("/dev/null"))
    assert data is None
    assert [each.what for each in problems] == ["is a device or a pipe, not a file."]


def test_a_file_that_may_not_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "closed.yaml"
    file.write_text("format: outlast/world/1\n", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    data, problems = read(file)
    assert data is None
    assert [each.what for each in problems] == ["cannot be read: Permission denied."]


@pytest.mark.parametrize("megabytes", [1, 10])
def test_megabytes_of_nesting_are_refused_at_once(megabytes: int, tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    file.write_text("[" * (megabytes << 20), encoding="utf-8")
    data, problems = read(file)
    assert data is None
    assert len(problems) == 1
    assert problems[0].what in {"is larger than 4 MiB.", "is nested deeper than 24 levels."}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "marked.yaml"
    file.write_bytes(b"\xef\xbb\xbfformat: outlast/world/1\n")
    assert read(file) == ({"format": "outlast/world/1"}, [])


def test_norway_stays_norway(tmp_path: Path) -> None:
    file = tmp_path / "norway.yaml"
    file.write_text("[NO, no, yes, on, off, y, 0o7, 1_000, 012, 1:30]\n", encoding="utf-8")
    data, problems = read(file)
    assert data == ["NO", "no", "yes", "on", "off", "y", "0o7", "1_000", "012", "1:30"]
    assert not problems


def test_what_is_quoted_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "quoted.yaml"
    file.write_text("['7', \"true\", 'null', '~']\n", encoding="utf-8")
    assert read(file) == (["7", "true", "null", "~"], [])
