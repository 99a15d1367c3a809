"""`outlast runs`: runs are listed, shown again and deleted, and nothing else is."""

import json
from pathlib import Path

import pytest

from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def run(capsys: Capture, *options: str) -> None:
    code, _, err = say(capsys, "run", "lilliput", "--futures", "16", *options)
    assert code == 0, err


def listed(capsys: Capture, *options: str) -> list[dict[str, object]]:
    code, out, _ = say(capsys, "runs", "--json", *options)
    assert code == 0
    return json.loads(out)["runs"]


def test_runs_are_listed_with_their_state(capsys: Capture) -> None:
    assert "No runs are kept" in say(capsys, "runs")[1]
    run(capsys)
    run(capsys, "--seed", "2")
    manifest = Path("runs/lilliput-002/manifest.json")
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"finished": true', '"finished": false'), encoding="utf-8")
    Path("runs/notes").mkdir()
    found = listed(capsys)
    assert [each["number"] for each in found] == [1, 2]
    assert [each["finished"] for each in found] == [True, False]
    assert {each["scenario"] for each in found} == {"lilliput"}
    assert [each["seed"] for each in found] == [1, 2]
    assert all(isinstance(each["size"], int) and each["size"] > 1000 for each in found)
    code, out, _ = say(capsys, "runs")
    assert code == 0
    assert "not finished" in out
    assert "2 runs" in out
    assert say(capsys, "runs", "--csv")[1].splitlines()[0].startswith("number,folder,scenario")
    assert listed(capsys, "--in", "elsewhere") == []


def test_a_damaged_manifest_is_named(capsys: Capture) -> None:
    run(capsys)
    Path("runs/lilliput-001/manifest.json").write_text("{", encoding="utf-8")
    code, out, err = say(capsys, "runs")
    assert code == 0
    assert "No runs" in out
    assert "lilliput-001" in err


@pytest.mark.parametrize("name", ["1", "lilliput-001", "runs/lilliput-001"])
def test_a_run_is_shown_again(capsys: Capture, name: str) -> None:
    _, first, _ = say(capsys, "run", "lilliput", "--futures", "16")
    code, again, err = say(capsys, "runs", "show", name)
    assert code == 0, err
    assert again == first
    kept = json.loads(Path("runs/lilliput-001/answer.json").read_text(encoding="utf-8"))
    assert json.loads(say(capsys, "runs", "show", name, "--json")[1]) == kept


def test_an_unknown_run_is_refused(capsys: Capture) -> None:
    run(capsys)
    assert "the runs are 1 to 1" in say(capsys, "runs", "show", "2")[2]
    assert 'Did you mean "lilliput-001"?' in say(capsys, "runs", "show", "liliput-001")[2]


def test_without_a_run_the_refusal_says_how_to_make_one(capsys: Capture) -> None:
    for name in ("/no/such", "today-001"):
        _, _, err = say(capsys, "runs", "show", name)
        assert "is not the folder of a run. No runs are kept in runs. `outlast run`" in err
    run(capsys)
    assert "Known are: lilliput-001." in say(capsys, "runs", "show", "/no/such")[2]


def agree(*_: object, **__: object) -> bool:
    return True


def test_runs_are_deleted_after_a_question(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        run(capsys)
    code, _, err = say(capsys, "runs", "delete", "1")
    assert (code, "Say --yes" in err) == (1, True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", agree)
    assert say(capsys, "runs", "delete", "1", "1")[0] == 0
    assert sorted(each.name for each in Path("runs").iterdir()) == ["lilliput-002", "lilliput-003"]
    code, out, _ = say(capsys, "runs", "delete", "1", "lilliput-003", "--yes", "--json")
    assert code == 0
    assert json.loads(out)["deleted"] == ["runs/lilliput-002", "runs/lilliput-003"]
    assert not list(Path("runs").iterdir())


def test_a_run_with_the_history_of_its_futures_is_deleted(capsys: Capture) -> None:
    """Observations weigh the futures of the default contest, and their history is kept."""
    assert say(capsys, "run", "today", "--futures", "16")[0] == 0
    assert list(Path("runs/today-001/chunks").glob("history-*.bin"))
    code, _, err = say(capsys, "runs", "delete", "1", "--yes")
    assert code == 0, err
    assert not Path("runs/today-001").exists()


@pytest.mark.parametrize("file", ["notes.txt", "chunks/mine.npz", "inputs/mine.yaml", "mine/a"])
def test_a_folder_that_holds_anything_else_is_kept_whole(capsys: Capture, file: str) -> None:
    run(capsys)
    run(capsys)
    place = Path("runs/lilliput-001") / file
    place.parent.mkdir(exist_ok=True)
    place.write_text("mine", encoding="utf-8")
    before = sorted(Path("runs").rglob("*"))
    code, _, err = say(capsys, "runs", "delete", "1", "2", "--yes")
    assert code == 1
    assert "is no file of a run" in err
    assert sorted(Path("runs").rglob("*")) == before


def test_no_other_folder_and_no_link_is_deleted(capsys: Capture) -> None:
    run(capsys, "--out", "kept")
    Path("precious").mkdir()
    Path("precious/file").write_text("mine", encoding="utf-8")
    Path("link").symlink_to("kept")
    for name in ("precious", "link", ".", "nowhere", "1"):
        assert say(capsys, "runs", "delete", name, "--yes")[0] == 1
    assert Path("precious/file").is_file()
    assert Path("kept/manifest.json").is_file()
