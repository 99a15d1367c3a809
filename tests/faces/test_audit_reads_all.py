"""`facts --check` reads all that a run reads; messages about a contest name their cause."""

from pathlib import Path

import pytest

from outlast.reading import CONTESTS
from outlast.reading.migrations import NEWEST
from tests.faces.own import command, new
from tests.unit.lilliput import copy

CASES = [
    ("world/copper.yaml", "travel:", "travle:", '"travle" is not known here.'),
    ("sets.yaml", "quorum:", "qorum:", '"qorum" is not known here.'),
    ("priors/priors.yaml", "draw: hoarding", "draw: hording", "is not a draw."),
    ("scenarios/standoff.yaml", "horizon: 156", "horizon: -156", "the horizon is negative"),
    ("claims/westland-stops-first.yaml", "query:", "qery:", '"qery" is not known here.'),
]


@pytest.mark.parametrize("case", CASES, ids=[file for file, *_ in CASES])
def test_the_audit_reads_every_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: tuple[str, str, str, str]
) -> None:
    name, old, new_text, says = case
    mine = new(tmp_path / "mine")
    text = (mine / name).read_text(encoding="utf-8")
    (mine / name).write_text(text.replace(old, new_text, 1), encoding="utf-8")
    code, _, err = command(capsys, "facts", "--check", "--contest", str(mine))
    assert code == 1
    assert says in err
    assert Path(name).name in err


@pytest.mark.parametrize(
    "name", ["conduct.yaml", "backtest.yaml", "names.en.yaml", "sensitivity.yaml"]
)
def test_the_audit_reads_optional_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    toy = copy(tmp_path)
    (toy / "CHECKSUMS").unlink()
    kind = name.split(".", maxsplit=1)[0]
    (toy / name).write_text(
        f"format: outlast/{kind}/{NEWEST.get(kind, 1)}\nnonsense: 1\n", encoding="utf-8"
    )
    code, _, err = command(capsys, "facts", "--check", "--contest", str(toy))
    assert code == 1
    assert 'the key "nonsense" is not known here.' in err


def test_a_mistyped_fact_of_an_overlay_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = (CONTESTS / "chips-minerals" / "facts" / "minerals.csv").read_text(encoding="utf-8")
    form, header, row, *_ = facts.splitlines()
    key = row.split(",")[header.split(",").index("key")]
    over = tmp_path / "over"
    (over / "facts").mkdir(parents=True)
    for spelled, code in ((key, 0), (f"{key}x", 1)):
        text = "\n".join((form, header, row.replace(key, spelled, 1))) + "\n"
        (over / "facts" / "mine.csv").write_text(text, encoding="utf-8")
        done, _, err = command(capsys, "facts", "gallium", "--with", str(over))
        assert done == code, err
    assert f'"{key}x" replaces no fact, and nothing names it.' in err
    assert f'Did you mean "{key}"?' in err


@pytest.mark.parametrize("words", [("facts", "gallium"), ("validate",), ("run", "--quiet")])
def test_a_contest_of_the_environment_is_refused_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OUTLAST_CONTEST", "/nowhere")
    code, _, err = command(capsys, *words)
    assert code == 1
    assert "OUTLAST_CONTEST" in err
    assert "/nowhere" in err


def test_a_run_of_another_contest_is_one_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    new(Path("mine"))
    small = ("--futures", "16", "--quiet", "--out", "moved")
    assert command(capsys, "run", "--contest", "mine", *small)[0] == 0
    code, _, err = command(capsys, "run", "lilliput", "--resume", *small)
    assert code == 1
    assert len(err.splitlines()) <= 2
    assert "--contest" in err
