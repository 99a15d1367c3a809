"""From orders to goods in transit: order, control, divert and dispatch, from the pages."""

from math import exp, log

from tests.oracle.contest import (
    BAN,
    CLASSES,
    DENY,
    GENERAL,
    LICENCE,
    QUOTA,
    Contest,
    above,
    blank,
    safe,
    toward,
)

UNBOUNDED = 1e30


def rules(c: Contest) -> None:
    """Set the joint effect of the acts in force on each route."""
    p, d, k = c.plan, c.draw, c.week
    k.denied, k.licensed, k.covered = blank(), blank(), blank()
    k.quota, k.quota_rate = blank(), blank()
    k.ceiling, k.review, k.approval, k.tie = blank(), blank(), blank(), blank()
    for r in c.base_routes:
        k.denied[r] = c.strongest(r, DENY)
        k.licensed[r] = above(c.strongest(r, LICENCE) - k.denied[r])
        k.covered[r] = k.denied[r] + k.licensed[r]
        k.quota[r] = c.strongest(r, QUOTA)
        k.quota_rate[r] = min((p.act_rate[a] for a, _ in c.acts(r, QUOTA)), default=0.0)
        licences = [a for a, _ in c.acts(r, LICENCE)]
        trend = trend_of_trade(c, p.destination[r])
        eased = {a: log_odds(c, p.act_path[a]) for a in licences}
        ceilings = [
            level(c, a, d.ceiling) * trend * exp(d.room_response * eased[a]) for a in licences
        ]
        reviews = [level(c, a, d.review) * exp(-d.pace_response * eased[a]) for a in licences]
        k.ceiling[r] = min(ceilings, default=0.0)
        k.review[r] = max(reviews, default=0.0)
        for g in CLASSES:
            by_class = [[both[g] for both in practice] for practice in d.approval]
            chances = [
                shifted(level(c, a, by_class), log(level(c, a, d.odds)) + eased[a])
                for a in licences
            ]
            k.approval[r, g] = min(chances, default=1.0)
        k.tie[r] = max((p.act_tied[a] for a in licences), default=0)


def level(c: Contest, a: int, values: list[list[float]]) -> float:
    """Return the value of an act's practice between its first and its second level."""
    practice: int = c.plan.act_practice[a]
    tight: float = c.plan.tight[practice][c.w]
    first, second = values[practice]
    return (1.0 - tight) * first + tight * second


def log_odds(c: Contest, path: int) -> float:
    """Return how far an office's path lies over the level of the record, 0 up to the last day."""
    place = c.plan.knot[c.w]
    if path < 0 or place < 0.0:
        return 0.0
    knots = c.draw.practice[path]
    before = int(place)
    return knots[before] + (place - before) * (knots[before + 1] - knots[before])


def shifted(chance: float, by: float) -> float:
    """Return a chance whose log odds are moved; 0 and 1 stay."""
    if chance <= 0.0 or chance >= 1.0:
        return chance
    return 1.0 / (1.0 + (1.0 - chance) / chance * exp(-by))


def trend_of_trade(c: Contest, i: int) -> float:
    """Return the growth of the need of a site's users, by base requirement."""
    p = c.plan
    grown = sum(p.requirement0[e] * c.week.grown[e] for e in c.edges_at[i])
    return safe(grown, sum(p.requirement0[e] for e in c.edges_at[i]), 1.0)


def refused_by_buyer(c: Contest, r: int) -> float:
    """Return the share of a route's orders that the buyer's own state stops."""
    parts = [
        strength
        if c.plan.act_path[a] < 0
        else shifted(min(1.0, strength), -log_odds(c, c.plan.act_path[a]))
        for a, strength in c.acts(r, BAN)
    ]
    return max(parts, default=0.0)


