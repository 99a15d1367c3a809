"""Duties and price floors on routes and at sites, from the page."""

from tests.oracle.contest import FEE, PRICE_FLOOR, Contest, above, blank, safe


def duty(c: Contest) -> None:
    """Set the levy of each act, the surcharge of each route and the wedge at each site."""
    p, s, k = c.plan, c.state, c.week
    k.levy, k.fee, k.support = blank(), blank(), blank()
    k.duty, k.shelter = blank(), blank()
    for r in c.base_routes:
        price = c.contract_at(p.destination[r])
        k.fee[r] = 0.0
        if p.own[r]:
            for a, strength in c.acts(r, PRICE_FLOOR):
                k.levy[a] = strength * above(p.act_rate[a] - price)
            continue
        for a, strength in c.acts(r, FEE):
            k.levy[a] = strength * p.act_rate[a]
        k.fee[r] = sum(k.levy[a] for a, _ in c.acts(r, FEE))
        for a, strength in c.acts(r, PRICE_FLOOR):
            k.levy[a] = strength * above(p.act_rate[a] / price - 1.0 - k.fee[r])
            k.fee[r] += k.levy[a]
    for i in c.sites:
        into = [r for r in c.into[i] if r < p.bases]
        abroad = [r for r in into if not p.own[r]]
        k.duty[i] = sum(s.share[r] * k.fee[r] for r in abroad)
        k.shelter[i] = safe(k.duty[i], sum(s.share[r] for r in abroad), 0.0)
        floors = [a for r in into if p.own[r] for a, _ in c.acts(r, PRICE_FLOOR)]
        promised = [c.contract_at(i) + k.levy[a] for a in floors]
        k.support[i] = max(promised, default=0.0)


def users_price(c: Contest, i: int) -> float:
    """Return the price that users pay at a site, as the week found it."""
    return c.contract_at(i) * (1.0 + c.week.duty[i])
