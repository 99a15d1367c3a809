"""`outlast new`: the contest that it writes runs at once, and nothing is overwritten."""

from pathlib import Path

import pytest

from outlast.api.new import TEMPLATE
from outlast.cli import main
from tests.faces.own import answer, command


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_contest_is_clean_and_runs_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, "new", "mine")
    assert code == 0
    assert [line.strip() for line in out.splitlines()[1:]] == [
        "outlast validate mine",
        "outlast run --contest mine",
    ]
    assert command(capsys, "validate", "mine")[0] == 0
    found = answer(capsys, "run", "--contest", "mine", "--futures", "32")
    assert found["run"]["contest"] == "mine"
    assert found["run"]["scenario"] == "standoff"
    assert {line["service"] for line in found["services"]} == {"motors", "railways"}
    assert Path("runs/standoff-001/manifest.json").is_file()


def test_it_has_the_parts_that_it_promises(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "mine"]) == 0
    counts = answer(capsys, "validate", "mine")["contest"]["counts"]
    promised = {"blocs": 2, "goods": 2, "measures": 2, "scenarios": 1, "claims": 1}
    assert {kind: counts[kind] for kind in promised} == promised
    sides = sorted(file.parent.name for file in Path("mine/policy").glob("*/*.yaml"))
    assert sides == ["east", "west"]


@pytest.mark.parametrize("file", sorted(TEMPLATE.rglob("*.yaml")), ids=lambda file: file.name)
def test_every_file_of_it_explains_itself(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("mine", "mine"),
        ("My Contest (2)", "my-contest-2"),
        ("deep/er", "er"),
        ("天然气", "contest"),
    ],
)
def test_its_id_follows_the_name_of_the_folder(
    folder: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(capsys, "new", folder)[0] == 0
    assert answer(capsys, "validate", folder)["contest"]["id"] == name
    assert f"id: {name}  #" in (Path(folder) / "contest.yaml").read_text(encoding="utf-8")


def test_an_empty_folder_is_filled(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    assert command(capsys, "new", "mine")[0] == 0
    assert command(capsys, "validate", "mine")[0] == 0


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    Path("mine/contest.yaml").write_text("my own\n", encoding="utf-8")
    code, _, err = command(capsys, "new", "mine")
    assert code == 1
    assert '"mine" is not empty.' in err
    assert [file.name for file in Path("mine").iterdir()] == ["contest.yaml"]
    assert Path("mine/contest.yaml").read_text(encoding="utf-8") == "my own\n"
    code, _, err = command(capsys, "new", "mine/contest.yaml")
    assert code == 1
    assert '"mine/contest.yaml" is a file.' in err


def test_a_folder_that_cannot_be_written_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("", encoding="utf-8")
    code, _, err = command(capsys, "new", "file/mine")
    assert code == 1
    assert "cannot be written" in err
    assert list(Path().iterdir()) == [Path("file")]


def test_a_contest_that_cannot_be_finished_leaves_its_place_free(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def fails(path: Path, text: str) -> None:
        if len(written) == 5:
            raise MemoryError
        written.append(path)
        path.write_text(text, encoding="utf-8")

    def stays(folder: Path, *, ignore_errors: bool) -> None:
        assert folder.is_dir()
        assert ignore_errors  # as on a disk that is read-only by now

    with monkeypatch.context() as patch:
        patch.setattr("outlast.api.new.write_text", fails)
        patch.setattr("outlast.api.new.rmtree", stays)
        assert command(capsys, "new", "mine")[0] == 1
    assert not Path("mine").exists()
    assert command(capsys, "new", "mine")[0] == 0
