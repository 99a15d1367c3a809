"""`outlast data seal`: the checksums of a contest, and the files that differ from them."""

from pathlib import Path

import pytest

from tests.faces.own import command, edit, new


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return new(Path("mine"))


def test_a_sealed_contest_names_every_file_that_differs(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = command(capsys, "data", "seal", "mine")
    assert code == 0
    assert out == "Sealed 16 files in mine/CHECKSUMS.\n"
    assert command(capsys, "validate", "mine")[0] == 0
    edit(mine / "facts" / "facts.csv", ",200,,,", ",210,,,")
    (mine / "README.md").unlink()
    (mine / "NOTES.md").write_text("seen\n", encoding="utf-8")
    code, out, _ = command(capsys, "validate", "mine")
    assert code == 1
    problems = [line for line in out.splitlines() if line.startswith("mine/")]
    assert problems == [
        "mine/NOTES.md  is not in the list of checksums.",
        "mine/README.md  is missing.",
        "mine/facts/facts.csv  has changed since the folder was sealed.",
    ]
    assert "outlast data seal mine" in out
    assert command(capsys, "data", "seal", "mine")[0] == 0
    assert command(capsys, "validate", "mine")[0] == 0


def test_what_holds_no_contest_is_not_sealed(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = mine.parent / "empty"
    empty.mkdir()
    code, _, err = command(capsys, "data", "seal", "empty")
    assert code == 1
    assert "holds no part of a contest" in err
    assert not list(empty.iterdir())
    assert command(capsys, "data", "seal", "nowhere")[0] == 1


def test_an_overlay_is_sealed_too(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    overlay = mine.parent / "overlay" / "facts"
    overlay.mkdir(parents=True)
    text = (mine / "facts" / "facts.csv").read_text(encoding="utf-8")
    (overlay / "mine.csv").write_text(text, encoding="utf-8")
    assert command(capsys, "data", "seal", "overlay")[0] == 0
    assert command(capsys, "validate", "mine", "--with", "overlay")[0] == 0
    edit(overlay / "mine.csv", ",200,,,", ",210,,,")
    code, out, _ = command(capsys, "validate", "mine", "--with", "overlay")
    assert code == 1
    assert "overlay/facts/mine.csv  has changed" in out
