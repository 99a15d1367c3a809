"""Reading the published results of a contest, with every problem at its line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlast.errors import InputError, Problems
from outlast.facts import Ledger
from outlast.facts.units import CONTEXT
from outlast.reading import (
    Findings,
    Layers,
    Place,
    collect,
    each_unknown,
    layered,
    read_placed,
    topmost,
    unknown,
)
from outlast.scenario.prior import Prior
from outlast.truth.backtest.load import FILE_NAME as BACKTEST
from outlast.truth.backtest.load import check_series, read_backtest
from outlast.truth.verify.computation import (
    ClearingPrice,
    ClosedForm,
    EpisodeReading,
    FactRatio,
    FirstStop,
    FlowRatio,
    FlowSum,
    LearningRate,
    PriceRatio,
    ResearchLoss,
    ValueAddedShare,
)
from outlast.truth.verify.economic_forms import EconomicForm
from outlast.truth.verify.published import PublishedResults
from outlast.world import World

FILE_NAME: Final = "published.yaml"
"""The file of published results in the folder of a contest."""


@dataclass(frozen=True)
class PublishedInputs:
    """Everything of a contest that published results may name."""

    layers: Layers
    """The folder of the contest, then the folders laid over it."""

    ledger: Ledger
    priors: Mapping[str, Prior]

    world: World | None
    """The world; its names go unchecked if it could not be read."""


def load_published(inputs: PublishedInputs) -> PublishedResults:
    """Return the published results of a contest, with all flows that they may name.

    A contest without the file has no published results.

    Raises:
        InputError: All problems of the file, and of the declaration of the backtest.
    """
    problems = Problems(context={CONTEXT: inputs.ledger.units})
    published = read_published(inputs, problems)
    problems.stop_if_any(InputError)
    return published or PublishedResults()


def read_published(inputs: PublishedInputs, problems: Problems) -> PublishedResults | None:
    """Return published results with all flows, or add every problem to those of a load."""
    file = topmost(inputs.layers, FILE_NAME)
    read = None if file is None else read_placed(file, "published", PublishedResults, problems)
    if read is None:
        return None
    published, document = read
    backtest = read_backtest(inputs.layers, inputs.ledger, inputs.world, problems)
    declared = {} if backtest is None else backtest.series
    flows = {key: each for key, each in declared.items() if each.flow is not None}
    series = {**flows, **published.series}
    is_broken = backtest is None and topmost(inputs.layers, BACKTEST) is not None
    findings = _findings(published, None if is_broken else series, inputs)
    collect(findings, document, problems)
    return published.model_copy(update={"series": series})


def episode_file(layers: Layers, name: str) -> Path | None:
    """Return the scenario of an episode of a contest; None if there is no such episode."""
    return topmost(layers, f"episodes/{name}.yaml")


def _findings(
    published: PublishedResults, series: Collection[str] | None, inputs: PublishedInputs
) -> Findings:
    """Yield every name in published results that the contest does not know."""
    if inputs.world is not None:
        yield from check_series(published.series, inputs.world, inputs.ledger.units)
    for key, result in published.results.items():
        place = ("results", key)
        yield from unknown((*place, "source"), result.source, inputs.ledger.sources, "a source")
        if result.computes is None:
            continue
        at = (*place, "computes")
        episode = result.computes.episode
        if episode is not None and episode_file(inputs.layers, episode) is None:
            known = [file.stem for _, file in layered(inputs.layers, "episodes/*.yaml")]
            yield from unknown((*at, "episode"), episode, known, "an episode")
        form = result.computes.form
        yield from _unknown_in_closed_form(at, form, inputs)
        yield from _unknown_series(at, form, series)
        if inputs.world is not None:
            yield from _unknown_in_world(at, form, inputs.world)


def _unknown_in_closed_form(
    at: Place, form: ClosedForm | EconomicForm | EpisodeReading, inputs: PublishedInputs
) -> Findings:
    """Yield every name in a closed form that the contest does not know."""
    facts, priors = inputs.ledger.facts, inputs.priors
    match form:
        case FactRatio(numerator=above, denominator=below):
            yield from unknown((*at, "fact_ratio", "numerator"), above, facts, "a fact")
            yield from unknown((*at, "fact_ratio", "denominator"), below, facts, "a fact")
        case ResearchLoss(prior=prior):
            yield from unknown((*at, "research_loss", "prior"), prior, priors, "a prior")
        case ClearingPrice(demand=demand, supply=supply):
            yield from unknown((*at, "clearing_price", "demand"), demand, priors, "a prior")
            yield from unknown((*at, "clearing_price", "supply"), supply, priors, "a prior")
        case ValueAddedShare(goods=goods):
            place = (*at, "value_added_share", "goods")
            known = None if inputs.world is None else inputs.world.goods
            yield from each_unknown(place, goods, known, "a good")
        case _:
            pass


def _unknown_series(
    at: Place, form: ClosedForm | EconomicForm | EpisodeReading, series: Collection[str] | None
) -> Findings:
    """Yield every series that a reading of an episode names and the contest does not declare."""
    match form:
        case FlowRatio(series=name, over_series=other):
            yield from unknown((*at, "flow_ratio", "series"), name, series, "a series")
            if other is not None:
                yield from unknown((*at, "flow_ratio", "over_series"), other, series, "a series")
        case FlowSum(series=names):
            yield from each_unknown((*at, "flow_sum", "series"), names, series, "a series")
        case LearningRate(series=name):
            yield from unknown((*at, "learning_rate", "series"), name, series, "a series")
        case _:
            pass


def _unknown_in_world(
    at: Place, form: ClosedForm | EconomicForm | EpisodeReading, world: World
) -> Findings:
    """Yield every name in a reading of an episode that the world does not know."""
    match form:
        case PriceRatio(good=good, market=market):
            yield from unknown((*at, "price_ratio", "good"), good, world.goods, "a good")
            yield from unknown((*at, "price_ratio", "market"), market, world.blocs, "a bloc")
        case FirstStop(service=service):
            yield from unknown((*at, "first_stop", "service"), service, world.services, "a service")
        case LearningRate(process=process):
            learning = [k for k, each in world.processes.items() if each.yield_now is not None]
            place = (*at, "learning_rate", "process")
            yield from unknown(place, process, learning, "a process that learns")
        case _:
            pass
