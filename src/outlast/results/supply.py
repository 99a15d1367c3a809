"""The base year's supply by bloc and good: who uses which good, and from whom it comes."""

from dataclasses import dataclass

from outlast.results.results import Results


@dataclass(frozen=True)
class UsedSite:
    """A bloc of a side that uses a good in the base year."""

    row: int
    """Its row along the axis `site` of record and series."""

    bloc: str
    good: str


def used_sites(results: Results) -> tuple[UsedSite, ...]:
    """Return the goods that blocs of the two sides use, in the order of the blocs."""
    inflow, world = results.lowered.plan.site_inflow0, results.situation.world
    sites = [world.sites[key] for key in results.lowered.names.sites]
    return tuple(
        UsedSite(row, bloc, site.good)
        for bloc, declared in world.blocs.items()
        if declared.side is not None
        for row, site in enumerate(sites)
        if site.bloc == bloc and inflow[row] > 0
    )


def inflow_shares(results: Results) -> dict[tuple[str, str], dict[str, float]]:
    """Return the share of each origin bloc in the base inflow of each bloc and good."""
    inflow = base_inflows(results)
    found: dict[tuple[str, str], dict[str, float]] = {}
    for flow in results.lowered.base_flows():
        key = (flow.destination_bloc, flow.good)
        total = inflow[key]
        if total > 0:
            row = found.setdefault(key, {})
            row[flow.origin_bloc] = row.get(flow.origin_bloc, 0.0) + flow.units_a_week / total
    return found


def base_inflows(results: Results) -> dict[tuple[str, str], float]:
    """Return the base inflow of each bloc and good, units a week."""
    world, inflow = results.situation.world, results.lowered.plan.site_inflow0
    return {
        (world.sites[key].bloc, world.sites[key].good): float(inflow[row])
        for row, key in enumerate(results.lowered.names.sites)
    }


def stock_weeks(results: Results) -> dict[tuple[str, str], float]:
    """Return the stock of each bloc and good on the date, weeks of use, the mean over futures.

    Users, sellers, reserve and goods in transit are counted together.
    """
    world = results.situation.world
    mean = results.record["cover_date"].astype("float64").sum(axis=2).mean(axis=0)
    return {
        (world.sites[key].bloc, world.sites[key].good): float(mean[row])
        for row, key in enumerate(results.lowered.names.sites)
    }


@dataclass(frozen=True)
class PlannedCapacity:
    """A named project that adds capacity for a good after the scenario's date."""

    project: str
    bloc: str
    good: str
    units_a_week: float
    """Its capacity times its chance."""

    complete: float
    """Weeks from the date until it runs at full size."""


def planned_capacity(results: Results) -> tuple[PlannedCapacity, ...]:
    """Return the named projects of the world that are not yet complete on the date."""
    plan, names, world = results.lowered.plan, results.lowered.names, results.situation.world
    ledger, today = results.situation.ledger, plan.start * plan.step
    found: list[PlannedCapacity] = []
    for row, key in enumerate(names.projects):
        site = world.sites[names.sites[plan.process_site[plan.project_process[row]]]]
        complete = float(plan.project_start[row] + plan.project_ramp[row]) - today
        if complete > 0 and key in world.projects:
            size = ledger.value(world.projects[key].chance, "1") * float(plan.project_size[row])
            found.append(PlannedCapacity(key, site.bloc, site.good, size, complete))
    return tuple(found)
