"""Shocks on the shipped economy: published ranges, options, names, the door."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from outlast.api.shock import shock
from outlast.cli import main
from outlast.economy.closure import Closure
from outlast.economy.table import read_table
from outlast.errors import InputError
from outlast.reading import DEFAULT_CONTEST
from pipeline.least_cost import least_cost

TABLE = DEFAULT_CONTEST / "economy" / "us-2023.npz"


def test_the_table_is_the_us_economy_of_2023() -> None:
    table = read_table(TABLE)
    assert len(table.codes) == 402
    assert table.gdp / 1e6 == pytest.approx(27.72, abs=0.01)
    assert np.abs(np.linalg.eigvals(table.inputs)).max() == pytest.approx(0.431, abs=0.002)
    assert table.requirements @ table.final == pytest.approx(table.output, rel=1e-9)


def test_gallium_lies_where_the_published_loss_does() -> None:
    """Calibrated, and it says so: the range of the USGS is 1.7 to 8.2 billion dollars."""
    found = shock("gallium")
    assert -8.2 < found.gdp_bn.median < -1.7
    assert found.price_change is not None
    assert 1.2 <= found.price_change.low <= found.price_change.high <= 2.2
    assert found.industries[0].code == "334413"
    assert "Calibrated" in found.minerals[0].why_different


def test_both_minerals_together_lose_less_than_their_sum() -> None:
    both = shock(["gallium", "germanium"])
    one, two = both.minerals
    assert -1.1 < two.gdp_bn.median < -0.01
    assert both.price_change is None
    assert one.gdp_bn.median + two.gdp_bn.median < both.gdp_bn.median < one.gdp_bn.median
    assert one.gdp_bn == shock("gallium").gdp_bn


def test_a_milder_shock_loses_less() -> None:
    whole = shock("gallium").gdp_bn.median
    assert shock("gallium", restriction=0.5).gdp_bn.median > whole
    assert shock("gallium", months=6).gdp_bn.median == pytest.approx(whole / 2, rel=1e-9)
    assert shock("gallium", stock=1.0).gdp_bn.median > whole


def test_where_the_median_is_nothing_the_largest_possible_losses_stand_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Three months of stock last in most draws; the others still name their industries."""
    found = shock(("gallium",), stock=3.0)
    assert found.gdp_bn.median == 0
    lows = [each.gdp_bn.low for each in found.industries if each.gdp_bn.median == 0]
    assert found.industries[0].code == "334413"
    assert lows == sorted(lows)
    assert main(["shock", "gallium", "--stock", "3"]) == 0
    assert "farming" not in capsys.readouterr().out


def test_nothing_held_back_loses_nothing() -> None:
    found = shock("gallium", restriction=0.0)
    assert found.gdp_bn == (0.0, 0.0, 0.0)
    assert found.price_change == (0.0, 0.0, 0.0)


def test_the_parts_add_up_and_a_seed_decides() -> None:
    found = shock("germanium", futures=400, seed=3)
    assert found == shock("germanium", futures=400, seed=3)
    assert found.gdp_bn != shock("germanium", futures=400, seed=4).gdp_bn
    total = sum(each.gdp_bn.median for each in found.industries)
    assert total == pytest.approx(found.gdp_bn.median, rel=0.2)
    assert all(abs(each.gdp_bn.median) < 10 for each in found.industries)


