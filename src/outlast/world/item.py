"""Items: chips and other products as rules see them, one row each with its source."""

from typing import Literal, TypeAlias

from pydantic import Field, FiniteFloat, NonNegativeFloat, PositiveFloat

from outlast.facts import Grade
from outlast.facts.code_fields import Entries, ListCodes, TariffCodes
from outlast.facts.fact import Key, Locator
from outlast.facts.listings import entries
from outlast.reading import Day, Frozen

Country: TypeAlias = str


class Item(Frozen):
    """One thing that is shipped, with the attributes that rules test."""

    item: Key
    """Its name."""

    title: str
    """Its name for readers."""

    aliases: Entries = ""
    """Other names that users type, separated by semicolons."""

    kind: str
    """accelerator, memory, mineral, magnet, technology …"""

    maker_country: Country = ""
    """The country of the maker, ISO 3166 alpha-2."""

    published: Day
    """The day on which the newest text behind the row was published."""

    source: str
    """The key of its source."""

    locator: Locator
    """Where in the source."""

    grade: Grade
    """The grade of its least reliable number."""

    note: str = ""
    """Doubts."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a user may ask for it."""
        return tuple(dict.fromkeys([self.item, self.title, *entries(self.aliases)]))


class Product(Item):
    """A product that rules find by its codes."""

    group: str
    """The symbol of its element, or its group."""

    form: str = ""
    """The form of a rare earth: metal, oxide, compound, target or alloy; empty if several."""

    hs: TariffCodes = ""
    """Customs codes as the announcements print them, separated by semicolons."""

    control_codes: ListCodes = ""
    """Codes of the dual-use control list, separated by semicolons."""

    eccn: ListCodes = ""
    """Export control classification numbers, separated by semicolons."""

    def codes(self, kind: Literal["hs", "control_codes", "eccn"]) -> tuple[str, ...]:
        """Return its codes of one kind."""
        return entries(getattr(self, kind))


class Chip(Item):
    """An accelerator or a memory, known to rules by its numbers."""

    maker: str = ""
    """The company that makes it."""

    subject_to: str = ""
    """The side whose law follows it everywhere; empty for none."""

    released: Day | None = None
    """The day on which it was first offered."""

    datacenter: bool | None = None
    """Designed or marketed for data centers."""

    tops_16: PositiveFloat | None = None
    """Dense peak operations at 16 bits, TFLOPS."""

    tops_8: PositiveFloat | None = None
    """Dense peak floating-point operations at 8 bits, TFLOPS."""

    tops_4: PositiveFloat | None = None
    """Dense peak operations at 4 bits, TFLOPS."""

    tops_int8: PositiveFloat | None = None
    """Dense peak integer operations at 8 bits, TOPS."""

    die_mm2: PositiveFloat | None = None
    """Applicable die area, mm2."""

    memory_gb: PositiveFloat | None = None
    """Capacity of its memory, GB."""

    memory_bandwidth_gb_s: PositiveFloat | None = None
    """Total bandwidth of its memory, GB/s."""

    interconnect_gb_s: NonNegativeFloat | None = None
    """Aggregate bidirectional rate to other circuits, GB/s."""

    node_nm: PositiveFloat | None = None
    """Production node, nm."""

    non_planar: bool | None = None
    """Uses a non-planar transistor architecture."""

    price_usd: FiniteFloat | None = Field(default=None, gt=0)
    """A dated price, USD."""

    power_w: PositiveFloat | None = None
    """Thermal design power, W."""

    @property
    def operations(self) -> dict[int, float]:
        """The best dense rate at each bit length, TOPS."""
        rates = [(16, self.tops_16), (8, self.tops_8), (8, self.tops_int8), (4, self.tops_4)]
        best: dict[int, float] = {}
        for bits, rate in rates:
            if rate is not None:
                best[bits] = max(rate, best.get(bits, 0.0))
        return best

    @property
    def tpp(self) -> float | None:
        r"""Total processing performance, or None if no rate is known.

        $TPP = \max_b b \cdot TOPS_b$: bit length times dense TOPS, which count a
        multiply-accumulate as two operations; the largest over the formats.
        """
        return total_processing_performance(self.operations)

    @property
    def performance_density(self) -> float | None:
        """TPP over the applicable die area, TPP/mm2; only non-planar dies count."""
        return performance_density(self.tpp, self.die_mm2, self.non_planar)

    @property
    def memory_density(self) -> float | None:
        """A memory stack's bandwidth over its area, GB/s per mm2; None for anything else."""
        if self.kind != "memory" or not self.memory_bandwidth_gb_s or not self.die_mm2:
            return None
        return self.memory_bandwidth_gb_s / self.die_mm2


def total_processing_performance(operations: dict[int, float]) -> float | None:
    """Return the largest product of bit length and dense TOPS.

    Args:
        operations: TOPS by bit length, a multiply-accumulate counted as two operations.

    Source:
        88 FR 73458, Technical Notes to 3A090.
    """
    return max((bits * tops for bits, tops in operations.items()), default=None)


def performance_density(
    tpp: float | None,
    die_mm2: float | None,
    non_planar: bool | None,  # noqa: FBT001  an attribute, not a switch
) -> float | None:
    """Return TPP over the area of the dies that count, TPP/mm2.

    Dies on a planar process do not count, so their density is zero.

    Source:
        88 FR 73458, Technical Notes to 3A090.
    """
    if tpp is None or die_mm2 is None:
        return None
    return 0.0 if non_planar is False else tpp / die_mm2
