r"""Rules: the joint effect of the acts on each route in this step.

An act counts if its effect is over 0; a practice's value is
$v = (1 - \mathrm{tight}) v_1 + \mathrm{tight}\,v_2$, with the office's path and the destination's
odds $\mathrm{logit}\,\pi' = \mathrm{logit}\,\pi + \ln(o\,\mathrm{easing})$,
$\mu' = \mu\,\mathrm{room}\,\mathrm{trend}$, review times pace. With the coverage $\vartheta_r$ of
the route, $k_a = \min(1, \vartheta_r \kappa_a \mathrm{effect})$:
$$ \kappa^D = \max_{\text{deny}} k_a, \quad
   \kappa^L = [\max_{\text{licence}} k_a - \kappa^D]^+, \quad
   \kappa = \kappa^D + \kappa^L, \quad \kappa^Q = \max_{\text{quota}} k_a $$
Of several licences the strictest value holds: least ceiling, longest review, least approval; of
quotas the least rate. `duty` has the fees. Order and control both read this.
"""

from outlast.engine.arrays import Lane
from outlast.engine.codes import (
    BUYERS_BAN,
    CLASSES,
    DENY,
    FIRST_LEVEL,
    GENERAL_LICENCE,
    LICENCE,
    QUOTA,
    SECOND_LEVEL,
    STEP,
)
from outlast.engine.draw import Draw
from outlast.engine.ops import UNBOUNDED, anywhere, least, most, positive, where
from outlast.engine.plan import Plan
from outlast.engine.week import Week


def rules(plan: Plan, draw: Draw, week: Week) -> None:
    """Set covered shares, practices in force and bans of each base route."""
    for r in range(plan.bases):
        first = plan.act_ptr[r]
        last = plan.act_ptr[r + 1]
        if last > first:
            open_route(week, r)
            for a in range(first, last):
                if anywhere(week.effect[plan.act_measure[a]] != 0.0):
                    apply(plan, draw, week, r, a)
            week.licensed[r] = positive(week.licensed[r] - week.denied[r])
            week.covered[r] = week.denied[r] + week.licensed[r]
            week.ceiling[r] = where(week.ceiling[r] < UNBOUNDED, week.ceiling[r], 0.0)
            week.quota_rate[r] = where(week.quota_rate[r] < UNBOUNDED, week.quota_rate[r], 0.0)


def apply(plan: Plan, draw: Draw, week: Week, r: int, a: int) -> None:
    """Apply an act that has an effect in some future at hand; without one it changes nothing."""
    kind = plan.act_kind[a]
    if kind == LICENCE:
        apply_licence(plan, draw, week, r, a)
    elif kind == GENERAL_LICENCE:
        exempt(plan, week, r, a)
    else:
        apply_other(plan, draw, week, r, a)


def open_route(week: Week, r: int) -> None:
    """Set the rules of a route on which no act is in force."""
    week.denied[r] = 0.0
    week.licensed[r] = 0.0
    week.quota[r] = 0.0
    week.quota_rate[r] = UNBOUNDED
    week.ceiling[r] = UNBOUNDED
    week.review[r] = 0.0
    week.tie[r] = 0.0
    week.buyers_ban[r] = 0.0
    for c in range(CLASSES):
        week.approval[r, c] = 1.0
        week.exempt[r, c] = 0.0


def exempt(plan: Plan, week: Week, r: int, a: int) -> None:
    """Apply a general licence."""
    share = plan.act_share[a] * week.effect[plan.act_measure[a]]
    for c in range(CLASSES):
        week.exempt[r, c] = most(week.exempt[r, c], share * plan.act_class[a, c])


def apply_licence(plan: Plan, draw: Draw, week: Week, r: int, a: int) -> None:
    """Apply a licence."""
    effect = week.effect[plan.act_measure[a]]
    share = least(1.0, draw.coverage[r] * (plan.act_share[a] * effect))
    week.licensed[r] = most(week.licensed[r], share)
    k = plan.act_practice[a]
    tight = plan.tight[k, week.now[STEP]]
    ceiling = (1.0 - tight) * draw.ceiling[k, FIRST_LEVEL] + tight * draw.ceiling[k, SECOND_LEVEL]
    review = (1.0 - tight) * draw.review[k, FIRST_LEVEL] + tight * draw.review[k, SECOND_LEVEL]
    z = plan.act_path[a]
    odds = (1.0 - tight) * draw.odds[k, FIRST_LEVEL] + tight * draw.odds[k, SECOND_LEVEL]
    ceiling = ceiling * week.trend[plan.destination[r]]
    if z >= 0:
        odds = odds * week.easing[z]
        ceiling = ceiling * week.room[z]
        review = review * week.pace[z]
    week.ceiling[r] = where(effect > 0.0, least(week.ceiling[r], ceiling), week.ceiling[r])
    week.review[r] = where(effect > 0.0, most(week.review[r], review), week.review[r])
    if plan.act_tied[a] == 1:
        week.tie[r] = where(effect > 0.0, 1.0, week.tie[r])
    for c in range(CLASSES):
        approval = (1.0 - tight) * draw.approval[k, FIRST_LEVEL, c] + tight * draw.approval[
            k, SECOND_LEVEL, c
        ]
        strict = least(week.approval[r, c], at_odds(approval, odds))
        week.approval[r, c] = where(effect > 0.0, strict, week.approval[r, c])


def at_odds(chance: Lane, ratio: Lane) -> Lane:
    """Return a chance at its odds times a ratio; 0, 1 and a ratio of 1 leave it as it is."""
    return chance + chance * (1.0 - chance) * (ratio - 1.0) / (1.0 + chance * (ratio - 1.0))


def apply_other(plan: Plan, draw: Draw, week: Week, r: int, a: int) -> None:
    """Apply a denial, a quota or a buyer's ban."""
    effect = week.effect[plan.act_measure[a]]
    share = plan.act_share[a] * effect
    covered = least(1.0, draw.coverage[r] * share)
    kind = plan.act_kind[a]
    if kind == DENY:
        week.denied[r] = most(week.denied[r], covered)
    elif kind == QUOTA:
        week.quota[r] = most(week.quota[r], covered)
        strict = least(week.quota_rate[r], plan.act_rate[a])
        week.quota_rate[r] = where(effect > 0.0, strict, week.quota_rate[r])
    elif kind == BUYERS_BAN:
        if plan.act_path[a] >= 0:
            share = at_odds(least(1.0, share), 1.0 / week.easing[plan.act_path[a]])
        week.buyers_ban[r] = most(week.buyers_ban[r], share)
