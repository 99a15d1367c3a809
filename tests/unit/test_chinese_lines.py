"""Lines of Chinese on a terminal end between words and numbers."""

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from outlast.cli.chinese import CLOSING, OPENING, line_starts
from outlast.cli.terminal import OutputConsole

SENTENCE = "截至2032年11月的100次推演中，直接损失为其8.5倍（约）；答案见outlast levers today。"  # noqa: RUF001


def lines_of(text: str, width: int) -> list[str]:
    edges = [0, *line_starts(text, width), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


@pytest.mark.parametrize("width", range(20, 90))
def test_numbers_and_names_stay_whole_and_no_line_begins_with_a_full_stop(width: int) -> None:
    written = io.StringIO()
    OutputConsole(width=width, file=written).print(Text(SENTENCE))
    lines = [line.rstrip() for line in written.getvalue().splitlines()]
    assert "".join(lines).replace(" ", "") == SENTENCE.replace(" ", "")
    assert max(map(cell_len, lines)) <= width
    for whole in ("2032", "11", "100", "8.5", "outlast", "levers", "today"):
        assert any(whole in line for line in lines), whole
    assert not any(line[0] in CLOSING or line[-1] in OPENING for line in lines)


WORDS = ["中文", "第8.5", "自2026", "词。", "（注）"]  # noqa: RUF001  Chinese brackets


@given(st.lists(st.sampled_from(WORDS)).map("".join), st.integers(16, 40))
def test_lines_hold_the_whole_text_and_fit(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)
    for line, after in pairwise(lines):
        assert after[0] not in CLOSING
        assert line[-1] not in OPENING
        assert not (line[-1].isascii() and after[0].isascii()), "a number is broken"


def test_a_line_that_is_to_stay_whole_stays_so() -> None:
    written = io.StringIO()
    OutputConsole(width=20, file=written).print(Text(SENTENCE), soft_wrap=True)
    assert written.getvalue() == SENTENCE + "\n"
