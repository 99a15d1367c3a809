"""Exposure: countries, published losses, a table of one's own, the figure and the door."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import outlast as ol
from outlast.api.library import library
from outlast.cli import main
from outlast.economy.check import EconomyNames
from outlast.economy.exposure_declaration import ExposureNames, load_exposure
from outlast.economy.own_table import read_own_table
from outlast.errors import InputError
from outlast.present.display.voice import voice
from outlast.present.views.exposure import exposure as exposure_figure
from outlast.reading import DEFAULT_CONTEST

FOUND = ol.exposure(futures=60)


def test_six_countries_and_every_institution_stand_on_the_chart() -> None:
    assert [each.country for each in FOUND.countries] == ["US", "JP", "DE", "KR", "TW", "CN"]
    assert {each.institution for each in FOUND.published} == {
        "USGS", "IMF", "ECB", "Daiwa", "NRI",
    }  # fmt: skip
    for each in FOUND.countries:
        assert 0 < each.loss.low < each.loss.median < each.loss.high < 0.5
        assert each.loss_bn is not None
    assert all(each.why.endswith(".") and each.why_zh for each in FOUND.published)


def test_published_losses_are_facts_with_source_grade_and_day() -> None:
    ledger = library().ledger
    for each in FOUND.published:
        assert each.facts
        assert set(each.sources) <= set(ledger.sources)
        assert each.grade == "judged"
        assert each.day.year in (2024, 2025, 2026)
    rows = {each.key: each for each in FOUND.published}
    assert rows["imf-jp"].published.median == pytest.approx(0.018)
    assert rows["daiwa-rare-metals"].published.median == pytest.approx(0.032)
    assert rows["usgs-rare-earths"].published_bn.median == pytest.approx(
        4.5 + 2.059 + 1.809 + 1.624, rel=1e-9
    )
    assert not rows["usgs-gallium"].after_freeze
    assert rows["imf-us"].after_freeze


def test_the_needed_tied_share_gives_the_published_loss() -> None:
    """The search is checked by the published order: a larger loss needs a larger share."""
    rows = {each.key: each for each in FOUND.published}
    daiwa, nri = rows["daiwa-rare-earths"], rows["nri-year"]
    assert daiwa.needed_tied_share is not None
    assert nri.needed_tied_share is not None
    assert nri.needed_tied_share < daiwa.needed_tied_share
    for each in FOUND.published:
        if each.needed_tied_share is not None and each.published.median > each.ours.median:
            assert each.needed_tied_share > each.tied_share.median * 0.9


def test_the_chart_turns_on_elasticity_duration_and_stock() -> None:
    def median(**changed: Any) -> float:  # noqa: ANN401
        return ol.exposure("US", futures=12, **changed).countries[0].loss.median

    base = median(elasticity=0.05)
    assert median(elasticity=0.5) < 0.1 * base
    assert median(elasticity=0.05, months=6) == pytest.approx(base / 2, rel=1e-9)
    assert median(elasticity=0.05, stock=3) < base
    assert median(elasticity=0.05, restriction=0.5) < base
    assert median(elasticity=0.05, stock=1200) == 0.0
    assert median(elasticity=0.05, restriction=0.0) == 0.0


def test_losses_are_next_to_nothing_where_the_good_is_replaced() -> None:
    """As in the published abstracts: under .05 per cent of GDP at an elasticity of a half."""
    for each in ol.exposure(("US", "JP", "DE"), elasticity=0.5, futures=40).countries:
        assert each.loss.median < 5e-4


def test_a_curve_falls_with_elasticity_and_grows_with_duration() -> None:
    for country in ("US", "CN"):
        for months in (1, 12):
            losses = [p.loss for p in FOUND.curves if (p.country, p.months) == (country, months)]
            assert len(losses) > 5
            assert losses == sorted(losses, reverse=True)
        year, month = (
            [p.loss for p in FOUND.curves if (p.country, p.months) == (country, m)] for m in (12, 1)
        )
        assert year == pytest.approx([12 * each for each in month])


def test_a_seed_decides_and_names_find_countries() -> None:
    assert ol.exposure("Japan", futures=40) == ol.exposure(["JP"], futures=40)
    assert ol.exposure("JP", futures=40, seed=2) != ol.exposure("JP", futures=40)


def test_frames_hold_countries_and_publications() -> None:
    frame = FOUND.to_frame()
    assert len(frame) == len(FOUND.countries) + len(FOUND.published)
    assert {row["kind"] for row in FOUND.frame_rows()} == {"ours", "published"}
    assert "holder" in ol.leverage("CN", "US", futures=40).to_frame()


def test_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exposure", "--country", "US", "--futures", "40", "--json"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert found["format"] == "outlast/exposure/1"
    assert set(found["countries"][0]["loss"]) == {"low", "median", "high"}
    assert set(found["published"][0]["ours"]) == {"low", "median", "high"}
    assert found["published"][0]["why"].count(".") >= 1
    assert main(["exposure", "--country", "US", "--futures", "40", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["kind"] for row in rows} == {"ours", "published"}
    assert rows[0]["published_median"] == ""


def test_the_terminal_of_exposure_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["exposure", "--country", "US", "--country", "JP", "--futures", "40"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "Nothing is" in out
    assert "imf-wp-2026-073; judged; 2026-04-14" in out


OWN = """industry,tied,final,value_added,cars,rest
cars,0.2,8,4,1,1
rest,0,85,60,4,20
"""


def own(folder: Path, text: str = OWN) -> Path:
    file = folder / "own.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_table_of_ones_own_replaces_the_aggregates(tmp_path: Path) -> None:
    found = ol.exposure("JP", table=own(tmp_path), futures=40)
    assert found.countries[0].own_table
    assert found.countries[0].tied_share == pytest.approx((0.0125,) * 3)
    free = ol.exposure("JP", table=own(tmp_path, OWN.replace("0.2", "0.02")), futures=40)
    assert free.countries[0].loss.median < found.countries[0].loss.median
    semicolons = OWN.replace(",", ";").replace("0.2", "0,2")
    assert read_own_table(own(tmp_path, semicolons)).tied == pytest.approx([0.2])


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("0.2,8", "1.2,8", 2, '"cars", column "tied" is 1.2'),
        ("0.2,8", "0.2,x", 2, '"cars", column "final": "x" is not a number'),
        ("60,4,20", "60,-4,20", 3, '"rest", column "cars" is negative: -4'),
        ("rest,0", "rset,0", 3, 'the industry "rset" has no column'),
        ("rest,0", "cars,0", 3, 'the industry "cars" stands twice'),
        ("cars,0.2", ",0.2", 2, "names no industry"),
        ("0.2,8,4", "0.2,8,9", 2, '"cars" buys 5 and adds 9, more than its output 10'),
        ("0.2,8,4", "0.2,-9,4", 2, '"cars" has negative final uses, -9'),
        ("value_added,cars", "value,cars", 1, 'the column "value_added" is missing'),
        ("0.2,8,4", "0,8,4", 0, "no industry is tied"),
    ],
)
def test_a_broken_table_names_its_row(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in OWN
    with pytest.raises(InputError) as refusal:
        read_own_table(own(tmp_path, OWN.replace(old, new, 1)))
    assert any(says in problem.what and problem.line == line for problem in refusal.value.problems)


def test_an_unbalanced_table_names_the_industry(tmp_path: Path) -> None:
    text = OWN.replace("final,", "final,output,").replace("8,4", "8,10,4").replace("85,", "85,90,")
    with pytest.raises(InputError, match='"rest" sells 109 in all, and its output is 90'):
        read_own_table(own(tmp_path, text))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--country", "Japn"], 'no economy of "Japn"'),
        (["--country", "FR"], 'no economy of "FR"'),
        (["--country", "JP", "--country", "Japan"], "named twice"),
        (["--elasticity", "0"], "from 0.01 to 10"),
        (["--months", "13"], "from 0 to 12"),
        (["--restriction", "80"], "from 0 to 1"),
        (["--table", "own.csv"], "that of one country"),
        (["--country", "JP", "--table", "none.csv"], "none.csv"),
        (["--json", "--csv"], "choose one"),
        (["--contest", "lilliput"], "declares no exposure"),
    ],
)
def test_the_door_of_exposure(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exposure", *words]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("elasticity: substitution-technical", "elasticity: substitution", "is not a prior"),
        ("controllers: [CN]", "controllers: [CHN]", "is not a bloc"),
        ("    denied: rare-earths", "    denied: rare-earth", "is not a denied good"),
        ("gdp: {fact: gdp-us-2024}", "gdp: {fact: gdp-us-2023}", "is not a fact"),
        ("low: 0.01, mode: 0.08, high: 0.4", "low: 0.01, mode: 0.08, high: 1.4", "reaches from"),
        ("    country: JP", "    country: FR", "is not a country of this file"),
        ("months: 3", "months: 13", "12"),
    ],
)
def test_a_declaration_of_exposure_is_checked(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = (DEFAULT_CONTEST / "exposure.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "exposure.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    read = library()
    blocs = {key: bloc.title for key, bloc in read.world.world.blocs.items()}
    names = ExposureNames(EconomyNames(read.ledger, read.priors, blocs), read.countries)
    with pytest.raises(InputError) as refusal:
        load_exposure((DEFAULT_CONTEST, tmp_path), names)
    assert says in f"{refusal.value}"
    assert all(problem.line > 1 for problem in refusal.value.problems)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_figure_of_exposure_is_drawn(language: str) -> None:
    view = exposure_figure(FOUND, voice(language), ("USGS", "IMF"), "0")
    assert len(view.table.rows) == len(FOUND.published) + len(FOUND.countries)
    assert "{" not in view.finding
    assert view.table.rows[0]["why"]
    if language == "en":
        assert view.chart()  # Altair validates
        assert view.svg().startswith("<svg")


def test_the_command_of_figures_writes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exposure.csv"
    assert main(["figure", "exposure", "--futures", "20", "--out", f"{file}"]) == 0
    assert "Published losses lie between" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8").startswith("case,country,published,model")
    assert main(["figure", "exposure", "today", "--out", f"{tmp_path / 'a.svg'}"]) == 1
    assert "no figure of a run" in capsys.readouterr().err


def test_no_prior_of_exposure_rests_on_what_followed_the_freeze() -> None:
    """The range of a draw cites no published loss."""
    text = (DEFAULT_CONTEST / "exposure.yaml").read_text(encoding="utf-8")
    above = text[: text.index("\npublished:")]
    assert "gdp-loss" not in above
    assert not np.isnan([each.loss.median for each in FOUND.countries]).any()
