"""Tables of one's own in a folder laid over a contest: a run, exposure, and their problems."""

import re
from pathlib import Path

import numpy as np
import pytest

import outlast as ol
from outlast.api.validate import validate
from outlast.economy.bloc_cost import BlocCost
from outlast.economy.check import EconomyNames
from outlast.economy.load import load_economy
from outlast.economy.table import IndustryTable, read_table
from outlast.errors import InputError
from outlast.present.cost import country_name
from outlast.present.display.voice import voice
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest

JAPAN = """industry,tied,final,value_added,cars,rest
cars,0.2,8,4,1,1
rest,0,85,60,4,20
"""

SHIPPED = DEFAULT_CONTEST / "economy" / "us-2023.npz"


def laid(folder: Path, name: str, text: str) -> Path:
    """Return a folder with one table."""
    (folder / "economy").mkdir(parents=True, exist_ok=True)
    (folder / "economy" / name).write_text(text, encoding="utf-8")
    return folder


def as_csv(table: IndustryTable, scale: float = 1.0, at: str = "") -> str:
    """Return a table as CSV, the final uses and value added of one industry scaled."""
    factors = np.array([scale if code == at else 1.0 for code in table.codes])
    added = table.value_added * factors
    final = table.final + (added - table.value_added)
    output = table.sales.sum(1) + final
    lines = [",".join(["", *table.codes, "final"])]
    for code, sold, rest in zip(table.codes, table.sales, final, strict=True):
        lines.append(",".join([code, *(repr(float(each)) for each in sold), repr(float(rest))]))
    for name, row in (("value_added", added), ("imports", table.imports), ("output", output)):
        lines.append(",".join([name, *(repr(float(each)) for each in row)]))
    return "\n".join(lines) + "\n"


def costs(folder: Path | None) -> dict[str, BlocCost]:
    """Return the costs of a short run with a folder laid over the contest."""
    overlays = [] if folder is None else [folder]
    found = ol.run("today", futures=16, seed=3, precision="float32", overlays=overlays).cost
    assert found is not None
    return {each.bloc: each for each in found.blocs}


def test_a_run_takes_the_table_of_a_country_and_leaves_the_others(tmp_path: Path) -> None:
    folder = laid(tmp_path, "JP.csv", JAPAN)
    before, after = costs(None), costs(folder)
    assert before["US"] == after["US"]
    (old, *others), (new, *same) = before["ALLY"].countries, after["ALLY"].countries
    assert others == same
    assert (old.country, old.own_table, new.own_table) == ("JP", False, True)
    assert country_name(new, voice("en")) == "Japan (your table)"
    assert country_name(new, voice("zh")) == "日本（自备表）"  # noqa: RUF001  Chinese brackets
    assert new.loss_bn.mean != pytest.approx(old.loss_bn.mean, rel=1e-3)
    alone = ol.exposure("JP", table=folder / "economy" / "JP.csv", futures=40).countries
    assert ol.exposure("JP", overlays=[folder], futures=40).countries == alone
    assert ol.exposure("DE", overlays=[folder], futures=40) == ol.exposure("DE", futures=40)


def test_a_smaller_tied_share_in_the_table_costs_a_run_less(tmp_path: Path) -> None:
    tenth = costs(laid(tmp_path / "tenth", "JP.csv", JAPAN.replace("0.2", "0.02")))
    whole = costs(laid(tmp_path / "whole", "JP.csv", JAPAN))
    lost = [each["ALLY"].countries[0].loss_bn.mean for each in (tenth, whole)]
    assert 0 < lost[0] < 0.2 * lost[1]


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("JP.csv", "rest,0", "rset,0", "JP.csv:3"),
        ("JP.csv", "85,60", "85,200", '"rest" buys 21 and adds 200'),
        ("JQ.csv", "cars,", "cars,", '"JQ" is no country of exposure.yaml'),
    ],
)
def test_a_broken_table_stops_a_run_before_it_begins(
    tmp_path: Path, name: str, old: str, new: str, says: str
) -> None:
    assert old in JAPAN
    folder = laid(tmp_path, name, JAPAN.replace(old, new, 1))
    told: list[int] = []
    with pytest.raises(InputError, match=re.escape(says)):
        ol.run("today", futures=4, overlays=[folder], progress=lambda done, _: told.append(done))
    assert not told
    assert any(name in each.file for each in validate(None, [folder]).problems)


