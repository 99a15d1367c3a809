"""Compute: holdings by bloc and source, their shares by service, performance, launches and bars."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from outlast.engine.arrays import Bytes, Ints, Reals
from outlast.engine.codes import COMPUTE
from outlast.lower.index import RENTED, csr_list, numbered
from outlast.lower.network.network import Network
from outlast.lower.network.users import Holding
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.clock import DAYS_A_YEAR
from outlast.scenario.load import Situation
from outlast.world import Chip, Good


class Holdings(NamedTuple):
    """The names of the holdings of compute, and of the profiles under which services use them."""

    names: tuple[Holding, ...]
    profiles: tuple[float, ...]
    """The weight of arithmetic against memory bandwidth, 0 to 1."""


class HoldingArrays(NamedTuple):
    """Fields of the Plan that describe holdings of compute and who fills and uses them."""

    holding_bloc: Ints
    holding_rented: Bytes
    install_holding: Ints
    smuggled_holding: Ints
    site_tracked: Bytes
    holding_share: Reals
    service_profile: Ints


class PerformanceArrays(NamedTuple):
    """Fields of the Plan that hold the performance of goods and the launches of their makers."""

    good_performance: Reals
    launch_years: Reals
    good_maker: Ints


class BarArrays(NamedTuple):
    """Fields of the Plan that list the measures that bar rented compute."""

    bar_ptr: Ints
    bar_measure: Ints
    bar_share: Reals


def list_holdings(situation: Situation) -> Holdings:
    """Return the holdings of compute by bloc and source, and the profiles of performance."""
    world, ledger = situation.world, situation.ledger
    names: list[Holding] = []
    for bloc, compute in world.compute.items():
        smuggled = [compute.smuggled] if compute.smuggled else []
        sources = dict.fromkeys([*compute.owned, *compute.channels.values(), *smuggled])
        names.extend((bloc, source) for source in sources)
        if compute.rented is not None:
            names.append((bloc, RENTED))
    weights = [
        ledger.value(service.compute.arithmetic, "1")
        for service in world.services.values()
        if service.compute
    ]
    return Holdings(tuple(names), tuple(dict.fromkeys(weights)))


def holding_arrays(situation: Situation, network: Network, holdings: Holdings) -> HoldingArrays:
    """Return the arrays of holdings."""
    world, ledger = situation.world, situation.ledger
    blocs = numbered(network.blocs)
    rows = {name: row for row, name in enumerate(holdings.names)}
    shares = np.zeros((len(network.services), len(rows)))
    profile = np.full(len(network.services), -1, np.int32)
    for row, (key, kind) in enumerate(zip(network.services, network.service_kinds, strict=True)):
        service = world.services.get(key)
        if kind != COMPUTE or service is None or service.compute is None:
            continue
        profile[row] = holdings.profiles.index(ledger.value(service.compute.arithmetic, "1"))
        for column, (bloc, source) in enumerate(holdings.names):
            if bloc == service.bloc:
                used = service.compute.rented if source == RENTED else service.compute.owned
                shares[row, column] = ledger.value(used, "1")
    return HoldingArrays(
        holding_bloc=np.array([blocs[bloc] for bloc, _ in holdings.names], np.int32),
        holding_rented=np.array([source == RENTED for _, source in holdings.names], np.int8),
        install_holding=_filled(network, rows, network.holdings),
        smuggled_holding=_filled(network, rows, network.smuggled),
        site_tracked=_counts_smuggled(network),
        holding_share=shares,
        service_profile=profile,
    )


def _filled(network: Network, rows: Mapping[Holding, int], by: Mapping[str, Holding]) -> Ints:
    """Return the row of the holding that each service fills, -1 for none."""
    return np.array([rows[by[key]] if key in by else -1 for key in network.services], np.int32)


def _counts_smuggled(network: Network) -> Bytes:
    """Return 1 for sites where smuggled goods are counted separately."""
    separate = {edge.site for edge in network.edges if edge.user in network.smuggled}
    return np.array([key in separate for key in network.sites], np.int8)


def performance_arrays(
    situation: Situation, network: Network, holdings: Holdings
) -> PerformanceArrays:
    """Return the performance of one unit of each good, its maker, and the maker's last launch."""
    goods = [situation.world.goods[key] for key in network.goods]
    blocs, makers = numbered(network.blocs), situation.conduct.makers
    performance = np.zeros((len(goods), len(holdings.profiles)))
    launches = np.zeros((len(goods), situation.clock.steps))
    for row, (key, good) in enumerate(zip(network.goods, goods, strict=True)):
        performance[row] = _performance(situation, good, holdings.profiles)
        if key in makers:
            launches[row] = _last_launch(situation, makers[key])
    return PerformanceArrays(
        good_performance=performance,
        launch_years=launches,
        good_maker=np.array(
            [blocs[makers[key]] if key in makers else -1 for key in network.goods], np.int32
        ),
    )


def _performance(situation: Situation, good: Good, profiles: tuple[float, ...]) -> list[float]:
    """Return the performance of one unit of a good under each profile, H100e."""
    reference = situation.items.get(situation.conduct.reference_chip or "")
    stated = good.performance
    if stated is None or not isinstance(reference, Chip) or not reference.tpp:
        return [0.0] * len(profiles)
    ledger = situation.ledger
    tpp = ledger.value(stated.tpp, "TPP") / reference.tpp
    width = reference.memory_bandwidth_gb_s or 1.0
    bandwidth = ledger.value(stated.memory_bandwidth, "GB_s") / width
    return [tpp**weight * bandwidth ** (1 - weight) for weight in profiles]


def _last_launch(situation: Situation, bloc: str) -> Reals:
    """Return the years from the common start to a bloc's last launch by the end of each step."""
    clock = situation.clock
    ends = (np.arange(clock.steps) + 1) * clock.step
    years = np.zeros(clock.steps)
    for day in sorted(situation.conduct.launches.get(bloc, ())):
        if day <= situation.scenario.knows_until:
            since_start = (day - clock.common_start).days / DAYS_A_YEAR
            years[ends > clock.weeks(day)] = max(0.0, since_start)
    return years


def bar_arrays(situation: Situation, holdings: Holdings, rules: Rules) -> BarArrays:
    """Return the measures that bar rented compute, with the share that each bars."""
    declared, ledger = situation.conduct.bars, situation.ledger
    bars: dict[int, list[tuple[int, float]]] = {
        column: [
            (row, ledger.value(share, "1"))
            for row, measure in enumerate(rules.rows)
            if (share := declared.get(measure.key.measure, {}).get(bloc)) is not None
        ]
        for column, (bloc, source) in enumerate(holdings.names)
        if source == RENTED
    }
    begins, rows = csr_list(
        {column: [row for row, _ in each] for column, each in bars.items()}, len(holdings.names)
    )
    shares = [share for each in bars.values() for _, share in each]
    return BarArrays(begins, rows, np.array(shares, np.float64))
