"""Pictures in Python: each answer draws its own numbers, in both languages."""

import re
from functools import cache
from inspect import signature
from typing import Any

import pytest

import outlast as ol
from outlast.api.answer import Answer
from outlast.api.compare import Comparison
from outlast.api.loaded_scenario import LoadedScenario
from outlast.api.pictured import Pictured
from outlast.errors import InputError
from outlast.present.display.theme import DARK
from outlast.present.display.voice import Voice
from outlast.present.view import Look, View
from outlast.results.odds import Z_95

NAMES = ("comparison", "levers", "load", "moves", "shock", "network", "exposure", "leverage")
WITHOUT = {"claims", "facts", "timeline", "screen", "contest", "load_run", "run"}
"""Functions that return lists, one verdict, or an `Answer` with many figures."""


@cache
def made(name: str) -> Any:  # noqa: ANN401  each has a class of its own
    match name:
        case "comparison":
            return ol.compare("lilliput", ol.load("lilliput", given={"refile": 0.3}), futures=32)
        case "levers":
            return ol.levers("lilliput", futures=16)
        case "load":
            return ol.load("today")
        case "moves":
            return ol.moves("today", futures=64)
        case "shock":
            return ol.shock(("gallium", "germanium"), futures=50)
        case "network":
            return ol.network("334413=0.5@0+6", steps=12, compare=False)
        case "exposure":
            return ol.exposure(futures=50)
        case "leverage":
            return ol.leverage("CN", "US", futures=50)
        case _:
            return ol.sensitivity("today", futures=32)


@cache
def figure(name: str, language: str = "en") -> View:
    return made(name).figure(language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [*NAMES, "sensitivity"])
def test_everything_with_a_picture_draws_it(name: str, language: str) -> None:
    found, view = made(name), figure(name, language)
    assert isinstance(found, Pictured)
    assert found.plot(language).to_dict()["description"] == view.finding
    chinese = re.search(
        "[\N{CJK UNIFIED IDEOGRAPH-4E00}-\N{CJK UNIFIED IDEOGRAPH-9FFF}]", view.title
    )
    assert bool(chinese) is (language == "zh")
    assert not re.search(r"[{}]|\bnan\b|\binf\b", f"{view.finding}{view.title}{view.caption}")
    assert ol.__version__ in " ".join(view.caption)
    assert list(view.to_frame().columns) == [key for key, _ in view.table.columns]
    for look in (Look(), Look(theme=DARK, width=330)):
        assert view.svg(look).startswith("<svg")


def test_no_answer_of_the_package_is_left_without_a_picture() -> None:
    functions = {name for name in ol.__all__ if name[0].islower()}
    drawn = {"compare" if name == "comparison" else name for name in (*NAMES, "sensitivity")}
    assert drawn | WITHOUT == functions


@pytest.mark.parametrize("kind", [Answer, Comparison, *Pictured.__subclasses__()])
def test_every_plot_takes_what_its_figure_takes(kind: Any) -> None:  # noqa: ANN401  many classes
    taken = [list(signature(getattr(kind, each)).parameters) for each in ("figure", "plot")]
    assert taken[0] == taken[1]
    assert taken[0][-1] == "language"
    with pytest.raises(InputError, match="lang and language are one argument"):
        kind.plot(None, language="en", lang="zh")
    with pytest.raises(InputError, match="lang and language are one argument"):
        kind.figure(None, language="en", lang="zh")


def test_lang_is_language(monkeypatch: pytest.MonkeyPatch) -> None:
    found: Any = made("load")  # its types name `language` alone
    assert found.figure(lang="zh").title == figure("load", "zh").title
    assert found.plot(lang="zh").to_dict()["description"] == figure("load", "zh").finding
    asked: list[tuple[str, str]] = []

    def view(name: str, _: object, voice: Voice) -> View:
        asked.append((name, voice.language))
        return figure("load", "zh")

    monkeypatch.setattr("outlast.present.registry.view", view)
    answer: Any = ol.run("lilliput", futures=8)
    answer.plot("met", lang="zh")
    answer.figure(lang="zh")
    assert asked == [("met", "zh"), ("dots", "zh")]