def order(c: Contest) -> None:
    """Order the expected requirement of users, and the gap of their position."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    for e in c.edges:
        s.required[e] += toward(d.requirement_time, c.step) * (k.requirement[e] - s.required[e])
    for r in c.base_routes:
        wait = k.licensed[r] * k.review[r]
        s.wait[r] += toward(d.requirement_time, c.step) * (wait - s.wait[r])
    k.expected, k.order, k.order_route = blank(), blank(), blank()
    for i in c.sites:
        k.expected[i] = sum(s.required[e] for e in c.edges_at[i])
        position: float = sum(s.stock[e, j] for e in c.edges_at[i] for j in c.cohorts)
        target: float = sum(
            p.cohort_weight[j]
            * d.cover[e][j]
            * (1.0 + d.hoarding * d.storability[p.site_good[i]] * s.fear[i])
            * s.required[e]
            for e in c.edges_at[i]
            for j in c.cohorts
        )
        for r in c.into[i]:
            position += sum(s.transit_open[z] + s.transit_tied[z] for z in c.slots(r))
            queued = sum(s.review1[q] + s.review2[q] + s.ready[q] for q in c.queue(r))
            position += hope(c, r) * queued
            travel = p.slots[r] * c.step - c.step
            target += k.expected[i] * s.share[r] * (travel + d.plan_wait * s.wait[r])
        asked = above(k.expected[i] + (target - position) / d.stock_time)
        asked = min(asked, d.order_cap * k.expected[i])
        k.order[i] = asked + c.series("purchase", i)
        for r in c.into[i]:
            if r < p.bases:
                asked = s.share[r] * k.order[i] * (1.0 - refused_by_buyer(c, r))
                k.order_route[r] = exp(s.arbitrage[r]) * asked


def hope(c: Contest, r: int) -> float:
    """Return the share of a route's queue that will be licensed."""
    if not c.queue(r):
        return 1.0
    total = 0.0
    for g in CLASSES:
        granted = c.week.approval[r, g]
        chance = safe(granted, 1.0 - c.draw.refile * (1.0 - granted), 0.0)
        total += c.plan.site_class[c.plan.destination[r]][g] * chance
    return total


def control(c: Contest) -> None:
    """Let through, delay or refuse each route's orders."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    k.legal, k.refused, k.tied_legal, k.headroom_cap = blank(), blank(), blank(), blank()
    for r in c.base_routes:
        asked, covered = k.order_route[r], k.covered[r]
        normal = min(asked, s.share[r] * k.expected[p.destination[r]])
        free = asked
        if covered > 0.0:
            free = (1.0 - covered) * (normal + d.fungible * (asked - normal))
        held_up = asked - free
        refused = held_up * safe(k.denied[r], covered, 0.0)
        applied = held_up * safe(k.licensed[r], covered, 0.0)
        mix = p.site_class[p.destination[r]]
        applications = blank()
        for g in CLASSES:
            exempt = max((x * p.act_class[a][g] for a, x in c.acts(r, GENERAL)), default=0.0)
            applications[g] = applied * mix[g] * (1.0 - exempt)
            free += applied * mix[g] * exempt
        granted, turned_down = licence(c, r, applications)
        refused += turned_down
        legal = free + sum(granted.values()) / c.step
        tied = 0.0
        if k.tie[r]:
            tied = d.tied * sum(granted[g] for g in CLASSES if g != 0) / c.step
        base = p.flow0[r]
        cap = UNBOUNDED
        if covered > 0.0:
            chance = sum(mix[g] * k.approval[r, g] for g in CLASSES)
            cap = (1.0 - covered) * base + k.ceiling[r] * k.licensed[r] * base * chance
        if k.quota[r] > 0.0:
            room = k.quota_rate[r] * base
            over = k.quota[r] * above(legal - room)
            tied *= safe(legal - over, legal, 0.0)
            legal -= over
            refused += over
            cap = min(cap, (1.0 - k.quota[r]) * cap + k.quota[r] * room)
        k.legal[r], k.refused[r], k.tied_legal[r], k.headroom_cap[r] = legal, refused, tied, cap


def licence(c: Contest, r: int, applied: dict[int, float]) -> tuple[dict[int, float], float]:
    """Move a route's licence queue; return units granted by class, and refused a week."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    granted, refused = blank(), 0.0
    licensed = k.licensed[r]
    granted.update(dict.fromkeys(CLASSES, 0.0))
    for q in c.queue(r):
        if licensed <= 0.0:
            s.review1[q] = s.review2[q] = s.ready[q] = 0.0
            continue
        g = q[1]
        rate = min(1.0, safe(2.0 * c.step, k.review[r], 1.0))
        keep = exp(-c.step / d.lapse_time)
        first, second, ready = s.review1[q], s.review2[q], s.ready[q]
        out1, out2 = rate * keep * first, rate * keep * second
        ripe = keep * ready + out2
        room = k.ceiling[r] * licensed * p.flow0[r] * p.site_class[p.destination[r]][g] * c.step
        passed = min(ripe, room)
        granted[g] = k.approval[r, g] * passed
        no = (1.0 - k.approval[r, g]) * passed
        s.review1[q] = keep * first - out1 + applied[g] * c.step + d.refile * no
        s.review2[q] = keep * second - out2 + out1
        s.ready[q] = ripe - passed
        lapsed = (1.0 - keep) * (first + second + ready)
        refused += ((1.0 - d.refile) * no + lapsed) / c.step
    return granted, refused


