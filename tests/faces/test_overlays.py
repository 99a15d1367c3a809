"""`--with DIR`: facts, priors, measures and claims of one's own laid over a contest."""

import json
import shutil
from pathlib import Path

import pytest

import outlast as ol
from outlast.api.load_run import load_run
from outlast.scenario.locate import open_contest
from tests.faces.own import answer, command, is_whole, kept, new

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return new(Path("mine"))


OVER_FACT = """# format: outlast/facts/1
key,title,value,unit,period,published,source,locator,grade
copper-price-2024,"Price of copper, 2024",7777,USD/t,2024,2025-02-14,own,"my notes, page 3",measured
"""
OVER_SOURCE = """format: outlast/sources/1
sources:
  own: {producer: Me, title: My notes, published: 2025-02-14, licence: {name: my own},
    holds: citation, trust: A test.}
"""


def lay(files: dict[str, str]) -> Path:
    """Write the files of a folder that is laid over a contest, with a source."""
    for name, text in {"sources/own.yaml": OVER_SOURCE, **files}.items():
        path = Path("over") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Path("over")


def of_lilliput(name: str, *edits: tuple[str, str]) -> str:
    """Return a file of the shipped toy with some texts replaced."""
    text = (ol.contest("lilliput").folder / name).read_text(encoding="utf-8")
    for old, new_text in edits:
        assert old in text
        text = text.replace(old, new_text)
    return text


def test_a_fact_is_laid_over(mine: Path, capsys: Capture) -> None:
    over = lay({"facts/own.csv": OVER_FACT})
    arguments = ("facts", "copper-price-2024", "--contest", str(mine))
    (before,) = answer(capsys, *arguments)["facts"]
    (after,) = answer(capsys, *arguments, "--with", str(over))["facts"]
    assert (before["value"], after["value"]) == (9000, 7777)
    assert after["source"] == "own"
    run = kept(capsys, "--contest", str(mine), "--with", str(over))
    shutil.rmtree(over)
    is_whole(capsys, run)


def test_a_fact_is_laid_over_the_shipped_contest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = open_contest().ledger
    key = next(key for key, fact in ledger.facts.items() if fact.unit == "t" and fact.has_range)
    row = f'{key},"Mine",12345,t,2024,2025-02-14,own,"my notes, page 3",measured\n'
    lay({"facts/own.csv": OVER_FACT.split("copper-price", maxsplit=1)[0] + row})
    (found,) = answer(capsys, "facts", key, "--with", "over")["facts"]
    assert found["value"] == 12345
    assert ledger.facts[key].value != 12345
    assert open_contest().ledger.facts[key] == ledger.facts[key]


def test_a_prior_is_laid_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    text = of_lilliput("priors/draws.yaml").split("  hoarding:")[0]
    over = lay({"priors/own.yaml": text.replace("{value: 0.8}", "{value: 0.1}")})
    arguments = ("--contest", "lilliput", "--with", str(over))
    found = answer(capsys, "inputs", "belief", *arguments)["inputs"]
    assert [each["value"] for each in found] == [0.1]
    run = kept(capsys, *arguments)
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["own"] == ["with/1/priors/own.yaml", "with/1/sources/own.yaml"]
    plain = ol.run("lilliput", futures=16)
    assert manifest["digest"] != plain.results.manifest.digest
    shutil.rmtree(over)
    is_whole(capsys, run)


def test_a_measure_is_laid_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    text = of_lilliput(
        "policy/big/egg-ban.yaml",
        ("id: egg-ban", "id: pastry-ban"),
        ("lilliput-gazette", "own"),
        ("0407", "1905.90"),
        ("exports_from: [XB]", "exports_from: [XL]"),
        ("countries: [XL]", "countries: [XB]"),
        ("side: big", "side: little"),
        ("acts_on: [eggs]", "acts_on: [pastry]"),
    )
    over = lay({"policy/little/pastry-ban.yaml": text})
    arguments = ("--contest", "lilliput", "--with", str(over))
    events = answer(capsys, "timeline", "--measure", "pastry-ban", *arguments)["events"]
    assert {event["side"] for event in events} == {"little"}
    assert command(capsys, "timeline", "--measure", "pastry-ban", "--contest", "lilliput")[0] == 1
    screening = ("screen", "pastry", "--to", "XB", "--on", "2023-05-01")
    with_it = answer(capsys, *screening, *arguments)["verdict"]
    without = answer(capsys, *screening, "--contest", "lilliput")["verdict"]
    assert (without, with_it) == ("not-caught", "prohibited")
    own, plain = (ol.run("lilliput", futures=16, overlays=overlays) for overlays in ([over], []))
    fleet = [
        next(line for line in each.results.lines() if line.service == "fleet")
        for each in (own, plain)
    ]
    assert fleet[0].depth != fleet[1].depth


CLAIM = """format: outlast/claim/1
id: copper-is-dear
list: mine
title: Copper costs more than 7,500 dollars a tonne
says: A tonne of copper cost more than 7,500 dollars in 2024.
made: {by: Me, on: 2025-02-14, source: own, locator: "my notes, page 4"}
parts:
  dear:
    says: Copper costs more than 7,500 dollars a tonne.
    tests:
      price:
        says: the price of 2024
        query: {fact: copper-price-2024}
        unit: USD/t
        holds: {above: 7500}
        why: as it was said
"""


def test_a_claim_is_laid_over(mine: Path, capsys: Capture) -> None:
    over = lay({"claims/copper-is-dear.yaml": CLAIM})
    where = ("--contest", str(mine), "--with", str(over))
    assert command(capsys, "validate", str(mine), "--with", str(over))[0] == 0
    code, out, err = command(capsys, "claims", "copper-is-dear", *where)
    assert code == 0, err
    assert "supported" in out
    assert "My notes" in out
    lay({"facts/own.csv": OVER_FACT.replace("7777", "7000")})
    assert "contradicted" in command(capsys, "claims", "copper-is-dear", *where)[1]
    code, _, err = command(capsys, "claims", "copper-is-dear", "--contest", str(mine))
    assert code == 1
    assert '"copper-is-dear" is not a claim.' in err


def test_the_topmost_layer_wins(mine: Path, capsys: Capture) -> None:
    over = lay({"facts/own.csv": OVER_FACT})
    top = Path("top") / "facts"
    top.mkdir(parents=True)
    (top / "own.csv").write_text(OVER_FACT.replace("7777", "8888"), encoding="utf-8")
    layers = ("--with", str(over), "--with", "top")
    arguments = ("facts", "copper-price-2024", "--contest", str(mine), *layers)
    (found,) = answer(capsys, *arguments)["facts"]
    assert found["value"] == 8888
    code, _, err = command(capsys, *arguments[:-1], "nowhere")
    assert code == 1
    assert '"nowhere" is no folder.' in err


def test_a_layer_of_which_nothing_is_read_keeps_its_number(mine: Path, capsys: Capture) -> None:
    Path("empty").mkdir()
    over = lay({"facts/own.csv": OVER_FACT})
    run = kept(capsys, "--contest", str(mine), "--with", "empty", "--with", str(over))
    assert load_run(run).sentence
