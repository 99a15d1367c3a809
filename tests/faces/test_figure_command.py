"""`outlast figure`: every kind of file, from a kept run or a new one, and every bad input."""

from pathlib import Path

import pytest

from outlast.results import manifest
from outlast.scenario.load import load_scenario
from tests.faces.own import command as say

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "today.svg"


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("file", "begins"), [("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.csv", b"dot,")]
)
def test_a_figure_is_written_in_every_kind(
    capsys: pytest.CaptureFixture[str], file: str, begins: bytes
) -> None:
    dark = () if file.endswith(".csv") else ("--dark",)
    code, out, err = say(
        capsys, "figure", "dots", "lilliput", "--futures", "16", "--out", file, *dark
    )
    assert code == 0, err
    assert "of 100 futures" in out
    assert Path(file).read_bytes().startswith(begins)


def test_a_kept_run_is_drawn_and_not_run_again(capsys: pytest.CaptureFixture[str]) -> None:
    say(capsys, "run", "lilliput", "--futures", "16", "--seed", "5", "--out", "kept")
    code, out, err = say(capsys, "figure", "paths", "kept", "--future", "3", "--out", "a.csv")
    assert code == 0, err
    assert "future 3" in out
    assert ",5," in Path("a.csv").read_text(encoding="utf-8").splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("figure", "dot"), 'Did you mean "dots"?'),
        (("figure", "dots", "lilliput", "--out", "a.pdf"), "ends in no kind of figure"),
        (("figure", "dots", "lilliput", "--out", "none/a.svg"), "is not a folder"),
        (("figure", "dots", "lilliput", "--out", "there.svg"), "exists already"),
        (("figure", "compute", "lilliput", "--futures", "8"), "has no compute"),
        (("figure", "dots", "lilliput", "--lang", "eo"), "is not a language"),
    ],
)
def test_an_impossible_figure_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str
) -> None:
    Path("there.svg").write_text("mine", encoding="utf-8")
    code, _, err = say(capsys, *arguments)
    assert code == 1
    assert expected in err
    assert [path.name for path in Path().iterdir()] == ["there.svg"]
    assert Path("there.svg").read_text(encoding="utf-8") == "mine"


def test_the_picture_of_the_readme_is_of_the_shipped_data() -> None:
    digest = manifest(load_scenario("today"), 1000, 1, "float64").digest
    cure = "say: outlast figure dots today --out docs/pictures/today.svg --force"
    assert digest in PICTURE.read_text(encoding="utf-8"), cure
