"""Numbers that the pages compute beforehand: force in a step, embodied threats, cover by cohort."""

from collections import defaultdict
from math import erf, exp, inf, log, sqrt
from statistics import NormalDist

from outlast.engine.codes import CRITICAL, DENY, LICENCE, QUOTA
from tests.engine.world import Place, Process, Route, Span, World

NOMINAL = {DENY: 0.0, LICENCE: 0.5}
"""Nominal legal share of a denial and of a licence."""
CONTROLS = (DENY, LICENCE, QUOTA)
"""Kinds of act that control the goods that leave."""


def quantile_means(weights: tuple[float, ...], spread: float) -> list[float]:
    """Return the mean cover of each cohort over the mean of all."""
    if len(weights) == 1:
        return [1.0]
    sigma, total, low, found = log(spread), 0.0, -inf, list[float]()
    for i, part in enumerate(weights):
        total += part
        high = inf if i == len(weights) - 1 else NormalDist().inv_cdf(total)
        found.append((phi(high - sigma) - phi(low - sigma)) / part)
        low = high
    mean = sum(w * q for w, q in zip(weights, found, strict=True))
    return [q / mean for q in found]


def phi(x: float) -> float:
    """Return the normal distribution function."""
    return 0.5 * (1.0 + erf(x / sqrt(2.0)))


def in_force(intervals: tuple[Span, ...], phase: float, t: float, d: float) -> float:
    """Return the phased-in share of a step in which a measure is in force."""
    total = 0.0
    for t0, t1 in intervals:
        a, b = max(t, t0), min(t + d, t1)
        if b > a:
            total += b - a
            if phase > 0.0:
                total += phase * (exp(-(b - t0) / phase) - exp(-(a - t0) / phase))
    return total / d


def made_by_site(world: World) -> dict[Place, float]:
    """Return the base output of each site that makes anything."""
    made: dict[Place, float] = defaultdict(float)
    for p in world.processes:
        made[p.site] += p.output
    return made


def threats(world: World, bases: list[Route], m: int) -> dict[Place, float]:
    """Return the sites that a measure threatens, with the weight of the threat."""
    acts = world.measures[m].acts
    origin: dict[Place, float] = {}
    for a in acts:
        if a.kind in CONTROLS:
            place = (a.origin, a.good)
            origin[place] = max(origin.get(place, 0.0), a.share)
    if not origin:
        return {}
    sites = [(b, g) for g in world.goods for b in world.blocs]
    content, exposed = dict(origin), dict[Place, float]()
    into, makers = defaultdict[Place, list[Route]](list), defaultdict[Place, list[Process]](list)
    made = made_by_site(world)
    for r in bases:
        into[r.destination, r.good].append(r)
    for p in world.processes:
        makers[p.site].append(p)
    for _ in range(60):
        exposed = {s: exposure(into[s], content) for s in sites}
        content = {
            s: max(origin.get(s, 0.0), embodied(makers[s], made[s], s, exposed)) for s in sites
        }
    nominal = max(NOMINAL.get(a.kind, min(1.0, a.rate)) for a in acts if a.kind in CONTROLS)
    aimed = {a.destination for a in acts}
    return {
        s: x * (1.0 - nominal)
        for s, x in exposed.items()
        if s[0] in aimed and x * (1.0 - nominal) > 0.0
    }


def exposure(into: list[Route], content: dict[Place, float]) -> float:
    """Return the share of the supply on some routes from places that a measure reaches."""
    flow = sum(r.flow for r in into)
    part = sum(r.flow * content.get((r.origin, r.good), 0.0) for r in into)
    return part / flow if flow > 0.0 else 0.0


def embodied(makers: list[Process], made: float, site: Place, exposed: dict[Place, float]) -> float:
    """Return the share of a site's output that embodies goods that a measure reaches."""
    part = 0.0
    for p in makers:
        critical = [exposed[site[0], i.good] for i in p.inputs if i.essential == CRITICAL]
        part += p.output * max(critical, default=0.0)
    return part / made if made > 0.0 else 0.0