def test_the_picture_of_moves_has_the_chances_of_its_table() -> None:
    found, shown = made("moves"), figure("moves").data["moves"]
    assert [row["at"] for row in shown] == [
        round(100 * chance, 1) for each in found.chances for chance in each.within.values()
    ]
    assert [row["panel"] for row in shown[::3]].count("Both sides") == 1
    deal = found.chances[-1].within[12]
    assert f"by a deal in {round(100 * deal)}" in figure("moves").finding


def test_moves_that_are_not_drawn_have_no_picture() -> None:
    report = ol.moves("lilliput", futures=16)
    assert not report.chances
    with pytest.raises(InputError, match="no move is drawn"):
        report.figure()


def test_the_picture_of_a_shock_has_minerals_alone_and_the_largest_industries() -> None:
    found, rows = made("shock"), figure("shock").data["shock"]
    alone, together = list(dict.fromkeys(row["panel"] for row in rows))
    medians = [round(each.gdp_bn.median, 4) for each in found.minerals]
    assert [row["at"] for row in rows if row["panel"] == alone] == medians
    first = next(row for row in rows if row["panel"] == together)
    largest = found.industries[0]
    assert str(first["row"]).endswith(f"({largest.code})")
    assert (first["low"], first["high"]) == tuple(
        round(end, 4) for end in (largest.gdp_bn.low, largest.gdp_bn.high)
    )
    assert len(figure("shock").table.rows) > len(rows)
    assert figure("shock", "zh").data["shock"][0]["row"] == "镓"


def test_the_picture_of_a_network_has_its_path_and_its_worst_step() -> None:
    found, path = made("network"), figure("network").data["path"]
    week = found.value_added / 52
    assert [row["share"] for row in path] == [round(100 * each / week, 4) for each in found.path]
    worst = min(path, key=lambda row: float(row["share"] or 0))
    assert worst["step"] == found.outcome.worst_step
    first = figure("network").data["industries"][0]
    assert first["at"] == round(found.industries[0].change, 6)
    assert sum(float(row["change"] or 0) for row in figure("network").table.rows) == pytest.approx(
        found.outcome.change, abs=1e-3
    )


def test_the_picture_of_sensitivity_has_the_largest_groups_first() -> None:
    found, rows = made("sensitivity"), figure("sensitivity").table.rows
    side = found.sides[0]
    effects = [each.effects[side] for each in found.groups if side in each.effects]
    best = max(effects, key=lambda each: each.total)
    assert rows[0]["at"] == round(100 * best.total, 2)
    assert rows[0]["high"] == round(100 * (best.total + Z_95 * best.total_error), 2)


def test_the_picture_of_a_load_is_the_figure_of_measures_without_a_run() -> None:
    answer = ol.run("today", futures=16)
    whole, alone = answer.figure("measures"), figure("load")
    assert alone.data == whole.data
    assert alone.table == whole.table
    assert "seed" not in " ".join(alone.caption)
    assert "seed 1" in " ".join(whole.caption)


def test_a_loaded_scenario_stays_one() -> None:
    found = ol.load("lilliput")
    assert isinstance(found, LoadedScenario)
    assert ol.load(found) == found
    assert found == ol.load("lilliput")
    assert isinstance(ol.load(found, given={"refile": 0.3}), LoadedScenario)


def test_pictures_without_a_run_name_the_publishers_behind_them() -> None:
    view = figure("leverage")
    assert view.caption[0].startswith("Source: outlast (a model), with facts from US Geological")
    assert "US Geological Survey" in figure("exposure").caption[0]


def test_a_figure_with_a_column_of_rows_becomes_a_dataset() -> None:
    """The table of a shock has a column `row`, which is the usual name of the dimension."""
    found = ol.shock("gallium").figure().to_xarray()
    assert "row" in found.data_vars
    assert found["row"].dims == ("row_number",)
