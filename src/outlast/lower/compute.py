"""Compute: holdings by source, profiles of performance, installers, launches and bars."""

import numpy as np

from outlast.engine.arrays import Bytes
from outlast.lower.index import COMPUTE, RENTED, lists, numbered
from outlast.lower.network.base_network import Fields, Network
from outlast.lower.rules.measure_rows import Rules
from outlast.scenario.load import Situation
from outlast.world import Chip

DAYS_A_YEAR = 365.25
"""Days in a mean year, for launches alone."""


def list_holdings(situation: Situation, built: Network) -> None:
    """List the holdings of compute and the profiles under which services use them."""
    world, ledger = situation.world, situation.ledger
    holdings: list[tuple[str, str]] = []
    for bloc, compute in world.compute.items():
        smuggled = [compute.smuggled] if compute.smuggled else []
        sources = dict.fromkeys([*compute.owned, *compute.channels.values(), *smuggled])
        holdings.extend((bloc, source) for source in sources)
        if compute.rented is not None:
            holdings.append((bloc, RENTED))
    built.names.holdings = tuple(holdings)
    weights = [
        ledger.value(service.compute.arithmetic, "1")
        for service in world.services.values()
        if service.compute
    ]
    built.names.profiles = tuple(dict.fromkeys(weights))


def compute_fields(situation: Situation, built: Network, found: Rules) -> Fields:
    """Return the arrays of compute."""
    world, ledger, names = situation.world, situation.ledger, built.names
    blocs, holdings = numbered(names.blocs), names.holdings
    shares = np.zeros((len(names.services), len(holdings)))
    profile = np.full(len(names.services), -1, np.int32)
    install = np.full(len(names.services), -1, np.int32)
    smuggled = np.full(len(names.services), -1, np.int32)
    for row, (key, kind) in enumerate(zip(names.services, names.kinds, strict=True)):
        if key in built.holding:
            install[row] = holdings.index(built.holding[key])
        if key in built.smuggled:
            smuggled[row] = holdings.index(built.smuggled[key])
        part = world.services[key].compute if kind == COMPUTE else None
        if part is None:
            continue
        profile[row] = names.profiles.index(ledger.value(part.arithmetic, "1"))
        for column, (bloc, source) in enumerate(holdings):
            if bloc == world.services[key].bloc:
                stated = part.rented if source == RENTED else part.owned
                shares[row, column] = ledger.value(stated, "1")
    return {
        "holding_bloc": np.array([blocs[bloc] for bloc, _ in holdings], np.int32),
        "holding_rented": np.array([source == RENTED for _, source in holdings], np.int8),
        "install_holding": install,
        "smuggled_holding": smuggled,
        "site_parted": _parted(built),
        "holding_share": shares,
        "service_profile": profile,
        **_performance_fields(situation, built),
        **_bar_fields(situation, built, found),
    }


def _parted(built: Network) -> Bytes:
    """Return 1 for sites where what came round a rule is told apart."""
    parted = {edge.site for edge in built.names.edges if edge.user in built.smuggled}
    return np.array([key in parted for key in built.names.sites], np.int8)


def _performance_fields(situation: Situation, built: Network) -> Fields:
    """Return what one unit of each good can do, and when its maker launched."""
    world, ledger, names, conduct = (
        situation.world,
        situation.ledger,
        built.names,
        situation.conduct,
    )
    reference = situation.items.get(conduct.reference_chip or "")
    found = np.zeros((len(names.goods), len(names.profiles)))
    launches = np.zeros((len(names.goods), situation.clock.steps))
    middles = (np.arange(situation.clock.steps) + 1) * situation.clock.step
    blocs = numbered(names.blocs)
    makers = np.full(len(names.goods), -1, np.int32)
    for row, key in enumerate(names.goods):
        stated = world.goods[key].performance
        if stated and isinstance(reference, Chip) and reference.tpp:
            tpp = ledger.value(stated.tpp, "TPP") / reference.tpp
            width = reference.memory_bandwidth_gb_s or 1.0
            bandwidth = ledger.value(stated.memory_bandwidth, "GB_s") / width
            found[row] = [tpp**alpha * bandwidth ** (1 - alpha) for alpha in names.profiles]
        maker = conduct.makers.get(key)
        if maker is None:
            continue
        makers[row] = blocs[maker]
        for day in sorted(conduct.launches.get(maker, ())):
            if day <= situation.scenario.knows_until:
                week = situation.clock.weeks(day)
                years = (day - situation.clock.common_start).days / DAYS_A_YEAR
                launches[row, middles > week] = max(0.0, years)
    return {"good_performance": found, "launch_years": launches, "good_maker": makers}


def _bar_fields(situation: Situation, built: Network, found: Rules) -> Fields:
    """Return the measures that bar rented compute."""
    names = built.names
    bars: dict[int, list[int]] = {}
    shares: dict[int, list[float]] = {}
    for column, (bloc, source) in enumerate(names.holdings):
        if source != RENTED:
            continue
        for row, ruled in enumerate(found.rows):
            stated = situation.conduct.bars.get(ruled.row.measure, {}).get(bloc)
            if stated is not None:
                bars.setdefault(column, []).append(row)
                shares.setdefault(column, []).append(situation.ledger.value(stated, "1"))
    begins, rows = lists(bars, len(names.holdings))
    flat = [share for column in range(len(names.holdings)) for share in shares.get(column, [])]
    return {"bar_ptr": begins, "bar_measure": rows, "bar_share": np.array(flat, np.float64)}
