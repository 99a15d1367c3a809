"""One stop in two models: each names the other, and the first year of leverage bounds neither."""

import pytest

import outlast as ol
from outlast.cli import main
from outlast.economy.same_stop import contest_same_stops
from outlast.present.display.voice import LANGUAGES, voice
from outlast.present.institutions import fitted
from outlast.present.shock_words import share_of_gdp
from outlast.scenario.load import load_scenario

STOPS = contest_same_stops(load_scenario("today").origin.contest)
SPOKEN = sorted(LANGUAGES)


def test_the_published_fact_joins_both_models_with_the_numbers_of_their_commands() -> None:
    assert set(STOPS) == {"usgs-gallium"}  # germanium has no row of its own in an exposure
    same = STOPS["usgs-gallium"]
    assert same.mineral == "gallium"
    shocked = ol.shock("gallium").share_of_gdp
    assert same.shocked == (-shocked.high, -shocked.median, -shocked.low)
    rows = {each.key: each for each in ol.exposure().published}
    assert same.exposed == rows["usgs-gallium"]


def test_the_two_differ_by_labour_that_moves_and_by_the_spread() -> None:
    """The value added that stops is the published loss; labour that moves saves most of it."""
    same, found = STOPS["usgs-gallium"], ol.shock("gallium")
    stopped = same.exposed.tied_share.median * same.exposed.cut.median
    assert stopped > 4 * same.exposed.ours.median
    direct = found.direct_bn.median / found.gdp_bn.median * same.shocked.median
    assert direct > 2 * same.exposed.ours.median
    assert same.shocked.median > 1.2 * direct


@pytest.mark.parametrize("language", SPOKEN)
def test_each_command_names_the_number_of_the_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    same = STOPS["usgs-gallium"]
    assert main(["exposure", "--country", "US", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "outlast shock gallium" in out
    assert f"{share_of_gdp(same.shocked.median)}%" in out
    assert fitted(STOPS, voice(language)) in out
    assert main(["shock", "gallium", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "outlast exposure" in out
    assert f"{float(f'{100 * same.exposed.ours.median:.2g}')}%" in out
    assert main(["shock", "germanium", "--futures", "20", "--lang", language]) == 0
    assert "outlast exposure" not in capsys.readouterr().out


@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_is_said_of_a_stop_that_is_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    assert main(["exposure", "--country", "JP", "--futures", "20", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "outlast shock" not in out
    assert voice(language).say("exposure.unfitted") in out


def test_a_contest_without_an_economy_has_no_such_stop() -> None:
    assert contest_same_stops(load_scenario("lilliput").origin.contest) == {}


@pytest.mark.parametrize(
    ("language", "wrong"), [("en", ("an upper bound", "up to")), ("zh", ("为上限", "最多"))]
)
def test_the_first_year_of_leverage_is_called_no_upper_bound(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    wrong: tuple[str, ...],
) -> None:
    """It is far below the loss of GDP that a shock has for the same good and target."""
    monkeypatch.setenv("COLUMNS", "2000")
    holds = {each.good: each for each in ol.leverage("CN", "US", futures=60).directions[0].holds}
    first = holds["gallium"].first_year_bn
    assert first is not None
    assert first.high < -ol.shock("gallium", futures=60).gdp_bn.median
    assert main(["leverage", "CN", "US", "--futures", "20", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert not any(each in out for each in wrong)
    assert "outlast exposure" in out
    assert "outlast shock" in out
    stops = voice(language).say("leverage.stops", good="", money="")
    assert not any(each in stops for each in wrong)