def test_the_terminal_and_its_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shock", "gallium", "germanium", "--futures", "200", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "outlast/shock/1"
    assert set(found["gdp_bn"]) == {"low", "median", "high"}
    assert found["price_change"] is None
    assert set(found["minerals"][0]["price_change"]) == {"low", "median", "high"}
    assert found["industries"][0]["gdp_bn"]["median"] < 0
    assert main(["shock", "gallium", "--restriction", "1.0"]) == 0
    assert "dollars of 2023" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gallum"], "Did you mean"),
        (["gallium", "gallium"], "named twice"),
        (["gallium", "--restriction", "80"], "from 0 to 1"),
        (["gallium", "--months", "13"], "from 0 to 12"),
        (["gallium", "--stock", "nan"], "stock is nan"),
        (["gallium", "--contest", "lilliput"], "declares no economy"),
    ],
)
def test_the_door(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shock", *words]) == 1
    assert says in capsys.readouterr().err


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    file = tmp_path / "us.npz"
    file.write_bytes(TABLE.read_bytes()[:5000])
    with pytest.raises(InputError, match="is no table of industries"):
        read_table(file)
    with np.load(TABLE) as read:
        arrays = {name: read[name] for name in read}
    arrays["final"][7] += 1_000_000
    np.savez(file, **arrays)
    with pytest.raises(InputError, match="differ by 1,000,000"):
        read_table(file)


def test_a_declaration_is_checked_with_its_lines(tmp_path: Path) -> None:
    overlay = tmp_path / "mine"
    overlay.mkdir()
    text = (DEFAULT_CONTEST / "economy.yaml").read_text(encoding="utf-8")
    wrong = text.replace("bloc: US", "bloc: USA").replace("choke: price-cap", "choke: price-cup", 1)
    (overlay / "economy.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        shock("gallium", overlays=[overlay])
    lines = {problem.line: problem.what for problem in refusal.value.problems}
    assert lines[3] == '"USA" is not a bloc.'
    assert '"price-cup" is not a prior.' in lines.values()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("unit: t/year", "unit: kg/year", "this number is in t/year."),
        ("{low: 0.1, high: 0.6}", "{low: 0.1, high: 6}", "it reaches from 0.1 to 6."),
        ("{low: 0.05, high: 0.3}", "{low: -0.1, high: 0.3}", "it reaches from -0.1 to 0.3."),
        ("low: 1.2\n", "low: 2.4\n", "the range is reversed."),
        ('industry: "335920"', 'industry: "3359"', '"3359" is not an industry of the table.'),
        ('industry: "335920"', 'industry: "334511"', "twice"),
        ('"334413": 1.156', '"334413": 0.156', "no less than one of them"),
        ("use: {fact: gallium-consumption-us-2023}", "use: {fact: no-such-fact}", "is not a fact"),
        ("price: {fact: gallium-import-price-us-2023}", "price: {fact: gallium-imports-us-2023}",
         "is stated in t/year"),
        ("choke: price-cap", "choke: elasticity-short-gallium", "may fall below 1."),
    ],
)  # fmt: skip
def test_a_number_beyond_sense_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    overlay = tmp_path / "mine"
    overlay.mkdir()
    text = (DEFAULT_CONTEST / "economy.yaml").read_text(encoding="utf-8")
    assert old in text
    (overlay / "economy.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        shock("gallium", overlays=[overlay])
    assert all(problem.line > 1 for problem in refusal.value.problems)
    assert any(says in problem.what for problem in refusal.value.problems)


def test_the_declared_multiples_are_those_of_the_table() -> None:
    text = (DEFAULT_CONTEST / "economy.yaml").read_text(encoding="utf-8")
    declared = dict(re.findall(r'^  "(\w+)": ([\d.]+)$', text, re.MULTILINE))
    assert len(declared) == 14
    table = read_table(TABLE)
    for code, multiple in declared.items():
        assert least_cost(table, code) == pytest.approx(float(multiple), abs=0.001), code


def test_a_shock_needs_no_engine() -> None:
    asked = "import sys, outlast.api.shock; print('numba' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"


def test_the_parts_of_each_draw_are_its_books() -> None:
    """Each draw: the pinned industries lose their own cuts, whichever way the rest gives way."""
    table = read_table(TABLE)
    closure = Closure(table, tuple(table.place[code] for code in ("334413", "335920")))
    cuts = np.random.default_rng(2).uniform(0.01, 0.2, (20, 2))
    for way in (closure.final_uses_give_way, closure.supply_pushes):
        found = way(cuts)
        assert found[:, list(closure.pinned)] == pytest.approx(closure.direct(cuts), rel=1e-9)
        assert np.all(found.sum(1) < closure.direct(cuts).sum(1))
        assert np.all(-found.sum(1) < table.gdp)
