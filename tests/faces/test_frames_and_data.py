"""Answers, comparisons, levers, loads, figures and the record as frames, datasets and notebooks."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

import outlast as ol
from outlast.api.notebook_progress import bar_html, in_notebook, progress_here
from outlast.engine.arrays import variables
from outlast.engine.state import Record, Series
from outlast.ensemble import luck
from outlast.ensemble.prepare import prepare
from outlast.errors import InputError
from outlast.reading.frames import FrameColumn, dataset_of, frame_of, html_of
from outlast.results.datasets import LONG_NAMES
from outlast.results.drawn_inputs import drawn_inputs

ALONE = """
import json, sys
import xarray as xr
assert "outlast" not in sys.modules
with xr.open_dataset(sys.argv[1]) as found:
    print(json.dumps({
        "variables": sorted(map(str, found.variables)),
        "first": float(found["first"].sum()),
        "draw": float(found["draw"].sum()),
        "unit": found["first"].attrs["units"],
    }))
assert "outlast" not in sys.modules
"""
"""A program that opens the file of a run with xarray alone."""

TABLES = ("services", "sets", "branches", "costs", "futures", "draws")


@cache
def toy() -> ol.Answer:
    return ol.run("lilliput", futures=32, seed=1)


@cache
def other() -> ol.Answer:
    return ol.run("lilliput", futures=32, seed=1, given={"refile": 0.3})


@cache
def tables() -> dict[str, Any]:
    """Return everything that has a table."""
    return {
        "answer": toy(),
        "results": toy().results,
        "comparison": ol.compare(toy(), other()),
        "levers": ol.levers("lilliput", futures=16),
        "load": ol.load("lilliput"),
        "figure": toy().figure("dots"),
        "moves": ol.moves("lilliput", futures=16),
        "facts": ol.facts(contest="lilliput"),
        "timeline": ol.timeline(contest="lilliput"),
        "claims": ol.claims(contest="lilliput", runs=False),
        "shock": ol.shock("gallium", futures=50),
        "network": ol.network("334413=0.2", steps=4, compare=False),
        "exposure": ol.exposure("US", futures=50),
        "leverage": ol.leverage("CN", "US", futures=50),
        "cost": ol.run("today", futures=16, moves="record-only").cost,
        "drivers": toy().drivers,
        "weights": toy().weights,
    }


def test_everything_becomes_a_frame_and_a_dataset_with_long_names() -> None:
    for name, thing in tables().items():
        frame = thing.to_frame()
        names = frame.attrs["long_names"]
        assert set(frame.columns) <= set(names), name
        found = thing.to_xarray()
        for variable in found.data_vars.values():
            assert variable.attrs["long_name"], (name, variable.name)


def test_everything_shows_itself_in_a_notebook() -> None:
    for name, thing in tables().items():
        shown = thing._repr_html_()
        assert "<table>" in shown or "<svg" in shown, name
        assert "<script" not in shown
        assert len(repr(thing)) < 2000, name


def test_an_answer_shows_its_dots_in_a_notebook() -> None:
    shown = cast("Any", toy())._repr_html_()
    assert shown.count("<svg") == 1
    assert len(re.findall(r'class="e\d"', shown)) >= 50
    assert toy().headline in shown


def test_a_dataset_of_a_cost_or_a_network_holds_its_futures_or_steps() -> None:
    cost = tables()["cost"].to_xarray()
    assert cost["loss"].dims == ("loss_bloc", "future")
    assert cost.sizes["future"] == 16
    network = tables()["network"]
    assert list(network.to_xarray()["path"].to_numpy()) == list(network.path)
    assert network.to_xarray()["path"].attrs["units"] == network.unit
    assert network.to_frame().attrs["units"]["change"] == network.unit


def test_a_screening_is_plain_data_and_a_table_of_its_rules() -> None:
    found = ol.screen("H20", to="CN", on="2025-04-16")
    assert isinstance(found, dict)
    assert list(cast("Any", found.to_frame())["id"]) == [rule["id"] for rule in found["rules"]]
    shown = cast("Any", found)._repr_html_()
    assert "H20 from US to CN on 2025-04-16: licence" in shown
    assert "<table>" in shown


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_an_answer_has_units(table: str) -> None:
    frame: Any = toy().to_frame(table)
    assert set(frame.attrs["units"]) <= set(frame.attrs["long_names"])
    if table == "draws":
        assert len(frame) == 32
        assert set(frame.attrs["units"]) == set(frame.columns)
    if table == "futures":
        ends = toy().results.first_breaks().ends
        assert list(frame["end"] == "neither") == [bool(end == 3) for end in ends]
    if table == "services":
        assert list(frame["standard_error"]) == [line.error for line in toy().results.lines_of()]
        assert "error" not in frame.columns
        assert frame["t50_date"].dtype.kind == "M" or bool(frame["t50"].isna().all())


def test_an_unknown_table_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="services"):
        toy().to_frame("service")


def test_the_draws_are_those_that_the_engine_reads() -> None:
    situation = ol.load("today")
    drawing = prepare(situation).drawing
    points = luck(drawing.dimensions, range(24), 1)
    found = drawn_inputs(drawing, points)
    drawn = {f"{key}": found["draw"].to_numpy()[:, n] for n, key in enumerate(found.input.values)}
    priors, whole = set[str](), drawing.sample(points)
    for sources in drawing.sources.values():
        for source in sources:
            if source.origin in situation.priors and source.dimension >= 0:
                key = drawing.dimensions[source.dimension]
                row = source.make(source.drawn(points[:, source.dimension]))
                assert np.array_equal(row, source.make(drawn[key])), key
                priors.add(source.origin)
    assert len(priors) > 50
    for switch, branches in drawing.switch_branches(points).items():
        for place, (_, chosen) in enumerate(branches):
            assert np.array_equal(drawn[f"switch:{switch}"] == place, chosen)
    projects = [drawn[f"project:{key}"] for key in drawing.names.projects]
    assert np.array_equal(np.array(projects), whole.project_on.values)
    patience = [drawn[f"patience:{key}"] for key in drawing.names.processes]
    assert np.array_equal(np.array(patience), whole.patience.values)


def test_the_file_of_a_run_opens_in_plain_xarray_with_draws_units_and_dates(
    tmp_path: Path,
) -> None:
    import xarray as xr  # noqa: PLC0415  slow to import

    folder = toy().save(tmp_path / "kept")
    made = toy().to_xarray()
    with xr.open_dataset(folder / "results.nc") as back:
        assert np.array_equal(back["draw"].to_numpy(), made["draw"].to_numpy())
        assert list(back["input_unit"].to_numpy()) == list(made["input_unit"].to_numpy())
        assert list(back["date"].to_numpy()) == list(made["date"].to_numpy())
        assert f"{back['date'].to_numpy()[0]}"[:10] == f"{toy().results.situation.clock.on}"
        assert back["first"].attrs["units"] == "week"
        assert "never" in back["first"].attrs["comment"]
        for name, variable in back.variables.items():
            assert variable.attrs["long_name"], name
        assert json.loads(back.attrs["manifest"])["scenario"] == "lilliput"
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(folder / "results.nc")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "variables": sorted(map(str, made.variables)),
        "first": float(made["first"].sum()),
        "draw": float(made["draw"].sum()),
        "unit": "week",
    }


def test_every_variable_of_the_engine_has_a_long_name() -> None:
    assert set(LONG_NAMES) == {*variables(Record), *variables(Series)}


def test_texts_of_others_are_escaped() -> None:
    columns = [FrameColumn("name", 'a "long" <name>'), FrameColumn("share", "share", "1")]
    rows = [{"name": "<script>alert(1)</script>", "share": 0.123456}]
    shown = html_of(rows, columns, "<b>")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "&lt;b&gt;" in shown
    assert '"long"' not in shown
    assert "0.1235" in shown
    assert frame_of(rows, columns).attrs["units"] == {"share": "1"}
    assert dataset_of(rows, columns, "row")["share"].attrs["units"] == "1"


def test_long_tables_are_cut_and_say_so() -> None:
    shown = html_of([{"n": n} for n in range(30)], [FrameColumn("n", "number")])
    assert shown.count("<tr>") == 21
    assert "10 more rows" in shown


def test_a_comparison_and_levers_name_their_errors() -> None:
    for name in ("comparison", "levers"):
        assert "standard_error" in tables()[name].to_frame().columns
    compared = ol.compare(toy(), other())
    frame: Any = compared.to_frame()
    half = (frame["high"] - frame["low"]) / 2
    inside = (frame["low"] > -1) & (frame["high"] < 1)
    assert np.allclose(half[inside], 1.96 * frame["standard_error"][inside])


def test_figures_are_charts() -> None:
    for thing in (toy(), tables()["levers"], tables()["comparison"], tables()["figure"]):
        assert thing.plot().to_dict()["description"]


def test_facts_of_a_program_are_those_of_the_command() -> None:
    assert len(ol.facts()) > 500
    assert all("gallium" in f"{row['key']} {row['title']}".lower() for row in ol.facts("gallium"))
    with pytest.raises(InputError, match="is not a source"):
        ol.facts(source="nowhere")
    assert {row["side"] for row in ol.timeline(side="cn")} == {"cn"}


def test_a_notebook_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    handle = SimpleNamespace(update=shown.append)
    display = SimpleNamespace(HTML=str, display=lambda *_, **__: handle)  # pyright: ignore[reportUnknownLambdaType]
    kernel = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()))
    assert not in_notebook()
    assert progress_here(None, "futures") is None
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    assert in_notebook()
    ol.run("lilliput", futures=16)
    assert set(shown) == {""}
    painted = len(shown)
    mine: list[int] = []
    ol.run("lilliput", futures=16, progress=lambda done, _: mine.append(done))
    assert mine[-1] == 16
    assert len(shown) == painted
    for work in (
        lambda: ol.levers("lilliput", futures=16),
        lambda: ol.compare("lilliput", "lilliput", futures=16),
        lambda: ol.claims("tariff-245"),
        lambda: ol.shock("gallium", futures=50),
        lambda: ol.network("334413=0.2", steps=4, compare=False),
        lambda: ol.exposure("US", futures=50),
        lambda: ol.leverage("CN", "US", futures=50),
    ):
        shown.clear()
        work()
        assert shown
        assert shown[-1] == ""  # the bar is gone at the end
    assert "&lt;" in bar_html("<", 1, 2, 3.0)
