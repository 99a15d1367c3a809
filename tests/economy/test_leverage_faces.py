"""Leverage and exposure as readers meet them: the figure, two languages, and a first year."""

from pathlib import Path

import pytest

from outlast.api.leverage import leverage
from outlast.api.library import library
from outlast.cli import main
from outlast.present.display.voice import voice
from outlast.present.leverage_figure import blocs_name, direction_name, leverage_figure
from outlast.present.view import Look

FOUND = leverage("CN", "US", futures=200)


def test_the_first_year_takes_its_worth_from_the_bridge() -> None:
    read = library()
    bridge = read.reader.bridge
    assert bridge is not None
    magnets = next(each for each in FOUND.directions[0].holds if each.good == "ndfeb-magnets")
    assert magnets.first_year_bn is not None
    users = ("us-car-magnets", "us-defence-magnets")
    worth = sum(bridge.value_added(service, read.ledger) for service in users)
    assert 0 < magnets.first_year_bn.high <= worth
    cited = {note.fact for note in magnets.sources if note.of == "first_year_bn"}
    assert "value-added-336111-us-2023" in cited


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figure_of_leverage_is_drawn(language: str) -> None:
    words = voice(language).naming(library().reader.names)
    view = leverage_figure(FOUND, words, ("USGS",), "0")
    assert {row["panel"] for row in view.data["leverage"]} == {
        direction_name(each, words) for each in FOUND.directions
    }
    assert all(0 <= float(row["at"] or 0.0) <= 100 for row in view.data["leverage"])
    assert "{" not in view.finding
    magnets = next(row for row in view.table.rows if row["supply"] == 82.8)
    assert magnets["good"] == words.name("good", "ndfeb-magnets", "Nd-Fe-B magnets")
    for look in (Look(), Look(width=330)):
        assert view.chart(look).to_dict()


def test_blocs_that_act_together_have_both_names() -> None:
    words = voice("en").naming(library().reader.names)
    name = blocs_name("US+ALLY", "", words)
    assert name == f"{words.name('bloc', 'US')} and {words.name('bloc', 'ALLY')}"


@pytest.mark.parametrize(
    ("command", "english", "chinese"),
    [
        (("leverage", "CN", "US"), "net imports", "净进口"),
        (("exposure", "--country", "JP"), "Loss of GDP", "GDP损失"),
        (("shock", "gallium", "germanium"), "change of GDP", "镓和锗出口"),
    ],
)
def test_both_commands_speak_two_languages(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...], english: str, chinese: str
) -> None:
    assert main([*command, "--futures", "20"]) == 0
    assert english in capsys.readouterr().out
    assert main([*command, "--futures", "20", "--lang", "zh"]) == 0
    assert chinese in capsys.readouterr().out


def test_the_figure_of_leverage_is_written_and_two_blocs_are_needed(tmp_path: Path) -> None:
    place = tmp_path / "leverage.csv"
    assert main(["figure", "leverage", "CN,US", "--out", f"{place}"]) == 0
    assert "panel" in place.read_text(encoding="utf-8").splitlines()[0]
    assert main(["figure", "leverage", "CN", "--out", f"{tmp_path / 'x.csv'}"]) == 1
