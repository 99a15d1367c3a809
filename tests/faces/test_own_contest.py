"""A contest of one's own in every command: chosen, laid over, kept, reopened, and never mixed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import outlast as ol
from outlast.api.load_run import load_run
from outlast.api.run import load
from outlast.cli.contest_options import VARIABLE
from outlast.errors import InputError
from outlast.scenario.locate import open_contest
from tests.faces.own import at, command, edit, is_whole, kept, new

Capture = pytest.CaptureFixture[str]

READING: dict[str, tuple[str, ...]] = {
    "timeline": ("timeline",),
    "facts": ("facts", "copper"),
    "facts --check": ("facts", "--check"),
    "screen": ("screen", "copper", "--to", "XW", "--on", "2025-05-01"),
    "cite": ("cite",),
    "inputs": ("inputs",),
    "claims": ("claims",),
    "run": ("run", "--futures", "16"),
    "compare": ("compare", "standoff", "calm", "--futures", "16"),
    "levers": ("levers", "--futures", "16"),
    "figure": ("figure", "dots", "--futures", "16", "--force", "--out", "figure.svg"),
    "report": ("report", "--no-levers", "--futures", "16", "--force", "--out", "report.html"),
}
"""Command lines, each of a command that reads a contest."""

MARKS = {
    "timeline": "copper-ban",
    "facts": "copper-mined-eastland-2024",
    "facts --check": "The ledger is sound: 4 sources, 6 facts",
    "screen": "No copper for Westland",
    "cite": "Statistical Office of Eastland",
    "inputs": "bearing-approvals",
    "claims": "westland-stops-first",
    "run": "Motor works",
    "compare": "Buyers stay calm",
    "levers": "Licences for bearings that are granted",
    "figure": "the side of Westland",
    "report": "report.html",
}
"""A text that each of them shows of this contest and of no other."""

CALM = """format: outlast/scenario/2
id: calm
from: standoff
title: Buyers stay calm
summary: As the standoff, but nobody hoards.
priors: {hoarding: {distribution: {fixed: {value: 0}}, why: "a test"}}
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest with a second scenario, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    folder = new(Path("mine"))
    (folder / "scenarios" / "calm.yaml").write_text(CALM, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", READING)
def test_every_command_takes_a_contest(name: str, mine: Path, capsys: Capture) -> None:
    code, out, err = command(capsys, *READING[name], "--contest", str(mine))
    assert code == 0, err
    assert MARKS[name] in out


@pytest.mark.parametrize("name", READING)
def test_the_environment_chooses_the_contest(
    name: str, mine: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(mine.absolute()))
    code, out, err = command(capsys, *READING[name])
    assert code == 0, err
    assert MARKS[name] in out


@pytest.mark.parametrize("name", READING)
def test_every_command_takes_what_is_laid_over(name: str, mine: Path, capsys: Capture) -> None:
    """A folder that is laid over, and that is not sound, stops every command with its problem."""
    over = mine.parent / "over" / "sources"
    over.mkdir(parents=True)
    (over / "own.yaml").write_text("format: outlast/sources/1\nsource: {}\n", encoding="utf-8")
    code, _, err = command(capsys, *READING[name], "--contest", str(mine), "--with", "over")
    assert code == 1
    assert "over/sources/own.yaml:2" in err


@pytest.mark.parametrize("sides", [1, 3])
def test_a_contest_has_two_sides(sides: int, mine: Path, capsys: Capture) -> None:
    declared = mine / "policy" / "sides.yaml"
    if sides == 1:
        edit(declared, "  west: {title: Westland}\n", "")
    else:
        edit(declared, "  west: {title: Westland}", "  west: {title: W}\n  third: {title: Third}")
    code, _, err = command(capsys, "run", "--contest", str(mine))
    assert code == 1
    assert f"{at(declared, 'sides:')}  declares {sides} sides:" in err.replace("outlast/", "")
    assert "A contest has two sides." in err


def test_one_number_changes_the_digest_and_a_resume_names_the_file(
    mine: Path, capsys: Capture
) -> None:
    run = kept(capsys, "--contest", str(mine))
    before = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    edit(mine / "facts" / "facts.csv", ",200,,,", ",200.5,,,")
    arguments = ("run", "--contest", str(mine), "--futures", "32", "--out", str(run), "--resume")
    code, _, err = command(capsys, *arguments)
    assert code == 1
    assert '"contest/facts/facts.csv" has changed.' in err
    other = kept(capsys, "--contest", str(mine), out="other")
    after = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    assert before["digest"] != after["digest"]
    edit(mine / "facts" / "facts.csv", ",200.5,,,", ",200,,,")
    assert command(capsys, *arguments)[0] == 0


def test_a_run_of_ones_own_contest_opens_from_its_folder_alone(mine: Path, capsys: Capture) -> None:
    run = kept(capsys, "calm", "--contest", str(mine), "--set", "bearing-approvals=0.2")
    edit(mine / "facts" / "facts.csv", ",200,,,", ",210,,,")  # the copies count, not the originals
    is_whole(capsys, run)
    shutil.rmtree(mine)
    elsewhere = Path("elsewhere") / "deep"
    elsewhere.mkdir(parents=True)
    is_whole(capsys, run.rename(elsewhere / "moved"))


def test_a_copy_that_changed_is_named(mine: Path, capsys: Capture) -> None:
    run = kept(capsys, "--contest", str(mine))
    edit(run / "inputs" / "contest" / "facts" / "facts.csv", ",200,,,", ",210,,,")
    code, _, err = command(capsys, "figure", "dots", str(run), "--out", "dots.svg")
    assert code == 1
    assert '"contest/facts/facts.csv" has changed.' in err
    assert "Run it again" in err


def test_a_run_of_shipped_data_that_changed_since_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """As if the package had another number in the file when the run was made."""
    monkeypatch.chdir(tmp_path)
    run = kept(capsys, "lilliput")
    assert load_run(run).sentence
    file = run / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    manifest["files"]["contest/world/eggs.yaml"] = "0" * 64
    manifest["digest"] = "0" * 10
    file.write_text(json.dumps(manifest), encoding="utf-8")
    for arguments in (
        ("figure", "dots", str(run), "--out", "dots.svg"),
        ("run", "lilliput", "--futures", "16", "--out", str(run), "--resume"),
    ):
        code, _, err = command(capsys, *arguments)
        assert code == 1
        assert '"contest/world/eggs.yaml" has changed.' in err


@pytest.mark.parametrize("base", ["lilliput", pytest.param("today", marks=pytest.mark.slow)])
def test_a_scenario_of_ones_own_opens_from_its_folder_alone(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    own = Path("own.yaml")
    own.write_text(
        f"format: outlast/scenario/2\nid: own\nfrom: {base}\ntitle: My own\n"
        "summary: A shorter look at the same contest.\nhorizon: 104\n",
        encoding="utf-8",
    )
    run = kept(capsys, "own.yaml")
    own.unlink()
    Path("elsewhere").mkdir()
    is_whole(capsys, run.rename(Path("elsewhere") / "moved"))


def test_paths_are_relative_to_the_file_that_names_them(
    mine: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file names its base, and that one the contest; the folder of the caller is no matter."""
    for name, text in {
        "desk/mild.yaml": "from: ../base/steady.yaml\npriors: {hoarding: {distribution: "
        '{fixed: {value: 0.5}}, why: "a test"}}\n',
        "base/steady.yaml": "contest: ../mine\nfrom: ../mine/scenarios/calm.yaml\nhorizon: 60\n",
    }.items():
        path = Path(name)
        path.parent.mkdir()
        head = f"format: outlast/scenario/2\nid: {path.stem}\ntitle: Of a chain\n"
        path.write_text(f"{head}summary: One of several files.\n{text}", encoding="utf-8")
    other = Path("other").absolute()
    other.mkdir()
    new(other / "mine")  # a contest of the same name beside the caller is not the one that is meant
    edit(other / "mine" / "contest.yaml", "id: mine", "id: wrong")
    monkeypatch.chdir(other)
    situation = load("../desk/mild.yaml")
    assert situation.origin.contest.declaration.id == "mine"
    assert situation.scenario.horizon == 60
    assert situation.priors["hoarding"].distribution.fixed is not None
    run = kept(capsys, "../desk/mild.yaml")
    for folder in (mine.name, "base", "desk"):
        shutil.rmtree(other.parent / folder)
    is_whole(capsys, run)


def test_a_scenario_that_names_no_contest_is_refused_at_its_line(
    mine: Path, capsys: Capture
) -> None:
    own = mine.parent / "sub" / "own.yaml"
    own.parent.mkdir()
    own.write_text(CALM.replace("id: calm", "id: own\ncontest: mine"), encoding="utf-8")
    code, _, err = command(capsys, "run", "sub/own.yaml")  # ./mine exists, sub/mine does not
    assert code == 1
    assert "sub/own.yaml:3" in err


@pytest.mark.parametrize("name", ["mine", "./mine"])
def test_a_folder_in_the_place_of_a_scenario_is_refused_with_the_cure(
    name: str, mine: Path, capsys: Capture
) -> None:
    assert (mine / "contest.yaml").is_file()
    code, _, err = command(capsys, "run", name)
    assert code == 1
    assert f"--contest {name}" in err


def test_a_contest_does_not_see_the_scenarios_of_another(mine: Path, capsys: Capture) -> None:
    edit(mine / "scenarios" / "calm.yaml", "from: standoff", "from: lilliput")
    code, _, err = command(capsys, "run", "calm", "--contest", str(mine))
    assert code == 1
    assert '"lilliput" is not a scenario.' in err
    assert "Known are: calm, standoff." in err
    code, _, err = command(capsys, "run", "today", "--contest", str(mine))
    assert code == 1
    assert "Known are: calm, standoff." in err


def test_two_contests_in_one_process_do_not_disturb_each_other(mine: Path) -> None:
    """One name of a unit, a kind and a good means two things; the order of reading is no matter."""
    other = new(Path("other"))
    edit(
        other / "contest.yaml",
        "k_bearing: {measures: bearings, size: 1000}",
        "k_bearing: {measures: bearings, size: 10}",
    )
    edit(other / "world" / "bearings.yaml", "title: Bearings\n    kind", "title: Bolts\n    kind")
    (other / "names.zh.yaml").write_text(
        "format: outlast/names/1\nnames: {good: {bearings: 螺栓}}\n", encoding="utf-8"
    )
    contests = [open_contest(folder) for folder in (mine, other, mine)]
    sizes = [each.ledger.units.converted(1, "k_bearing", "bearing") for each in contests]
    assert sizes == [1000, 10, 1000]
    assert [each.world.world.goods["bearings"].title for each in contests] == [
        "Bearings",
        "Bolts",
        "Bearings",
    ]
    shipped = open_contest("lilliput")
    assert contests[1].names["zh"] == {"good.bearings": "螺栓"}
    assert contests[0].names["zh"] == {}
    assert "good.bearings" not in shipped.names["zh"]
    with pytest.raises(ValueError, match='"k_bearing" is not a unit'):
        shipped.ledger.units.parsed("k_bearing")
    answers = [ol.run(contest=folder, futures=16).plain() for folder in (mine, other, mine)]
    assert answers[0] == answers[2]
    assert answers[0]["run"]["digest"] != answers[1]["run"]["digest"]


def test_a_unit_of_ones_own_may_state_a_prior(mine: Path) -> None:
    edit(mine / "contest.yaml", "units:\n", "units:\n  fortnight: {measures: time, size: 2}\n")
    edit(mine / "priors" / "priors.yaml", "unit: week\n", "unit: fortnight\n")
    edit(
        mine / "priors" / "priors.yaml",
        "lognormal: {median: 8, spread: 1.5}}\n    bounds",
        "fixed: {value: 4}}\n    bounds",
    )
    weeks = new(Path("weeks"))
    edit(
        weeks / "priors" / "priors.yaml",
        "lognormal: {median: 8, spread: 1.5}}\n    bounds",
        "fixed: {value: 8}}\n    bounds",
    )
    one, other = (ol.run("standoff", contest=each, futures=16) for each in (mine, weeks))
    assert one.sentence == other.sentence
    assert (one.results.record["first"] == other.results.record["first"]).all()
    with pytest.raises(InputError, match=r"from 1 to 52 \(fortnight\)"):
        load(contest=mine, given={"bearing-review": 53})


@pytest.mark.parametrize("opened", [ol.contest, open_contest], ids=["ol", "api"])
def test_python_opens_a_contest(opened: Callable[[Path], ol.Contest], mine: Path) -> None:
    found = opened(mine)
    assert found.declaration.id == "mine"
    assert ol.run("calm", contest=found, futures=16).results.manifest.scenario == "calm"
