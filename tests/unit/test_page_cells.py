"""Numbers of a page are renewed between marks; words and earlier columns stay."""

import pytest

from pipeline.page_cells import ROOT, split, with_cells
from pipeline.record_tables import QUOTES, SERVICES
from pipeline.total_effects import with_rows

TEXT = """Before.

<!-- stocks -->
| | record | now | verdict |
|--|--:|--|--|
| gallium | 8.0 | 6.3 | held |
| the same, later | 13.2 | 6.5 | missed |
<!-- end of stocks -->

After.
"""


def test_a_cell_is_replaced_and_nothing_else() -> None:
    found = with_cells(TEXT, "stocks", {"the same, later": {"now": "7.1 (5-9)"}})
    assert found == TEXT.replace("| 6.5 |", "| 7.1 (5-9) |")


@pytest.mark.parametrize(
    ("mark", "cells", "words"),
    [
        ("stocks", {"indium": {"now": "1"}}, "no row"),
        ("stocks", {"gallium": {"then": "1"}}, "no column"),
        ("flows", {"gallium": {"now": "1"}}, "no table"),
    ],
)
def test_a_place_that_is_not_there_is_an_error(
    mark: str, cells: dict[str, dict[str, str]], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        with_cells(TEXT, mark, cells)


@pytest.mark.parametrize(
    ("page", "mark", "rows"),
    [
        ("docs/model/price.md", "prices", set(QUOTES)),
        ("docs/model/checked.md", "freeze", set(SERVICES)),
    ],
)
def test_the_pages_have_the_rows_that_are_measured(page: str, mark: str, rows: set[str]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    table = text.partition(f"<!-- {mark} -->")[2].partition(f"<!-- end of {mark} -->")[0]
    assert rows <= {split(line)[0] for line in table.strip().splitlines()[2:]}


def test_the_effect_of_a_group_takes_the_place_of_its_older_row_alone() -> None:
    page = (
        "a\n<!-- total effects -->\n| G | F | U | C |\n|--|--|--|--|\n| duties | 1 | old | old |\n"
    )
    page += "| supply | 1 | kept | kept |\n<!-- end of total effects -->\nb"
    found = with_rows(page, {"duties": "| duties | 2 | new | new |"}).splitlines()
    assert found[4:6] == ["| duties | 2 | new | new |", "| supply | 1 | kept | kept |"]
    assert (found[0], found[-1]) == ("a", "b")
