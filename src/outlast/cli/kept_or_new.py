"""The answer that a command asks for: that of a kept run, or of a new run of a scenario."""

from typing import TYPE_CHECKING, Any

from outlast.cli.contest_options import ContestChoice
from outlast.cli.long_work import progress
from outlast.cli.output import announce
from outlast.cli.refusals import refuse_beside_run

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.scenario.load import Situation


def kept_answer(run: str | None) -> "Answer | None":
    """Return the answer of a kept run; None if a scenario is named.

    Raises:
        InputError: Options of a new run stand beside a kept one, or it cannot be read.
    """
    from outlast.api.load_run import is_run, load_run  # noqa: PLC0415  the engine is heavy

    if run is None or not is_run(run):
        return None
    refuse_beside_run(run, "futures", "seed", "given", "contest", "overlays", "as_recorded")
    return load_run(run)


def kept_or_new(
    run: str | None, numbers: tuple[int, int], choice: ContestChoice, given: dict[str, str]
) -> "Answer":
    """Return the answer of a kept run, or of a new run with these futures and this seed."""
    return kept_answer(run) or new_answer(
        run,
        numbers,
        given=given,
        contest=choice.contest,
        overlays=choice.overlays,
        as_recorded=choice.as_recorded,
    )


def new_answer(
    scenario: "str | Situation | None",
    numbers: tuple[int, int],
    **more: Any,  # noqa: ANN401  the other arguments of `run`
) -> "Answer":
    """Return the answer of a new run with these futures and this seed, under a bar of progress."""
    from outlast.api.run import run as answer_of  # noqa: PLC0415  the engine is heavy

    futures, seed = numbers
    announce()  # the bar paints over text below it
    with progress(quiet=False) as update:
        return answer_of(scenario, futures=futures, seed=seed, progress=update, **more)
