"""The reference pages are those that the code gives, and they explain every key and option."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.reference import ROOT, pages
from pipeline.reference_files import forms

PAGES = pages()
SRC = ROOT / "src" / "outlast"


@pytest.mark.parametrize(
    ("file", "page"), PAGES.items(), ids=[str(file.relative_to(ROOT)) for file in PAGES]
)
def test_a_page_is_the_one_that_the_code_gives(file: Path, page: Callable[[], str]) -> None:
    renew = "Renew the pages: python -m pipeline.reference"
    assert file.is_file(), f"{file} is missing. {renew}"
    assert file.read_text(encoding="utf-8") == page(), renew


def test_every_form_that_the_code_reads_has_its_place_on_the_page() -> None:
    reads = r"(?:read_form|read_placed|placed|read_table|without_format)\(\s*[^\"()]*?\"([a-z-]+)\""
    read = {
        form
        for file in SRC.rglob("*.py")
        for form in re.findall(reads, file.read_text(encoding="utf-8"))
    }
    shipped = {
        form
        for end in ("yaml", "csv")
        for file in (SRC / "data").rglob(f"*.{end}")
        for form in re.findall(
            r"^(?:# )?format: outlast/([a-z-]+)/", first_lines(file), re.MULTILINE
        )
    }
    described = {form.name for form in forms()}
    assert read | shipped
    assert not (read | shipped) - described


@pytest.mark.parametrize("name", ["files", "commands"])
def test_every_row_says_its_meaning(name: str) -> None:
    page = next(page for file, page in PAGES.items() if file.stem == name)
    assert not list(rows_without_meaning(page()))


def test_a_row_without_meaning_is_found() -> None:
    page = "### `a.yaml`\n\n| key | meaning |\n|--|--|\n| `b` | A letter. |\n| `c` |  |\n"
    assert list(rows_without_meaning(page)) == ["`a.yaml`: `c`"]


def first_lines(file: Path) -> str:
    """Return the first lines of a file, in which its form stands."""
    return "\n".join(file.read_text(encoding="utf-8").splitlines()[:20])


def rows_without_meaning(page: str) -> Iterator[str]:
    """Yield the heading and key of each row of a table with meanings whose meaning is empty."""
    heading, explains = "", False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" |")]
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|") and cells[-1] == "meaning":
            explains = True
        elif not line.startswith("|"):
            explains = False
        elif explains and not cells[-1]:
            yield f"{heading}: {cells[0]}"
