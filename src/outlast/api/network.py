"""Networks of industries for a program: the loss when capacity, a route or capital is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from outlast.api.arguments import Arguments, with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.library import Library
from outlast.api.network_options import CheckedOptions, check_options
from outlast.api.notebook_progress import progress_here
from outlast.api.pictured import Pictured, fields_of
from outlast.economy.check import EconomyNames
from outlast.economy.load import load_economy
from outlast.economy.network.batch import BatchLosses, batch_losses
from outlast.economy.network.choices import CURATED, STEPS_A_YEAR, alternatives, model_of
from outlast.economy.network.event_text import (
    parse_capacity,
    parse_capital,
    parse_rebuilders,
    parse_route,
)
from outlast.economy.network.events import EventSet
from outlast.economy.network.flows import FlowTable, from_industries
from outlast.economy.network.flows_file import arranged, from_frames, read_flows
from outlast.economy.network.input_classes import InputDeclaration
from outlast.economy.network.network_loss import (
    NetworkAlternative,
    NetworkLoss,
    NetworkRequest,
    industry_changes,
    outcome_of,
)
from outlast.errors import InputError
from outlast.present.display.voice import voice
from outlast.present.view import View
from outlast.reading import user_path
from outlast.scenario.locate import contest_layers

MILLION: Final = "million"
CAPITAL_RATIO: Final = 4.0
"""Capital per unit of a year's value added, as BoARIO has it by default."""


@dataclass(frozen=True)
class NetworkTable:
    """A table of flows with the classes of its inputs, ready for events."""

    title: str
    flows: FlowTable
    classes: InputDeclaration | None = None
    title_zh: str = ""
    chinese: Mapping[str, str] = field(default_factory=dict[str, str])
    """The Chinese titles of industries, by code."""

    @property
    def unit(self) -> tuple[str, float]:
        """The unit of answers, and the factor to it from the unit of the table."""
        unit = self.flows.unit
        return (unit.replace(MILLION, "billion"), 1e-3) if MILLION in unit else (unit, 1.0)


@dataclass(frozen=True, repr=False)
class NetworkAnswer(NetworkLoss, Pictured):
    """The loss of a network of industries, with its picture."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the path of the loss and the industries that lose most; see `Pictured.figure`."""
        from outlast.present.network_figure import network_figure  # noqa: PLC0415  heavy

        return network_figure(self, voice(language), version("outlast"))


@with_default_arithmetic
def network(  # noqa: PLR0913  each is a choice of the caller's
    events: str | Sequence[str] = (),
    *,
    table: Any = None,  # noqa: ANN401  a file, labelled arrays, or any object with frames Z and Y
    contest: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    progress: Callable[[int, int], None] | None = None,
    should_cancel: Callable[[], bool] | None = None,
    **options: Any,  # noqa: ANN401  the fields of `NetworkOptions`
) -> NetworkAnswer | None:
    """Return the loss of value added while events spread through industries step by step.

    Args:
        events: Lost capacity, `INDUSTRY=SHARE@START+LENGTH`; the times are steps, and may be left
            out. A star at the end of an industry stands for any ending.
        table: A file (CSV with labels, `.npz`, a folder that pymrio saved), a mapping with
            `labels`, `sales`, `final` and, if known, `value_added` and `output`, or an object with
            pandas frames `Z` and `Y`. By default the table of the contest.
        contest: The contest whose table is read.
        overlays: Folders to lay over it, the topmost last.
        progress: Told how many steps are computed, and of how many.
        should_cancel: Asked after each step whether to end early.
        options: Any field of `outlast.api.network_options.NetworkOptions`, as `rules="ario"`,
            `routes=["334413/334111=1"]`, `cover=8` or `rationing="firms-first"`.

    Returns:
        The loss; None if it was cancelled.

    Raises:
        InputError: An event, an option or the table cannot be used; all problems at once.
    """
    asked = Arguments()
    texts = asked.texts("events", events)
    asked.contest(contest, overlays)
    asked.functions(progress=progress, should_cancel=should_cancel)
    found = check_options(asked, options)
    asked.stop_if_any()
    held = _table(table, found, contest, overlays)
    if held.classes is None and found.choices.inputs == CURATED:
        if found.inputs_given:
            what = f"no classes of inputs lie beside {held.title}."
            raise InputError.of(what, "Choose critical, half-critical or non-critical.")
        found = replace(found, choices=replace(found.choices, inputs="half-critical"))
    events_read = _events(asked, texts, found, held.flows)
    ways = (progress_here(progress, "steps"), should_cancel)
    lost = _lost(held, texts, found, events_read, ways)
    return None if lost is None else NetworkAnswer(**fields_of(lost))


def _table(
    table: Any,  # noqa: ANN401  as a caller gives it
    found: CheckedOptions,
    contest: str | Path | None,
    overlays: Sequence[str | Path],
) -> NetworkTable:
    """Return the table of a call, checked."""
    if table is None:
        return _shipped(contest, overlays)
    if isinstance(table, NetworkTable):
        return table
    if isinstance(table, FlowTable):
        return NetworkTable("the table", table)
    if isinstance(table, Mapping):
        given = cast("Mapping[str, Any]", table)
        return NetworkTable("the table", _from_arrays(given, found))
    if isinstance(table, str | PathLike):
        file = user_path(cast("str | Path", table))
        return NetworkTable(file.name, read_flows(file, found.unit, mend=found.mend))
    return NetworkTable("the table", from_frames(table, found.unit, mend=found.mend))


