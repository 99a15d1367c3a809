"""The series that a backtest can forecast: what each key means, and what of the engine it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, PositiveInt, model_validator

from outlast.errors import InputError, Problems, nearest
from outlast.facts.fact import Key
from outlast.facts.period import span
from outlast.facts.units import Unit, same_dimension
from outlast.reading import DATA, Frozen, Place, read_placed
from outlast.world import World

FILE: Final = DATA / "backtest.yaml"
"""The shipped declaration."""

MONTHS_A_YEAR: Final = 12


class Every(StrEnum):
    """How often a series has a point."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Months in a period."""
        return {"month": 1, "quarter": 3, "year": MONTHS_A_YEAR}[self.value]


class Flow(Frozen):
    """A flow of goods, summed over a period."""

    counts: Literal["sent", "arrived"]
    """Whether what leaves or what arrives is counted."""

    goods: tuple[str, ...] = Field(min_length=1)
    """The goods that it carries."""

    origins: tuple[str, ...] = ()
    """The blocs from which it comes; all if absent."""

    destinations: tuple[str, ...] = ()
    """The blocs that receive it; all if absent."""

    ways: Literal["all", "direct", "round", "home"] = "all"
    """All ways between sites, only the declared one, only those round a rule; or what sites give to
    their own users beside all ways."""

    per: Literal["unit", "compute", "base"] = "unit"
    """Units of the good, H100-equivalents, or a share of the base flow."""

    stands: bool = False
    """Whether the series is the sum since its beginning, a stock of which nothing is retired."""


class Price(Frozen):
    """The price of a good in a market."""

    good: str
    market: str
    """The bloc in whose market it is paid."""

    of: Literal["spot", "contract"]
    """The spot price, or what most tonnage pays."""


class Event(Frozen):
    """Whether something has happened by the end of a period: 1 or 0."""

    first_stop: str
    """The service of which a twentieth of the users have stopped, in any week until then."""


class Series(Frozen):
    """One key: what it means and what of the engine forecasts it."""

    meaning: str = Field(min_length=10)
    """What is counted, for readers."""

    unit: Unit
    """The unit of its points."""

    every: Every = Every.MONTH
    """How often it has a point."""

    flow: Flow | None = None
    price: Price | None = None
    event: Event | None = None

    share_until: date | None = None
    """The first day after the months over which its share of the flow is measured, which a rule
    had not yet touched; absent: the series is the flow itself."""

    @model_validator(mode="after")
    def _is_one(self) -> "Series":
        if sum(each is not None for each in (self.flow, self.price, self.event)) != 1:
            raise ValueError("a series is one flow, one price or one event.")
        if self.share_until is not None and self.flow is None:
            raise ValueError("only a flow is measured by its share.")
        return self

    @property
    def kind(self) -> str:
        """What it is: flow, price or event."""
        return next(name for name in ("flow", "price", "event") if getattr(self, name) is not None)


class Backtest(Frozen):
    """The declaration: the days that are offered, the rules of vintages, and the series."""

    freezes: tuple[date, ...] = Field(min_length=1)
    """Days on which a freeze is offered, the default first."""

    months: PositiveInt
    """Months that a forecast runs unless asked otherwise."""

    lag: PositiveInt
    """Days after which a statistic is usually out: an older period of which only a later vintage is
    at hand counts as known, and the score says so."""

    recent: PositiveInt
    """Known points that make up what persists of a flow or a price."""

    series: dict[Key, Series]
    """The series, by key."""

    not_forecast: dict[Key, str] = Field(default_factory=dict[str, str])
    """Observed series that are not forecast, with the reason."""


@dataclass(frozen=True)
class Slot:
    """A period of a series: its name and days."""

    name: str
    first: date
    last: date

    @property
    def after(self) -> date:
        """The day after its last."""
        return self.last + timedelta(days=1)


def slot(every: Every, day: date) -> Slot:
    """Return the period in which a day lies."""
    match every:
        case Every.MONTH:
            name = f"{day.year}-{day.month:02d}"
        case Every.QUARTER:
            name = f"{day.year}-Q{(day.month + 2) // 3}"
        case Every.YEAR:
            name = f"{day.year}"
    return Slot(name, *span(name))


def slots(every: Every, after: date, until: date) -> tuple[Slot, ...]:
    """Return the periods that begin after a day and end by another."""
    found: list[Slot] = []
    here = slot(every, after)
    while (here := slot(every, here.after)).last <= until:
        found.append(here)
    return tuple(found)


def months_on(day: date, months: int) -> date:
    """Return the last day of the month that lies so many months after a day's."""
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    return span(f"{year}-{month + 1:02d}")[1]


def load_declared(path: Path = FILE) -> Backtest:
    """Return the declaration of a file.

    Raises:
        InputError: Everything that is wrong with it.
    """
    problems = Problems()
    read = read_placed(path, "backtest", Backtest, problems)
    problems.stop_if_any(InputError)
    if read is None:
        raise InputError(f'"{path}" cannot be read.')
    return read[0]


def check_declared(path: Path, world: World) -> None:
    """Refuse a declaration that names what a world does not hold.

    Raises:
        InputError: Each name that leads nowhere, and each unit of another dimension, by its line.
    """
    problems = Problems()
    read = read_placed(path, "backtest", Backtest, problems)
    if read is not None:
        declared, document = read
        for key, series in declared.series.items():
            for place, name, known, kind in _names(key, series, world):
                if name not in known:
                    line, what = document.line(place), f'"{name}" is not {kind}.'
                    problems.add(document.file, line, what, nearest(name, known))
            if (wrong := _unit(series, world)) is not None:
                line = document.line(("series", key, "unit"))
                what = f'"{key}" is stated in {series.unit}.'
                problems.add(document.file, line, what, f"It is wanted in {wrong}.")
    problems.stop_if_any(InputError)


def _names(key: str, series: Series, world: World) -> list[tuple[Place, str, list[str], str]]:
    """Return every name that a series holds, where it stands and what it should be."""
    found: list[tuple[Place, str, list[str], str]] = []
    goods, blocs = list(world.goods), list(world.blocs)
    if series.flow is not None:
        place: Place = ("series", key, "flow")
        found += [((*place, "goods"), good, goods, "a good") for good in series.flow.goods]
        ends = (("origins", series.flow.origins), ("destinations", series.flow.destinations))
        found += [((*place, end), bloc, blocs, "a bloc") for end, names in ends for bloc in names]
    if series.price is not None:
        place = ("series", key, "price")
        found.append(((*place, "good"), series.price.good, goods, "a good"))
        found.append(((*place, "market"), series.price.market, blocs, "a bloc"))
    if series.event is not None:
        place = ("series", key, "event", "first_stop")
        found.append((place, series.event.first_stop, list(world.services), "a service"))
    return found


def _unit(series: Series, world: World) -> str | None:
    """Return the unit that a series should have had, or None where it is sound."""
    if series.price is not None or series.flow is None:
        return None
    if series.flow.per != "unit":
        wanted = "H100e" if series.flow.per == "compute" else "1"
        return None if series.unit == wanted else wanted
    units = {world.goods[good].unit for good in series.flow.goods if good in world.goods}
    bare = series.unit.removesuffix("/month")
    wrong = [unit for unit in sorted(units) if not same_dimension(bare, unit)]
    return wrong[0] if wrong else None
