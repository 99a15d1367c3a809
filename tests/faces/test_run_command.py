"""`outlast run`, `compare` and `cite` on the terminal: answers, folders, and every bad input."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from outlast.engine.compiled.run import OnBlock
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.workspace import Workspace
from outlast.ensemble import audited_chunk, ensemble
from outlast.ensemble.chunk_files import ChunkIdentity
from outlast.ensemble.chunks import Chunk
from outlast.storage import whole
from tests.faces.own import command as say

EGG = """{side: little, kind: deny, goods: [egg], origins: [lilliput],
  destinations: [blefuscu], from: 2023-06-01, why: "a test"}"""
"""A supposed rule on a good that the world does not have."""

FOLDERS = ("shipped", "kept")
TOY = ("run", "lilliput", "--futures", "32")


@pytest.fixture(autouse=True)
def _elsewhere(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*")}


def test_the_answer_is_shown_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(capsys, *TOY)
    assert code == 0, err
    headline, contest, *_ = out.splitlines()
    assert headline.endswith("before the Big-endian side.")
    assert contest.startswith("Lilliput against Blefuscu")
    assert "Breakfast" in out
    assert "All numbers: outlast runs show runs/lilliput-001 --full" in out
    code, out, err = say(capsys, "runs", "show", "1", "--full")
    assert (code, out.splitlines()[0]) == (0, headline), err
    for told in ("100 futures", "Breakfast", "first service", "quorum", "due to denial", "digest"):
        assert told in out
    assert "All of it: runs/lilliput-001" in out
    manifest = json.loads(Path("runs/lilliput-001/manifest.json").read_text(encoding="utf-8"))
    assert manifest["finished"] is True
    assert manifest["as_read"]["id"] == "lilliput"
    assert manifest["facts"] is not None
    assert say(capsys, *TOY)[0] == 0
    assert Path("runs/lilliput-002").is_dir()


def test_a_quiet_run_leaves_nothing_unless_a_folder_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = say(capsys, *TOY, "--quiet")
    assert (code, err) == (0, "")
    assert out.startswith("Of 100 simulated futures")
    assert out.count("\n") == 1
    assert not files()
    assert say(capsys, *TOY, "--quiet", "--out", "kept")[0] == 0
    assert Path("kept/manifest.json").is_file()


def test_json_has_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, *TOY, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["format"] == "outlast/answer/1"
    assert {"run", "sentence", "verdict", "services", "sets", "branches", "drivers"} <= set(answer)
    assert {"headline", "reasons", "honesty", "strip", "details"} <= set(answer)
    assert len(answer["headline"].split()) <= 16
    assert len(answer["sentence"].split()) <= 35
    assert [reason["key"] for reason in answer["reasons"]] == ["one", "other", "decides"]
    assert len(answer["strip"]) == 3  # one definition on three clocks
    kept = json.loads(Path("runs/lilliput-001/answer.json").read_text(encoding="utf-8"))
    assert kept == answer


def test_csv_has_a_row_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, *TOY, "--csv")
    assert code == 0
    assert [row.split(",")[0] for row in out.splitlines()] == ["service", "breakfast", "fleet"]


def test_levers_are_tried(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = say(capsys, "levers", "lilliput", "--futures", "16", "--json")
    assert code == 0, err
    assert json.loads(out)["stops"] == []  # the toy's levers have no stops
    assert say(capsys, "levers", "liliput")[0] == 1


def test_a_comparison_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = say(capsys, "compare", "lilliput", "lilliput", "--futures", "16", "--json")
    assert code == 0
    assert json.loads(out)["format"] == "outlast/comparison/1"
    code, out, _ = say(capsys, "compare", "lilliput", "lilliput", "--futures", "16")
    assert "16 pairs" in out
    assert "No difference is clear of chance." in out


def test_a_comparison_shows_ten_differences_at_most_and_says_where_all_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pair = ("compare", "lapse", "truce", "--futures", "16")
    code, out, err = say(capsys, *pair)
    assert code == 0, err
    table = [line for line in out.splitlines() if " … " in line]
    assert 2 <= len(table) <= 10
    code, whole, _ = say(capsys, *pair, "--csv")
    assert code == 0
    every = len(whole.splitlines()) - 1
    assert f"{every - len(table)} more rows" in out
    assert "the same command with --csv or --json." in " ".join(out.split())
    assert "Use of models" not in out
    assert not {"keep", "quorum", "since-denial", "attributable"} & set(out.split())


def test_a_run_is_cited(capsys: pytest.CaptureFixture[str]) -> None:
    say(capsys, *TOY, "--out", "kept")
    code, out, _ = say(capsys, "cite", "kept", "--json")
    told = json.loads(out)
    assert code == 0
    assert "version" in told["program"]
    assert "seed 1" in told["run"]
    assert say(capsys, "cite")[0] == 0
    assert say(capsys, "cite", "runs")[0] == 1


def test_what_is_set_changes_the_answer_and_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, *TOY, "--out", "shipped")[0] == 0
    wish = ("--set", "approval-others=0.05", "--set", "refile=0.3")
    code, out, err = say(capsys, *TOY, *wish, "--out", "kept")
    assert code == 0, err
    assert "approval-others=0.05 · refile=0.3" in out
    shipped, kept = (json.loads(Path(each, "manifest.json").read_text()) for each in FOLDERS)
    assert kept["given"] == {"approval-others": "0.05", "refile": "0.3"}
    assert shipped["given"] == {}
    assert shipped["digest"] != kept["digest"]
    code, out, _ = say(capsys, "cite", "kept")
    assert "refile=0.3" in out


def test_a_run_with_settings_is_reopened_for_its_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(capsys, *TOY, "--set", "refile=0.3", "--out", "kept")
    code, _, err = say(capsys, "report", "kept", "--out", "kept.html")
    assert code == 0, err
    assert "--set refile=0.3" in Path("kept.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "lilipput"), 'Did you mean "lilliput"?'),
        (("run", "lilliput", "--horizon", "-3"), "the horizon is negative"),
        (("run", "lilliput", "--horizon", "0"), "the horizon is zero"),
        (("run", "lilliput", "--futures", "0"), "0 futures give no answer"),
        (("run", "lilliput", "--precision", "float16"), "is not a precision"),
        (("run", "lilliput", "--resume"), "nothing can be resumed"),
        (("run", "none.yaml"), "none.yaml"),
        (("run", "lilliput", "--set", "aproval-others=0.5"), 'Did you mean "approval-others"?'),
        (("run", "lilliput", "--set", "refile=much"), 'cannot be "much". Write a number'),
        (("run", "today", "--set", "switch.clause-2-suspension=lapse"), 'Did you mean "lapses"?'),
    ],
)
def test_what_cannot_be_run_is_refused_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    code, _, err = say(capsys, *arguments)
    assert code == 1
    assert told in err
    assert not files()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            'priors: {hoarding: {distribution: {uniform: {low: 2, high: 1}}, why: "a test"}}',
            "the range 2 to 1 is reversed",
        ),
        (
            f"supposed: {{stop: {EGG}}}",
            'Did you mean "eggs"?',
        ),
    ],
)
def test_a_wrong_scenario_of_a_user_is_refused_at_its_line(
    capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    Path("mine.yaml").write_text(
        "format: outlast/scenario/1\nid: mine\ntitle: Mine\n"
        f"summary: A scenario with a mistake.\nfrom: lilliput\n{line}\n",
        encoding="utf-8",
    )
    code, _, err = say(capsys, "run", "mine.yaml", "--futures", "16")
    assert code == 1
    assert told in err
    assert "mine.yaml:6" in err
    assert files() == {"mine.yaml"}


def test_a_folder_that_exists_is_left_alone_and_can_be_resumed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(capsys, *TOY, "--out", "kept")
    before = Path("kept/results.nc").read_bytes()
    code, _, err = say(capsys, *TOY, "--out", "kept")
    assert (code, "exists already" in err) == (1, True)
    assert Path("kept/results.nc").read_bytes() == before
    code, _, err = say(capsys, *TOY, "--seed", "2", "--out", "kept", "--resume")
    assert (code, "has seed 1, not 2" in err) == (1, True)
    assert say(capsys, *TOY, "--out", "kept", "--resume", "--quiet")[0] == 0


def test_a_run_that_fails_its_audit_gives_no_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = audited_chunk.run_blocks

    def run_blocks(plan: Plan, draw: Draw, on_block: OnBlock, **more: Any) -> None:  # noqa: ANN401
        def broken(block: Workspace, first: int, count: int) -> None:
            if first == 0:
                block.record.status[0, 5] = 2.0
                block.record.status_step[0, 5] = 17.0
                block.record.status_good[0, 5] = 0.0
            on_block(block, first, count)

        sound(plan, draw, broken, **more)

    monkeypatch.setattr(audited_chunk, "run_blocks", run_blocks)
    code, out, err = say(capsys, *TOY, "--out", "kept")
    assert code == 3
    assert not out
    assert "future 5, week 17, eggs: the books do not close (seed 1)." in err
    assert not files()


def test_a_full_disk_is_said_and_nothing_is_half_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = whole.replace_whole

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".npz":
            raise OSError(28, "No space left on device")
        sound(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("outlast.reading.writing.replace_whole", full)
        code, _, err = say(capsys, *TOY, "--out", "kept")
    assert code == 1
    assert "the disk is full (No space left on device). Make room. Then continue: " in err
    assert "--resume" in err
    assert not [file for file in files() if "tmp" in file or file.endswith((".npz", ".nc"))]
    assert say(capsys, *TOY, "--out", "kept", "--resume", "--quiet")[0] == 0


def test_a_full_disk_at_the_end_keeps_what_is_finished(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = whole.replace_whole

    def full(path: Path, content: bytes) -> None:
        if path.name == "results.nc":
            raise OSError(28, "No space left on device")
        sound(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("outlast.reading.writing.replace_whole", full)
        code, _, err = say(capsys, *TOY, "--out", "kept")
    assert (code, "No space left" in err) == (1, True)
    assert list(Path("kept/chunks").glob("*.npz"))
    assert say(capsys, *TOY, "--out", "kept", "--resume", "--quiet")[0] == 0


def test_an_interrupt_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ensemble, "CHUNK", 16)
    sound = ensemble.write

    def interrupted(chunk: Chunk, path: Path, identity: ChunkIdentity) -> None:
        sound(chunk, path, identity)
        signal.raise_signal(signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(ensemble, "write", interrupted)
        code, out, err = say(capsys, *TOY, "--out", "kept")
    assert code == 130
    assert not out
    assert "16 of 32 futures are kept in kept" in err
    assert "outlast run lilliput --futures 32 --seed 1 --precision float64 --horizon 156" in err
    assert "--out kept --resume" in err
    code, out, _ = say(capsys, *TOY, "--out", "kept", "--resume", "--json")
    assert json.loads(out)["run"]["futures"] == 32
