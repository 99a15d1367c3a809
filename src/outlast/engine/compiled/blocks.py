"""The entry to the compiled engine: a block of futures over the steps of a piece."""

from outlast.engine.compiled.machine_code import code_folder, machine_code, make_compilable
from outlast.engine.draw import Draw
from outlast.engine.plan import Plan
from outlast.engine.state import Record, Series, State
from outlast.engine.step import resume
from outlast.engine.week import Week

make_compilable()


def _run_piece(  # noqa: PLR0913, PLR0917  six groups of arrays make a step
    plan: Plan, draw: Draw, state: State, week: Week, record: Record, series: Series
) -> None:
    """Run a block of futures over the steps of a piece."""
    resume(plan, draw, state, week, record, series)


run_piece = machine_code(_run_piece, code_folder())
