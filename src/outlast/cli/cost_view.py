"""The cost of denial on the terminal: by part, industry and year, or direct losses alone."""

from typing import Final

from rich.console import Console
from rich.text import Text

from outlast.api.answer import Answer
from outlast.cli.grid import GridColumn, show_grid
from outlast.present.cost import cost_basis, cost_tables
from outlast.present.display.voice import Voice
from outlast.present.view import Table

BILLION: Final = 1e9

NUMBERS: Final = frozenset({"mean", "low", "median", "high", "share"})
"""The columns of numbers."""


def show_costs(answer: Answer, english: Voice, shown: Console) -> None:
    """Show the cost of denial: by part and industry where there is a table, else direct losses."""
    if answer.cost is None:
        _direct(answer, english, shown)
        return
    results, cost = answer.results, answer.cost
    for title, table in cost_tables(results, cost, english):
        _show_table(title, table, english, shown)
    shown.print(Text(cost_basis(results, cost, english), style="dim"))
    shown.print()


def _show_table(title: str, table: Table, english: Voice, shown: Console) -> None:
    """Show a table with its title; the first of its columns are texts."""
    columns = [GridColumn(head, right=key in NUMBERS) for key, head in table.columns]
    shown.print(Text(title, style="bold"))
    show_grid(shown, columns, table.lines(english))
    shown.print()


def _direct(answer: Answer, english: Voice, shown: Console) -> None:
    """Show the value added that each bloc loses, where it is known."""
    direct = [cost for cost in answer.costs if cost.kind == "direct"]
    if not direct:
        return
    shown.print(
        Text("Value added lost to denial by the end, where it is known, billion USD", style="bold")
    )
    titles = ("mean", "one in ten under", "one in ten over")
    columns = [GridColumn("bloc"), *(GridColumn(title, right=True) for title in titles)]
    table: list[list[str]] = []
    for cost in direct:
        values = (english.number(value / BILLION) for value in (cost.mean, cost.low, cost.high))
        table.append([cost.title, *values])
    show_grid(shown, columns, table)
    shown.print()
