"""The option `--on`, numbers with a power of ten, and `ol.run(on=…)`: one answer in every place."""

import importlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest
import xarray

import outlast as ol
from outlast.cli import main
from outlast.cli.main import COMMANDS
from outlast.cli.whole_number import WholeNumber
from outlast.errors import InputError


@pytest.mark.parametrize(
    ("text", "number"), [("1e6", 1_000_000), ("4E3", 4000), ("1.5e3", 1500), ("12", 12)]
)
def test_a_power_of_ten_is_a_whole_number(text: str, number: int) -> None:
    assert WholeNumber().convert(text, None, None) == number


@pytest.mark.parametrize("text", ["1.5", "1e-3", "1e99", "1e999999999", "e", "nan", "1.23e1"])
def test_another_number_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a whole number"):
        WholeNumber().convert(text, None, None)


def test_a_range_holds_for_powers_of_ten_too() -> None:
    with pytest.raises(click.BadParameter, match="1e1 is not a whole number from 16 on"):
        WholeNumber(16).convert("1e1", None, None)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--seed", "x"), "x is not a whole number from 0 on."),
        (("run", "--seed", "-1"), "-1 is not a whole number from 0 on."),
        (("run", "--horizon", "1.5"), "1.5 is not a whole number."),
        (("page", "--port", "70000"), "70000 is not a whole number from 0 to 65,535."),
        (("figure", "dots", "--width", "wide"), "wide is not a whole number from 200 to 2,000."),
    ],
)
def test_a_wrong_whole_number_is_told_its_bounds(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words]) != 0
    assert message in capsys.readouterr().err


def test_every_whole_number_of_a_command_has_one_home() -> None:
    for name in COMMANDS:
        command = importlib.import_module(f"outlast.cli.{name}").command
        found = [command, *getattr(command, "commands", {}).values()]
        for option in (each for part in found for each in part.params):
            assert isinstance(option.type, WholeNumber) or not isinstance(
                option.type, click.types.IntParamType
            ), f"{name} {option.name}"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "lilliput", "--on", "local:0"), "asks for 0 processes"),
        (("run", "lilliput", "--on", "host"), "is no place to run on"),
        (("compare", "lilliput", "lilliput", "--on", "local:x"), "names no number of processes"),
        (("levers", "lilliput", "--on", "local"), "names no number of processes"),
        (("study", "sensitivity", "lilliput", "--on", "x"), "is no place to run on"),
        (("backtest", "--on", "x"), "is no place to run on"),
        (("run", "lilliput", "--chunks", "there"), "there are none"),
    ],
)
def test_a_bad_place_is_refused_at_the_door(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) != 0
    assert message in " ".join(capsys.readouterr().err.split())


def test_an_answer_from_an_executor_is_that_of_one_process(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        there = ol.run("lilliput", futures=40, on=pool, out=tmp_path / "there")
        beside = ol.compare("lilliput", "lilliput", futures=40, on=pool)
    here = ol.run("lilliput", futures=40, out=tmp_path / "here")
    one, other = there.plain(), here.plain()
    assert one["run"].pop("executed") == {"on": "ThreadPoolExecutor", "workers": 2}
    assert other["run"].pop("executed") is None
    assert one.pop("folder") != other.pop("folder")
    assert one == other
    assert beside.one == here
    kept = ol.load_run(tmp_path / "there")
    assert kept == here
    assert kept.plain()["run"]["executed"] == {"on": "ThreadPoolExecutor", "workers": 2}
    folders = (tmp_path / "here", tmp_path / "there")
    first, second = (xarray.load_dataset(folder / "results.nc") for folder in folders)
    assert first.identical(second)
    first, second = ((folder / "services.csv").read_bytes() for folder in folders)
    assert first == second


def test_levers_and_sensitivity_of_an_executor_are_those_of_one_process() -> None:
    with ThreadPoolExecutor(2) as pool:
        moved = ol.levers("lilliput", futures=16, on=pool)
        groups = ol.sensitivity("lilliput", futures=16, on=pool)
    ours, theirs = ol.levers("lilliput", futures=16), ol.sensitivity("lilliput", futures=16)
    assert moved is not None
    assert ours is not None
    assert moved.effects == ours.effects
    assert groups is not None
    assert theirs is not None
    assert list(groups.frame_rows()) == list(theirs.frame_rows())
    assert groups.branches == theirs.branches


def test_a_run_whose_workers_are_lost_names_the_command_that_continues_it(tmp_path: Path) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(
        InputError, match=r"were lost.*Then continue: outlast run lilliput .*--resume"
    ):
        ol.run("lilliput", futures=8, on=pool, out=tmp_path / "run")
    found = ol.run("lilliput", futures=8, out=tmp_path / "run", resume=True)
    assert found == ol.run("lilliput", futures=8)
    with pytest.raises(InputError, match="which computes no tasks"):
        ol.run("lilliput", futures=8, on=7)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_nothing_of_the_extra_is_read_without_the_option(tmp_path: Path) -> None:
    code = (
        "import json, sys, outlast as ol; ol.run('lilliput', futures=4); "
        "print(json.dumps([name for name in ('distributed', 'dask', 'fsspec', 'pyarrow.parquet') "
        "if name in sys.modules]))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(found.stdout.splitlines()[-1]) == []
