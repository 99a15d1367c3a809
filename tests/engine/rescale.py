"""The same arrays with every good in another unit."""

import numpy as np

from outlast.engine.arrays import Ints, Reals
from outlast.engine.codes import RESIDUAL
from outlast.engine.plan import Plan


def rescaled(plan: Plan, factors: Reals) -> Plan:
    """Return a plan in other units.

    Args:
        plan: The plan.
        factors: New units in one old unit, by good: a good in kg that was in t has 1000.
    """
    site = factors[plan.site_good]
    process, edge, route = site[plan.process_site], site[plan.edge_site], site[plan.origin]
    service, user = _users(plan, process, edge)
    return plan._replace(
        site_inflow0=plan.site_inflow0 * site,
        site_output0=plan.site_output0 * site,
        reserve0=plan.reserve0 * site,
        reserve_rate=plan.reserve_rate * site,
        delivery=plan.delivery * _of_rows(plan.delivery_row, site),
        purchase=plan.purchase * _of_rows(plan.purchase_row, site),
        output0=plan.output0 * process,
        capacity0=plan.capacity0 * process,
        made0=plan.made0 * _of_rows(plan.learner, process)[:, 0],
        demand0=plan.demand0 * service,
        intensity=plan.intensity * edge / user,
        requirement0=plan.requirement0 * edge,
        flow0=plan.flow0 * route,
        project_size=plan.project_size * process[plan.project_process],
        good_performance=plan.good_performance / factors[:, None],
        price0=plan.price0 / factors,
    )


def one_unit(plan: Plan, factors: Reals) -> Reals:
    """Return factors that are the same for the goods whose makers learn from each other.

    Their cumulative outputs add up, so that lowering refuses such goods in two units.
    """
    made, shared = plan.site_good[plan.process_site], factors.copy()
    process = {row: p for p, row in enumerate(plan.learner.tolist()) if row >= 0}
    for _ in range(len(factors)):
        for row, parent in enumerate(plan.learner_parent.tolist()):
            if parent >= 0:
                one, other = made[process[row]], made[process[parent]]
                shared[one] = shared[other] = min(shared[one], shared[other])
    return shared


def _of_rows(rows: Ints, factors: Reals) -> Reals:
    """Return the factor of each row of a list, as a column.

    Args:
        rows: The row of each owner, -1 for none.
        factors: The factor of each owner.
    """
    found = np.ones((int(rows.max(initial=-1)) + 1, 1))
    for owner in np.flatnonzero(rows >= 0):
        found[rows[owner]] = factors[owner]
    return found


def _users(plan: Plan, process: Reals, edge: Reals) -> tuple[Reals, Reals]:
    """Return the factor of the activity of each service, and of that of the user of each edge.

    Uses that a world does not name count in units of their good; services have units of their own.
    """
    service, user = np.ones(len(plan.service_kind)), np.ones(len(plan.edge_site))
    for p, factor in enumerate(process):
        user[plan.process_edge_ptr[p] : plan.process_edge_ptr[p + 1]] = factor
    for u in np.flatnonzero(plan.service_kind == RESIDUAL):
        edges = slice(plan.service_edge_ptr[u], plan.service_edge_ptr[u + 1])
        service[u], user[edges] = edge[edges][0], edge[edges]
    return service, user