def _shipped(contest: str | Path | None, overlays: Sequence[str | Path]) -> NetworkTable:
    """Return the table of a contest, with the classes that lie beside it."""
    library = Library(*contest_layers(contest, overlays))
    blocs = {key: bloc.title for key, bloc in library.world.world.blocs.items()}
    names = EconomyNames(library.ledger, library.priors, blocs)
    loaded = load_economy(library.layers, names)
    declared = loaded.declared
    flows = from_industries(loaded.table, f"USD million of {declared.year}")
    title = f"{blocs[declared.bloc]} {declared.year}"
    bloc_zh = library.reader.names.get("zh", {}).get(f"bloc.{declared.bloc}", "")
    title_zh = f"{bloc_zh}{declared.year}年" if bloc_zh else ""
    return NetworkTable(title, flows, loaded.inputs, title_zh, loaded.chinese)


def _from_arrays(given: Mapping[str, Any], found: CheckedOptions) -> FlowTable:
    """Return the table of labelled arrays."""
    needed = ("labels", "sales", "final")
    lost = [name for name in needed if name not in given]
    if lost:
        raise InputError.of(f"the table has no {lost[0]}.", f"Give {', '.join(needed)}.")
    labels = [str(each) for each in given["labels"]]
    sales = np.asarray(given["sales"], dtype=np.float64)
    final = np.asarray(given["final"], dtype=np.float64)
    final = final[:, None] if final.ndim == 1 else final
    square = (len(labels), len(labels))
    if sales.shape != square or final.shape[:1] != square[:1]:
        what = f"sales has the shape {sales.shape} and final {final.shape}."
        raise InputError.of(what, f"{len(labels)} labels need sales {square} and as many final.")
    output = given.get("output", sales.sum(1) + final.sum(1))
    return arranged(
        labels,
        sales,
        final,
        final_regions=given.get("final_regions", [""] * final.shape[1]),
        value_added=given.get("value_added", output - sales.sum(0)),
        output=output,
        unit=found.unit,
        titles=given.get("titles", ()),
        mend=found.mend,
    )


def _events(
    asked: Arguments, texts: Sequence[str], found: CheckedOptions, flows: FlowTable
) -> EventSet:
    """Return the events of a call.

    Raises:
        InputError: One is no event, or names something that the table lacks; all at once.
    """
    refuse, steps, fading = asked.refuse, found.steps, found.recovery
    sectors = parse_rebuilders(found.rebuilders, flows.sectors, refuse) if found.capital else ()
    capital = CAPITAL_RATIO * (flows.output - flows.sales.sum(0))
    rebuilt = (sectors, found.rebuilding, capital)
    capacity = [parse_capacity(text, flows, steps, fading, refuse) for text in texts]
    routes = [parse_route(text, flows, steps, fading, refuse) for text in found.routes]
    lost = [parse_capital(text, flows, steps, rebuilt, refuse) for text in found.capital]
    if not (capacity or routes or lost):
        refuse("no event is named.", "Write one, as 334413=0.2@4+26.")
    asked.stop_if_any()
    return EventSet(
        tuple(each for each in capacity if each is not None),
        tuple(each for each in routes if each is not None),
        tuple(each for each in lost if each is not None),
    )


def _lost(
    held: NetworkTable,
    texts: Sequence[str],
    found: CheckedOptions,
    events: EventSet,
    ways: tuple[Callable[[int, int], None] | None, Callable[[], bool] | None],
) -> NetworkLoss | None:
    """Return the loss of one set of events, and its alternatives; None if it was cancelled."""
    flows, chosen = held.flows, found.choices
    progress, should_cancel = ways
    runs = [("", chosen), *(alternatives(chosen) if found.compare else ())]
    unit, scale = held.unit
    before = float(flows.value_added.sum())
    a_step = before / STEPS_A_YEAR[chosen.step]
    losses: BatchLosses | None = None
    outcomes: list[NetworkAlternative] = []
    for number, (name, choices) in enumerate(runs):

        def tell(done: int, of: int, number: int = number) -> None:
            if progress is not None:
                progress(number * of + done, len(runs) * of)

        model = model_of(flows, choices, held.classes)
        some = batch_losses(
            model, [events], found.steps, progress=tell, should_cancel=should_cancel
        )
        if some is None:
            return None
        losses = losses or some
        outcomes.append(NetworkAlternative(name, outcome_of(some, 0, a_step, scale)))
    if losses is None:
        return None
    rules = held.classes.rule_count if held.classes and chosen.inputs == CURATED else 0
    return NetworkLoss(
        asked=_request(texts, found),
        title=held.title,
        unit=unit,
        industry_count=len(flows.labels),
        region_count=len(flows.regions),
        value_added=before * scale,
        outcome=outcomes[0].outcome,
        share_of_year=outcomes[0].outcome.change / (before * scale) if before else 0.0,
        path=tuple(float(each) * scale for each in losses.path[0]),
        industries=industry_changes(flows, losses, 0, scale, held.chinese),
        negative=flows.negative,
        alternatives=tuple(outcomes[1:]),
        assumed=rules,
        title_zh=held.title_zh,
    )


def _request(texts: Sequence[str], found: CheckedOptions) -> NetworkRequest:
    """Return the events and rules that are asked for, as plain data."""
    chosen = found.choices
    return NetworkRequest(
        events=tuple(texts),
        routes=found.routes,
        capital=found.capital,
        rules=chosen.rules,
        step=chosen.step,
        steps=found.steps,
        inputs=chosen.inputs,
        cover=chosen.cover,
        restocking=chosen.restocking,
        rationing=chosen.rationing,
        spare=chosen.spare,
        recovery=found.recovery,
        precision=chosen.precision,
    )
