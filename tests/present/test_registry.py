"""The registry: every view stands in it once, and every shell finds its figures there."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from outlast.cli.figure import command
from outlast.errors import InputError
from outlast.present import registry
from outlast.present.display.voice import Voice
from outlast.present.registry import FIGURES, FigureEntry, Subject, figure, figures, report_figures
from outlast.present.view import View
from outlast.present.views.cover import cover
from outlast.results import Results
from outlast.study.drivers import Drivers
from tests.present.fake import DRIVERS, outcome, speak

VIEWS = Path(registry.__file__).parent / "views"
SCREENS = {"answer", "why", "changes", "cost", "compare", "evidence"}


def returns_a_view(file: Path) -> bool:
    """Return whether a public function of a file returns a view."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and isinstance(node.returns, ast.Name)
        and node.returns.id == "View"
        for node in tree.body
    )


def test_every_view_stands_in_the_registry() -> None:
    tree = ast.parse(Path(registry.__file__).read_text(encoding="utf-8"))
    prefix = "outlast.present.views."
    imported = {
        f"{node.module}".removeprefix(prefix)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and f"{node.module}".startswith(prefix)
    }
    views = {file.stem for file in VIEWS.glob("*.py") if returns_a_view(file)}
    assert views == imported
    assert len(FIGURES) == len(views) + 1  # the answer is built beside its sentence


def test_every_figure_stands_on_a_screen_or_in_the_report() -> None:
    for entry in FIGURES.values():
        assert entry.screens or entry.section, entry.name
        assert set(entry.screens) <= SCREENS


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in ("gap", "levers")])
def test_an_entry_builds_the_view_of_its_name(name: str) -> None:
    results = outcome("today")
    drivers = Drivers("all", "plan", DRIVERS, 0.01, 9)
    view = FIGURES[name].build(Subject(results, drivers=drivers), speak("en", "today"))
    assert view.name == name


def test_a_world_without_compute_has_no_figure_of_it() -> None:
    toy, today = outcome(), outcome("today")
    for results, has in ((toy, False), (today, True)):
        assert ("compute" in {each.name for each in figures("why", results)}) is has
        assert ("compute" in {each.name for each in report_figures("why", results)}) is has
    with pytest.raises(InputError, match="no compute"):
        figure("compute").build(Subject(toy), speak("en"))


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="dots"):
        figure("dotz")


def test_a_new_view_reaches_page_and_report_by_its_entry_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def build(subject: Subject, language: Voice) -> View:
        return cover(subject.results, language)

    entry = FigureEntry("tried", build, screens=("why",), section="why")
    monkeypatch.setitem(FIGURES, "tried", entry)
    results: Results = outcome()
    assert entry in figures("why", results)
    assert entry in report_figures("why", results)


def test_the_command_names_every_figure() -> None:
    text = " ".join(CliRunner().invoke(command, ["--help"]).output.split())
    *names, last = FIGURES
    assert f"NAME is {', '.join(names)} or {last}." in text


def test_the_page_of_figures_lists_the_registry() -> None:
    page = Path(__file__).parents[2] / "docs" / "figures.md"
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    listed = {name.strip("`"): (screens, section) for name, _, screens, section in rows}
    assert listed == {
        entry.name: (", ".join(each.capitalize() for each in entry.screens), entry.section)
        for entry in FIGURES.values()
    }
