"""Tables of one's own: forms that are read, tables that are handled, and rows that are refused."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
import pytest

from outlast.api.network import network
from outlast.economy.network.flows_file import arranged, from_frames, read_flows
from outlast.errors import InputError

PLAIN = """industry,farms,mills,shops,final
farms,10,30,5,55
mills,8,2,40,150
shops,6,9,12,173
"""

TWO = """industry,a:x,a:y,b:x,b:y,final:a,final:b
b:y,1,2,3,4,10,20
a:x,5,6,7,8,30,40
a:y,1,1,1,1,50,5
b:x,0,0,0,0,0,9
"""


def written(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    """Write a table and return its file."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def refusal(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """Return the lines and problems with which a table is refused."""
    with pytest.raises(InputError) as refused:
        read_flows(written(tmp_path, text))
    return [(problem.line, problem.what) for problem in refused.value.problems]


def test_a_table_of_one_region(tmp_path: Path) -> None:
    table = read_flows(written(tmp_path, PLAIN))
    assert table.labels == ("farms", "mills", "shops")
    assert table.output.tolist() == [100.0, 200.0, 200.0]
    assert table.value_added.tolist() == [76.0, 159.0, 143.0]
    tabs = read_flows(written(tmp_path, PLAIN.replace(",", "\t"), "table.tsv"))
    assert np.array_equal(tabs.sales, table.sales)


def test_a_table_of_several_regions_is_put_in_order(tmp_path: Path) -> None:
    table = read_flows(written(tmp_path, TWO))
    assert table.regions == ("b", "a")
    assert table.labels == ("b:y", "b:x", "a:y", "a:x")
    assert table.sales[3].tolist() == [8.0, 7.0, 6.0, 5.0]
    assert table.final[0].tolist() == [20.0, 10.0]


def test_rows_below_the_industries(tmp_path: Path) -> None:
    with_imports = read_flows(written(tmp_path, PLAIN + "imports,6,9,3,0\n"))
    assert with_imports.value_added.tolist() == [70.0, 150.0, 140.0]
    stated = read_flows(written(tmp_path, PLAIN + "value_added,60,-5,140,0\n"))
    assert stated.negative == ("mills",)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("farms,10,30", "farms,10,-30", 2, '"farms" sells -30 to "mills".'),
        ("40,150", "40,-150", 3, '"mills" sells -150 to final uses.'),
        ("12,173", "12,n/a", 4, '"n/a" in the row of "shops" under "final" is no number.'),
        ("mills,8", "mill,8", 3, '"mill" has no column.'),
        ("mills,8,2,40,150\n", "", 1, '"mills" has no row.'),
        ("shops,6", "farms,6", 4, '"farms" has two rows.'),
        ("6,9,12,173", "6,9,12,173,4", 4, 'the row of "shops" has 5 values under 4 names.'),
        ("final\n", "homes\n", 1, "the table has no column `final`."),
        ("farms,10,30,5,55", "farms,0,0,0,0", 2, '"farms" buys inputs and has no output.'),
        ("12,173", "12,inf", 4, 'the row of "shops" holds a value that is no number.'),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in PLAIN
    assert (line, says) in refusal(tmp_path, PLAIN.replace(old, new, 1))


def test_a_table_out_of_balance_is_named(tmp_path: Path) -> None:
    stated = PLAIN + "output,100,260,200,0\n"
    assert refusal(tmp_path, stated) == [(3, 'the sales of "mills" and its output differ by -60.')]
    over = PLAIN + "value_added,76,190,143,0\n"
    assert refusal(tmp_path, over) == [
        (3, 'the inputs and the value added of "mills" exceed its output by 31.')
    ]


def test_regions_must_be_whole(tmp_path: Path) -> None:
    assert refusal(tmp_path, TWO.replace("b:x", "c:x"))[0][1] == '"b:x" has no row.'
    assert refusal(tmp_path, TWO.replace("b:y", "y"))[0][1] == '"y" names no region.'
    assert "no region" in refusal(tmp_path, TWO.replace("final:b", "final"))[0][1]


def test_files_that_hold_no_table(tmp_path: Path) -> None:
    for text, says in (("", "no industry"), ("a,b\n", "no industry")):
        assert says in refusal(tmp_path, text)[0][1]
    for name in ("table.xlsx", "gone.csv"):
        with pytest.raises(InputError):
            read_flows(tmp_path / name)
    with pytest.raises(InputError, match=r"holds no Z\.txt"):
        read_flows(tmp_path)


def test_negative_flows_count_as_nothing_on_request(tmp_path: Path) -> None:
    file = written(tmp_path, PLAIN.replace("40,150", "-4,150"))
    with pytest.raises(InputError, match="--mend"):
        read_flows(file)
    table = read_flows(file, mend=True)
    assert table.sales[1].tolist() == [8.0, 2.0, 0.0]
    assert table.output[1] == 160.0


def frames() -> SimpleNamespace:
    """Return frames as pymrio has them: two levels of labels."""
    rows = pd.MultiIndex.from_product([["a", "b"], ["x", "y"]], names=["region", "sector"])
    uses = pd.MultiIndex.from_product([["a", "b"], ["homes", "state"]])
    random = np.random.default_rng(1)
    flows = pd.DataFrame(random.uniform(1, 5, (4, 4)), index=rows, columns=rows)
    final = pd.DataFrame(random.uniform(9, 20, (4, 4)), index=rows, columns=uses)
    return SimpleNamespace(Z=flows, Y=final)


def test_frames_and_their_folder(tmp_path: Path) -> None:
    system = frames()
    table = from_frames(system)
    assert table.labels == ("a:x", "a:y", "b:x", "b:y")
    assert table.final[:, 1] == pytest.approx(np.asarray(system.Y)[:, 2:].sum(1))
    system.Z.to_csv(tmp_path / "Z.txt", sep="\t")
    system.Y.to_csv(tmp_path / "Y.txt", sep="\t")
    again = read_flows(tmp_path)
    assert again.labels == table.labels
    assert again.sales == pytest.approx(table.sales)
    assert again.final == pytest.approx(table.final)
    found = network("a:x=0.4@1+5", table=system, steps=20, compare=False)
    assert found is not None
    assert found.outcome.change < 0
    with pytest.raises(InputError, match="no frames"):
        network("a:x=0.4", table=object())


def test_labelled_arrays() -> None:
    sales = np.array([[10.0, 30.0], [8.0, 2.0]])
    given = {"labels": ["one", "two"], "sales": sales, "final": [60.0, 90.0]}
    found = network("one=0.5@0+4", table=given, steps=10, inputs="critical", compare=False)
    assert found is not None
    assert found.asked.inputs == "critical"
    assert found.industries[0].code == "one"
    assert found.outcome.direct == pytest.approx(-4 * 0.5 * (100 - 18) / 52 / 1000)
    with pytest.raises(InputError, match="no final"):
        network("one=0.5", table={"labels": ["one"], "sales": sales})
    with pytest.raises(InputError, match="has the shape"):
        network("one=0.5", table={**given, "labels": ["one"]})


@pytest.mark.parametrize("rules", ["inventories", "ario"])
def test_zeros_one_region_and_negative_value_added(rules: str) -> None:
    """An idle industry, an unused good, one region, and a loss-making industry are handled."""
    sales = np.array([[5.0, 20, 0, 9], [8, 2, 0, 30], [0, 0, 0, 0], [0, 0, 0, 0]])
    final = np.array([70.0, 60, 0, 20])
    table = arranged(
        ["farms", "mills", "idle", "works"],
        sales,
        final[:, None],
        final_regions=[""],
        value_added=sales.sum(1) + final - sales.sum(0),
        output=sales.sum(1) + final,
    )
    assert table.negative == ("works",)
    found = network(["mills=0.5@2+10"], table=table, rules=rules, steps=40, compare=False)
    assert found is not None
    assert found.negative == ("works",)
    assert np.isfinite(found.path).all()
    assert found.outcome.change < 0
    assert next(each for each in found.industries if each.code == "idle").change == 0


def test_capital_needs_value_added() -> None:
    sales = np.array([[5.0, 30.0], [8.0, 2.0]])
    given = {"labels": ["one", "two"], "sales": sales, "final": [60.0, 10.0]}
    with pytest.raises(InputError, match='"two" has no capital'):
        network(table=given, rules="ario", capital="two=0.1", rebuilders="one=1")
    found = network(
        table=given, rules="ario", capital="one=0.1@2+5", rebuilders="one=1", compare=False
    )
    assert found is not None
    assert found.outcome.direct < 0
