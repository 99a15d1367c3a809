"""Events as users write them: `334413=0.2@4+26`, `334413/334111=1@0+13`."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from outlast.economy.network.events import CapacityLoss, CapitalLoss, RouteCut
from outlast.economy.network.flows import FlowTable
from outlast.engine.arrays import Reals
from outlast.errors import nearest

Refuse: TypeAlias = Callable[[str, str], None]
"""Told a problem and its cure."""

FORM: Final = "Write INDUSTRY=SHARE or INDUSTRY=SHARE@START+LENGTH, as 334413=0.2@4+26."
ROUTE_FORM: Final = "Write SELLER/BUYER=SHARE or SELLER/BUYER=SHARE@START+LENGTH."
LENGTH: Final = 26
"""Steps of an event whose length is not given."""

_PATTERN: Final = re.compile(r"(?P<name>.+)=(?P<share>[^=@]+)(@(?P<start>\d+)\+(?P<length>\d+))?$")


def parse_capacity(
    text: str, table: FlowTable, steps: int, recovery: int, refuse: Refuse
) -> CapacityLoss | None:
    """Return the lost capacity that a text names, or refuse it."""
    parts = _parts(text, steps, FORM, refuse)
    if parts is None:
        return None
    name, share, start, length = parts
    return CapacityLoss(places(name, table, refuse), share, start, length, recovery)


def parse_route(
    text: str, table: FlowTable, steps: int, recovery: int, refuse: Refuse
) -> RouteCut | None:
    """Return the restricted route that a text names, or refuse it."""
    parts = _parts(text, steps, ROUTE_FORM, refuse)
    if parts is None:
        return None
    name, share, start, length = parts
    seller, slash, buyer = name.partition("/")
    if not slash:
        refuse(f'"{text}" names no buyer.', ROUTE_FORM)
        return None
    sellers, buyers = places(seller, table, refuse), places(buyer, table, refuse)
    if sellers and buyers and not table.sales[list(sellers)][:, list(buyers)].any():
        refuse(f'"{seller}" sells nothing to "{buyer}".', "Name a route with deliveries.")
    return RouteCut(sellers, buyers, share, start, length, recovery)


def parse_capital(
    text: str, table: FlowTable, steps: int, rebuilding: "Rebuilders", refuse: Refuse
) -> CapitalLoss | None:
    """Return the lost capital that a text names, or refuse it."""
    parts = _parts(text, steps, FORM, refuse)
    if parts is None:
        return None
    name, share, start, length = parts
    industries = places(name, table, refuse)
    sectors, time, capital = rebuilding
    for at in industries:
        if capital[at] <= 0:
            what = f'"{table.labels[at]}" has no capital: its value added is {capital[at]:,.4g}.'
            refuse(what, "Leave it out: capital is a multiple of value added here.")
    damage = tuple(float(share * capital[at]) for at in industries)
    return CapitalLoss(industries, damage, sectors, start, max(length, 1), time)


Rebuilders: TypeAlias = tuple[tuple[tuple[int, float], ...], float, Reals]
"""Sectors that rebuild with their shares, the time of rebuilding, and capital by industry."""


def places(name: str, table: FlowTable, refuse: Refuse) -> tuple[int, ...]:
    """Return the industries of a name; a star at its end stands for any ending."""
    found: list[int] = []
    for each in name.split(","):
        wanted = each.strip()
        if wanted.endswith("*"):
            start = wanted[:-1]
            some = [at for at, label in enumerate(table.labels) if label.startswith(start)]
        else:
            some = [table.place[wanted]] if wanted in table.place else []
        if not some:
            refuse(f'"{wanted}" is not an industry of the table.', _nearest(wanted, table))
        found += some
    return tuple(dict.fromkeys(found))


def _nearest(name: str, table: FlowTable) -> str:
    """Return the likely meaning of a name that is not known: by code, or by title."""
    low = name.casefold().rstrip("*")
    if len(low) > 2:  # noqa: PLR2004  shorter words stand in any title
        titled = [
            f"{label} ({title})"
            for label, title in zip(table.labels, table.titles, strict=True)
            if low in title.casefold()
        ]
        if titled:
            return f"Did you mean {' or '.join(titled[:3])}?"
    return nearest(name, table.labels)


def _parts(text: str, steps: int, form: str, refuse: Refuse) -> tuple[str, float, int, int] | None:
    """Return name, share, start and length of a text, or refuse it."""
    match = _PATTERN.match(text.strip())
    try:
        share = float(match["share"]) if match else -1.0
    except ValueError:
        match = None
        share = -1.0
    if match is None:
        refuse(f'"{text}" is no event.', form)
        return None
    if not 0.0 <= share <= 1.0:
        refuse(f'the share of "{text}" is {match["share"]}.', "Write a share from 0 to 1.")
        return None
    start = int(match["start"] or 0)
    length = int(match["length"]) if match["length"] else LENGTH
    if start >= steps:
        refuse(f'"{text}" starts after the last step, {steps - 1}.', "Start earlier or run longer.")
        return None
    return match["name"], share, start, length


def parse_rebuilders(
    texts: Sequence[str], sectors: Sequence[str], refuse: Refuse
) -> tuple[tuple[int, float], ...]:
    """Return the sectors that rebuild, with their shares, which sum to 1."""
    found: list[tuple[int, float]] = []
    for text in texts:
        name, _, share = text.partition("=")
        if name not in sectors:
            refuse(f'"{name}" is not a sector of the table.', nearest(name, list(sectors)))
            continue
        try:
            found.append((list(sectors).index(name), float(share or "nan")))
        except ValueError:
            refuse(f'"{text}" has no share.', "Write SECTOR=SHARE, as construction=0.6.")
    total = sum(share for _, share in found)
    if len(found) == len(texts) and not abs(total - 1.0) < 1e-9:  # noqa: PLR2004  rounding
        refuse(f"the shares of the rebuilding sectors sum to {total:g}.", "They sum to 1.")
    return tuple(found)
