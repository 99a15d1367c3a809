"""Columns of a report's tables get the room that their cells need."""

from outlast.report.parts import ReportTable

LONG = "What follows the investigation of processed critical minerals, and until when?"


def test_a_long_text_keeps_most_of_the_room_beside_long_headings() -> None:
    heads = ("question", "answer", "chance", "The US side runs short first", "The other side does")
    table = ReportTable("t", heads, ((LONG, "tariff", "31%", "3 (±1)", "96 (±2)"),) * 3)
    widths = table.widths()
    fixed = sum(width for width, shares in widths if not shares)
    assert [shares for _, shares in widths] == [True, False, False, False, False]
    assert fixed <= 4 * 16
    assert widths[0][0] == 70


def test_cells_that_say_nothing_do_not_make_a_column_narrow() -> None:
    cells = ("–", "–", "–", "–", "–", "–", "–", "16 months, in 97")  # noqa: RUF001  its mark
    table = ReportTable("t", ("a", "b"), tuple((LONG, cell) for cell in cells))
    assert table.widths()[1][0] == len("16 months, in 97")
    empty = ReportTable("t", ("a", "b"), ((LONG, "–"),))  # noqa: RUF001  its mark
    assert empty.widths()[1][0] == 1