def test_a_sound_table_is_no_problem(tmp_path: Path) -> None:
    folder = laid(tmp_path, "JP.csv", JAPAN)
    assert not [each for each in validate(None, [folder]).problems if "JP" in each.file]


def test_two_tables_of_one_country_are_refused(tmp_path: Path) -> None:
    folder = laid(laid(tmp_path, "JP.csv", JAPAN), "JP.xlsx", "")
    with pytest.raises(InputError, match="a second table of"):
        ol.exposure("JP", overlays=[folder], futures=16)


def test_tied_shares_are_set_in_the_table_and_not_beside_it(tmp_path: Path) -> None:
    file = laid(tmp_path, "JP.csv", JAPAN) / "economy" / "JP.csv"
    with pytest.raises(InputError, match="in its column"):
        ol.exposure("JP", table=file, given={"tied.rare-earths": 0.1})


def load(folder: Path) -> IndustryTable:
    """Return the industries behind a contest with a folder laid over it."""
    contest = open_contest(None, [folder])
    blocs = {key: bloc.title for key, bloc in contest.world.world.blocs.items()}
    names = EconomyNames(contest.ledger, contest.priors, blocs, contest.bridge)
    return load_economy(contest.layers, names).table


def test_the_table_of_the_bridge_may_be_csv_and_is_the_same(tmp_path: Path) -> None:
    shipped = read_table(SHIPPED)
    found = load(laid(tmp_path, "us-2023.csv", as_csv(shipped)))
    assert found.codes == shipped.codes
    for name in ("sales", "final", "value_added", "output"):
        np.testing.assert_array_equal(getattr(found, name), getattr(shipped, name))
    rest = shipped.output - shipped.sales.sum(0) - shipped.value_added
    np.testing.assert_allclose(found.imports, rest, atol=1e-6)


def test_industries_of_the_bridge_keep_the_worth_of_its_facts(tmp_path: Path) -> None:
    """Worth of services and losses come from one table: a table that differs is refused by code."""
    shipped = read_table(SHIPPED)
    folder = laid(tmp_path, "us-2023.csv", as_csv(shipped, 1.2, "334413"))
    with pytest.raises(InputError, match=r'the bridge gives "334413".*the table'):
        load(folder)
    other = next(
        code
        for code in shipped.codes
        if code not in (open_contest().bridge or pytest.fail("no bridge")).industries
        and shipped.value_added[shipped.place[code]] > 0
    )
    free = laid(tmp_path / "free", "us-2023.csv", as_csv(shipped, 1.2, other))
    assert load(free).gdp > shipped.gdp


def test_a_row_out_of_balance_is_named(tmp_path: Path) -> None:
    text = as_csv(read_table(SHIPPED)).splitlines()
    cells = text[7].split(",")
    text[7] = ",".join([*cells[:-1], repr(float(cells[-1]) + 1e6)])
    with pytest.raises(InputError) as refusal:
        load(laid(tmp_path, "us-2023.csv", "\n".join(text)))
    assert any(each.line == 8 and cells[0] in each.what for each in refusal.value.problems)


def test_a_table_beside_its_own_copy_is_refused(tmp_path: Path) -> None:
    folder = laid(tmp_path, "us-2023.csv", as_csv(read_table(SHIPPED)))
    (folder / "economy" / "us-2023.npz").write_bytes(SHIPPED.read_bytes())
    with pytest.raises(InputError, match="a second table"):
        load(folder)
