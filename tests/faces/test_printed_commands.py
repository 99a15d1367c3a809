"""Printed commands work when pasted, and a run of one's own opens from its folder alone."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import outlast as ol
from outlast.errors import InputError
from outlast.scenario.load import Situation, scenario_from_text
from tests.faces.own import command as say

Capture = pytest.CaptureFixture[str]

MILD = """format: outlast/scenario/1
id: mild
title: "A mild scenario of mine"
from: {base}
summary: "A scenario that differs in one assumption."
priors: {{refile: {{distribution: {{fixed: {{value: 0.3}}}}, why: "a test"}}}}
"""


@pytest.fixture(autouse=True)
def _blanks(  # pyright: ignore[reportUnusedFunction]
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a folder; with 'signs' & blanks"
    place.mkdir()
    monkeypatch.chdir(place)


def paste(command: str, *more: str) -> str:
    """Run a printed command in a shell, as a reader pastes it; return its output."""
    line = command.replace("outlast", f"{shlex.quote(sys.executable)} -m outlast", 1)
    done = subprocess.run(  # noqa: S602  the test is of a shell
        " ".join((line, *more)),
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command_in(text: str) -> str:
    """Return the command that a message prints at its end."""
    found = re.search(r"outlast (?:run|validate|data)\b.*", text)
    assert found, text
    return found[0]


def mild(folder: Path, base: str = "lilliput") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "mild.yaml"
    file.write_text(MILD.format(base=base), encoding="utf-8")
    return file


def as_path(file: Path) -> str | Path | Situation:
    return file


def as_text(file: Path) -> str | Path | Situation:
    return scenario_from_text(file.read_text(encoding="utf-8"), "lilliput")


def as_situation(file: Path) -> str | Path | Situation:
    return ol.load(str(file))


@pytest.mark.parametrize("form", [as_path, as_text, as_situation])
@pytest.mark.parametrize("way", ["out", "save"])
def test_a_run_of_ones_own_opens_from_its_folder_alone(
    form: Callable[[Path], str | Path | Situation], way: str
) -> None:
    scenario = form(mild(Path("my scenarios")))
    answer = ol.run(scenario, futures=16, out="kept run" if way == "out" else None)
    if way == "save":
        answer.save("kept run")
    shutil.rmtree("my scenarios")
    moved = Path("other place")
    moved.mkdir()
    run = Path("kept run").rename(moved / "a run")
    chunks = {each.name: each.stat().st_mtime_ns for each in (run / "chunks").iterdir()}
    again = ol.load_run(run)
    assert again == answer
    assert again.plain()["services"] == answer.plain()["services"]
    assert {e.name: e.stat().st_mtime_ns for e in (run / "chunks").iterdir()} == chunks
    if form is as_text:
        assert paste(again.results.manifest.command, "--quiet").strip() == answer.sentence


def test_a_text_and_its_file_are_one_scenario() -> None:
    file = mild(Path("mine"))
    assert ol.run(as_text(file), futures=16) == ol.run(file, futures=16)


def test_a_saved_run_of_many_futures_opens_without_running_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = ol.run("lilliput", futures=1100)
    answer.save("kept")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it was run again")

    monkeypatch.setattr("outlast.ensemble.audited_chunk.run_blocks", refuse)
    again = ol.load_run("kept")
    assert again == answer
    assert again.sentence == answer.sentence


def test_a_scenario_that_changed_since_it_was_read_is_not_saved_half() -> None:
    file = mild(Path("mine"))
    answer = ol.run(file, futures=16)
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="has changed since it was read"):
        answer.save("kept")
    assert not Path("kept").exists()


def test_results_of_a_lever_are_not_saved_half() -> None:
    effects = ol.levers("lilliput", futures=16)
    assert effects is not None
    with pytest.raises(InputError, match="without the series"):
        ol.Answer(effects.base).save("kept")
    assert not Path("kept").exists()


def test_a_report_and_a_figure_need_the_folder_alone(capsys: Capture) -> None:
    file = mild(Path("mine"))
    assert say(capsys, "run", str(file), "--futures", "16", "--out", "kept run", "--quiet")[0] == 0
    shutil.rmtree("mine")
    assert say(capsys, "figure", "dots", "kept run", "--out", "a.csv")[0] == 0
    code, _, err = say(capsys, "report", "kept run", "--no-levers", "--out", "a.html")
    assert code == 0, err
    assert say(capsys, "runs", "show", "kept run")[0] == 0
    assert say(capsys, "cite", "kept run")[0] == 0


def test_files_that_name_each_other_keep_their_places() -> None:
    base = mild(Path("tree/b"))
    text = base.read_text(encoding="utf-8").replace("id: mild", "id: base")
    base.rename(base.with_name("base.yaml")).write_text(text, encoding="utf-8")
    answer = ol.run(mild(Path("tree/a"), "../b/base.yaml"), futures=16, out="kept run")
    shutil.rmtree("tree")
    again = ol.load_run("kept run")
    assert again == answer
    assert paste(again.results.manifest.command, "--quiet").strip() == answer.sentence


def test_an_unfinished_run_is_continued_by_the_printed_command(capsys: Capture) -> None:
    file = mild(Path("my scenarios"))
    wish = ("--futures", "16", "--seed", "3", "--horizon", "60", "--set", "hoarding=1.5")
    assert say(capsys, "run", str(file), *wish, "--out", "kept run", "--quiet")[0] == 0
    manifest = Path("kept run/manifest.json")
    content = {**json.loads(manifest.read_text(encoding="utf-8")), "finished": False}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    shutil.rmtree("my scenarios")
    code, _, err = say(capsys, "runs", "show", "kept run")
    assert (code, "is not finished" in err) == (1, True)
    paste(command_in(err))
    assert ol.load_run("kept run").results.manifest.seed == 3


def test_a_stopped_run_is_continued_by_the_printed_command(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def stopping() -> Generator[Callable[[], bool], None, None]:
        yield lambda: any(Path("kept run/chunks").glob("*.npz"))

    monkeypatch.setattr("outlast.cli.run.stopping", stopping)
    file = mild(Path("my scenarios"))
    code, _, err = say(capsys, "run", str(file), "--futures", "1100", "--out", "kept run")
    assert code == 130
    paste(command_in(err.split("To continue:")[1]))
    assert ol.load_run("kept run").results.futures == 1100


def test_the_commands_after_a_new_contest_work(capsys: Capture) -> None:
    code, out, _ = say(capsys, "new", "my contest")
    assert code == 0
    commands = [line.strip() for line in out.splitlines() if line.startswith("  outlast")]
    assert len(commands) == 2
    assert "No problem" in paste(commands[0])
    assert "runs short first" in paste(commands[1], "--futures 16 --quiet")
    Path("my contest/CHECKSUMS").write_text("", encoding="utf-8")
    code, out, _ = say(capsys, "validate", "my contest")
    assert code == 1
    assert "Sealed" in paste(command_in(out))


def test_a_changed_copy_is_refused_with_a_command_that_works(capsys: Capture) -> None:
    assert say(capsys, "new", "my contest")[0] == 0
    options = ("--contest", "my contest", "--futures", "16", "--quiet", "--out", "kept run")
    assert say(capsys, "run", *options)[0] == 0
    facts = Path("kept run/inputs/contest/facts/facts.csv")
    facts.write_text(facts.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        ol.load_run("kept run")
    assert "kept run/inputs/contest" in command_in(str(refusal.value))


def test_a_name_beside_a_file_is_sought_in_the_contest_of_the_file(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert say(capsys, "new", "my contest")[0] == 0
    shelf = Path("my contest/scenarios")
    standoff = (shelf / "standoff.yaml").read_text(encoding="utf-8")
    (shelf / "calm.yaml").write_text(standoff.replace("id: standoff", "id: calm"), encoding="utf-8")
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    file = "../my contest/scenarios/standoff.yaml"
    for pair in ((file, "calm"), ("calm", file)):
        code, out, err = say(capsys, "compare", *pair, "--futures", "16", "--json")
        assert code == 0, err
        assert {each["id"] for each in json.loads(out)["scenarios"]} == {"standoff", "calm"}


@pytest.mark.parametrize("command", ["run", "out", "contest", "load_run", "save"])
def test_a_home_is_expanded_wherever_a_path_comes_from_a_user(
    command: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(Path.cwd() / "home"))
    monkeypatch.setenv("USERPROFILE", str(Path.cwd() / "home"))
    Path("home").mkdir()
    match command:
        case "run":
            mild(Path("home"))
            assert say(capsys, "run", "~/mild.yaml", "--futures", "16", "--quiet")[0] == 0
        case "out":
            assert say(capsys, "run", "lilliput", "--futures", "16", "--out", "~/kept")[0] == 0
            assert say(capsys, "runs", "--in", "~")[0] == 0
            assert say(capsys, "cite", "~/kept")[0] == 0
            assert say(capsys, "figure", "dots", "~/kept", "--out", "~/a.csv")[0] == 0
            assert Path("home/a.csv").is_file()
        case "contest":
            assert say(capsys, "new", "~/mine")[0] == 0
            assert say(capsys, "validate", "~/mine")[0] == 0
            monkeypatch.setenv("OUTLAST_CONTEST", "~/mine")
            assert say(capsys, "run", "--futures", "16", "--quiet", "--with", "~")[0] in {0, 1}
            assert ol.contest("~/mine").folder == Path("home/mine").absolute()
        case "load_run":
            ol.run("lilliput", futures=16, out="~/kept")
            assert ol.load_run("~/kept") == ol.load_run(Path("~/kept"))
        case _:
            assert ol.run("lilliput", futures=16).save("~/kept") == Path("home/kept").absolute()
    assert not Path("~").exists()