def divert(c: Contest) -> None:
    """Send part of the refused orders through hubs."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    k.divert, offer = blank(), blank()
    for r in c.detours:
        base = p.detour_of[r]
        aim = min(1.0, d.detour_share[r]) * (1.0 - d.enforcement[r])
        aim *= 1.0 if k.refused[base] > 0.0 else 0.0
        tau = d.detour_up if aim > s.diverted[r] else d.detour_down
        s.diverted[r] += toward(tau, c.step) * (aim - s.diverted[r])
    for r in c.detours:
        base = p.detour_of[r]
        crowd = max(1.0, sum(s.diverted[v] for v in c.round_of[base]))
        asked = s.diverted[r] * k.refused[base] / crowd
        offer[r] = min(asked, d.detour_cap[r] * p.flow0[base])

    def bound(r: int) -> bool:
        return bool(p.licit[r]) and p.hub_route[r] >= 0

    for r in c.detours:
        k.divert[r] = offer[r]
        if bound(r):
            hub = p.hub_route[r]
            total = sum(offer[v] for v in c.detours if bound(v) and p.hub_route[v] == hub)
            head = above(k.headroom_cap[hub] - k.legal[hub])
            k.divert[r] = offer[r] * min(1.0, safe(head, total, 1.0))


def dispatch(c: Contest) -> None:
    """Ration each seller's goods, put them in transit, and move shares and expectations."""
    p, d, s, k = c.plan, c.draw, c.state, c.week
    want = {
        r: (k.legal.get(r, 0.0) + (k.divert[r] if r >= p.bases else 0.0)) * c.step for r in c.routes
    }
    k.sent, k.lost = blank(), blank()
    for i in c.sites:
        there = s.sellers[i] + c.step * sum(k.output[q] for q in c.made_at[i])
        own = sum(want[r] for r in c.out_of[i] if p.own[r])
        away = sum(want[r] for r in c.out_of[i] if not p.own[r])
        all_alike = min(1.0, safe(there, own + away, 1.0))
        home = min(1.0, safe(there, own, 1.0))
        rest = min(1.0, safe(above(there - home * own), away, 1.0))
        for r in c.out_of[i]:
            part = home if p.own[r] else rest
            k.sent[r] = want[r] * (d.home_first * part + (1.0 - d.home_first) * all_alike)
        s.sellers[i] = above(there - sum(k.sent[r] for r in c.out_of[i]))
        s.ordered[i] += toward(d.requirement_time, c.step) * ((own + away) / c.step - s.ordered[i])
    for r in c.routes:
        k.lost[r] = d.seized[r] * k.sent[r] if r >= p.bases else 0.0
        tied = k.tied_legal.get(r, 0.0) * c.step * safe(k.sent[r], want[r], 0.0)
        s.transit_tied[c.slot(r)] = tied
        s.transit_open[c.slot(r)] = k.sent[r] - tied - k.lost[r]
    for r in c.base_routes:
        filled = min(1.0, safe(k.sent[r], k.order_route[r] * c.step, 1.0))
        s.fill[r] += toward(d.fill_time, c.step) * (filled - s.fill[r])
    for i in c.sites:
        into = [r for r in c.into[i] if r < p.bases]
        offers = {r: new_offer(c, r) for r in into}
        offered = sum(offers.values())
        new = min(1.0, offered)
        parts = {r: (1.0 - new) * p.share0[r] + new * safe(offers[r], offered, 0.0) for r in into}
        pull = {r: parts[r] * supplier_pull(c, r) for r in into}
        total = sum(pull.values())
        for r in into:
            aim = safe(pull[r], total, p.share0[r])
            s.share[r] += toward(d.share_time, c.step) * (aim - s.share[r])


def new_offer(c: Contest, r: int) -> float:
    """Return the offer of new capacity on a route, a share of its destination's requirement."""
    p, s, k = c.plan, c.state, c.week
    added: float = sum(k.added[q] for q in c.made_at[p.origin[r]])
    return safe(p.offtake[r] * s.fill[r] ** 4 * added, k.expected[p.destination[r]], 0.0)


def supplier_pull(c: Contest, r: int) -> float:
    """Return the factor on a supplier's usual part, before the shares are made to add to 1."""
    p, d, k = c.plan, c.draw, c.week
    dearer = log((1.0 + p.wedge0[r] + k.fee[r]) / (1.0 + p.wedge0[r]))
    return exp(d.share_weight_fill * (c.state.fill[r] - 1.0) - d.share_weight_price * dearer)
