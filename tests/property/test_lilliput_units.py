"""The toy in other units, through files and lowering: the same breaks, shares and costs."""

import re
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.ensemble import run_ensemble
from outlast.reading.checksums import CHECKSUMS
from outlast.results import Results
from outlast.scenario.load import load_scenario
from outlast.scenario.locate import shipped_contests

RELATIVE = 1e-9
FUTURES = 4
FEW = settings(max_examples=6, deadline=None, derandomize=True)
NUMBER = re.compile(r"(\{assume: )([-\d.e+]+)(, unit: \"?)([^,\"]+)(\"?,)")
"""A number of a world, with its unit."""


def answer(folder: str | Path) -> Results:
    """Return a few futures of the toy of a folder."""
    return run_ensemble(load_scenario("lilliput", folder), futures=FUTURES, seed=7, threads=1)


@cache
def shipped() -> Results:
    """Return the toy as it is shipped."""
    return answer("lilliput")


def copied() -> Path:
    """Return a copy of the toy that may be changed."""
    folder = Path(mkdtemp()) / "toy"
    copytree(shipped_contests()["lilliput"], folder)
    (folder / CHECKSUMS).unlink()
    return folder


def exponents(unit: str) -> dict[str, int]:
    """Return the power of each good's unit in a unit of quantities, prices or intensities."""
    above, _, below = unit.partition("/")
    found: dict[str, int] = dict.fromkeys(GOODS, 0)
    for part, power in ((above, 1), (below, -1)):
        if part in found:
            found[part] += power
    return found


def multiplied(text: str, factors: dict[str, float]) -> str:
    """Return a file of a world in which every number counts goods of other sizes."""

    def one(found: re.Match[str]) -> str:
        value = float(found[2])
        for unit, power in exponents(found[4]).items():
            value *= factors[unit] ** power
        return f"{found[1]}{value!r}{found[3]}{found[4]}{found[5]}"

    return NUMBER.sub(one, text)


def same(one: Results, other: Results) -> None:
    """Check that two runs give the same breaks, shares and costs."""
    assert [each.name for each in one.lowered.names.routes] == [
        each.name for each in other.lowered.names.routes
    ]
    assert one.lowered.names.edges == other.lowered.names.edges
    for name in ("first", "first_free", "recovered", "depth", "strict", "quorum", "level_least"):
        least = 1e-15 if name == "level_least" else 0.0  # a level is a share of 1: dust is nothing
        np.testing.assert_allclose(
            one.record[name], other.record[name], rtol=RELATIVE, atol=least, err_msg=name
        )
    scale = float(np.abs(one.record["cost"]).max())
    for name in ("cost", "cost_free"):
        np.testing.assert_allclose(
            one.record[name], other.record[name], rtol=RELATIVE, atol=RELATIVE * scale
        )
    assert [each.p_break for each in one.lines()] == [each.p_break for each in other.lines()]
    assert [each.first for each in one.sets()] == [each.first for each in other.sets()]


GOODS = ("egg", "kg", "unit")
SMALL = st.fixed_dictionaries(dict.fromkeys(GOODS, st.sampled_from((1e-12, 1e-3, 0.4536, 1e5))))
LARGE = st.fixed_dictionaries(dict.fromkeys(GOODS, st.sampled_from((1e12, 1e3, 2.2046, 1e-5))))


@FEW
@given(SMALL | LARGE)
def test_a_rescaled_toy_gives_the_same_answer(factors: dict[str, float]) -> None:
    folder = copied()
    try:
        for file in (folder / "conduct.yaml", *(folder / "world").glob("*.yaml")):
            file.write_text(multiplied(file.read_text("utf-8"), factors), "utf-8")
        same(shipped(), answer(folder))
    finally:
        rmtree(folder.parent)


@pytest.mark.parametrize("unit", ["t", "g", "Mt"])
def test_salt_may_be_counted_in_any_unit_of_mass(unit: str) -> None:
    folder = copied()
    try:
        file = folder / "world" / "salt.yaml"
        text = file.read_text("utf-8")
        file.write_text(text.replace("    unit: kg\n", f"    unit: {unit}\n", 1), "utf-8")
        same(shipped(), answer(folder))
    finally:
        rmtree(folder.parent)
