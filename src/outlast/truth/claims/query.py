"""The query of a claim: one number from facts, the policy record or a run, or several combined."""

from typing import Final, Literal

from pydantic import Field, FiniteFloat, model_validator

from outlast.policy import EndUse, Policy
from outlast.reading import Day, Frozen

SOURCES: Final = (
    *("fact", "gap", "item", "belongs", "statements"),
    *("shipment", "life", "context", "moves", "run"),
)
"""The keys of a query that takes one number from the ledger, the policy record or a run."""

OPERATIONS: Final = ("sum", "difference", "product", "ratio", "share", "least", "most")
"""The keys of a query that combines other queries."""


class _DaySpan(Frozen):
    """A span of days, both ends included."""

    from_: Day = Field(alias="from")
    """The first day."""

    to: Day
    """The last day."""

    @model_validator(mode="after")
    def _check_order(self) -> "_DaySpan":
        if self.to < self.from_:
            raise ValueError(f"it ends on {self.to}, before it begins on {self.from_}.")
        return self


class ItemQuery(Frozen):
    """A number of an item that rules test."""

    name: str
    """The item, by any of its names."""

    number: Literal["tpp", "memory_bandwidth", "interconnect", "memory", "released"]
    """The number; `released` is the day of release, as the time since 1 January 1970."""


class GroupQuery(Frozen):
    """Whether an item belongs to one of some groups: 1 or 0."""

    item: str
    """The item, by any of its names."""

    groups: tuple[str, ...] = Field(min_length=1)
    """Symbols of elements, or names of groups of materials."""

    statement: str
    """The statement of the ledger that defines these groups."""


class StatementQuery(_DaySpan):
    """The share of the ledger's statements in a span of days that contain one of some words."""

    keys: str
    """A pattern of the statements' keys, for example `model-*-hardware-cn-*`."""

    words: tuple[str, ...] = Field(min_length=1)
    """The words, whatever their case; a statement counts if it contains one of them."""

    count: bool = False
    """Return the number of statements that contain a word, not their share."""


class ShipmentQuery(Frozen):
    """Whether the policy record treats a shipment in a certain way: 1 or 0."""

    item: str
    """The item, by any of its names."""

    from_: str | None = Field(default=None, alias="from")
    """The country of export, ISO 3166; the maker's country if absent."""

    to: str
    """The country of destination, ISO 3166."""

    on: Day
    """The day of export."""

    end_use: EndUse = EndUse.CIVIL
    """The end use."""

    at_least: Policy | None = None
    """The mildest treatment that counts as yes."""

    at_most: Policy | None = None
    """The strictest treatment that counts as yes."""

    @model_validator(mode="after")
    def _check_treatment(self) -> "ShipmentQuery":
        if self.at_least is None and self.at_most is None:
            raise ValueError(
                "the shipment has no treatment to compare with. | Write at_least, at_most, or "
                "both, for example at_least: case-by-case."
            )
        return self


class MeasureQuery(_DaySpan):
    """The history of one measure in a span of days."""

    measure: str
    """The measure."""

    asks: Literal["announced", "effective", "ended", "in-force"]
    """Whether the measure was first announced, first bound, or ended in the span (1 or 0); or the
    share of the span's days on which it was in force."""


class ContextQuery(_DaySpan):
    """Whether a row of the record's context was announced in a span of days: 1 or 0."""

    row: str
    """The row."""


class MovesQuery(_DaySpan):
    """How often and how fast a side moved in a span of days.

    A move is a day on which the side announced a measure.
    """

    side: str
    """The side."""

    asks: Literal["count", "median-gap", "median-answer"]
    """The number of moves; the median number of days from one move to the next; or the median
    number of days from a move of the other side to this side's next move."""

    measures: tuple[str, ...] = ()
    """Count only these measures, and each amendment of them as a move; all measures if absent."""


class RunQuery(Frozen):
    """A statistic of the futures of a scenario."""

    scenario: str
    """The scenario, by id, or the path of its file."""

    asks: Literal[
        "breaks",
        "attributable",
        "below",
        "met",
        "first",
        "lead",
        "source-share",
        "compute",
        "maker-share",
    ]
    """The statistic. `breaks`: the chance that the service breaks by the day, or is short on the
    scenario's date already. `attributable`: the chance that it does, and does not without denial.
    `below`: the chance that its mean level is below `level` on the day. `met`: the share of need
    that it meets on the day. `first`: the chance that the side breaks first, counted from the date.
    `lead`: the larger of the two sides' chances to break first. `source-share`: the share of
    `sources` in the bloc's compute at the end. `compute`: the bloc's compute from `sources` at the
    end, H100-equivalents. `maker-share`: the maker's share of the compute that its goods and those
    of other makers put to use in `markets` in a year, own use included, over futures with sales."""

    service: str | None = None
    """The service."""

    definition: str = "flow"
    """The definition of need of the service or of the set."""

    by: Day | None = None
    """The last day that counts, or the day of the level; the end of the run if absent."""

    level: float | None = Field(default=None, ge=0, le=1)
    """The share of need below which the service counts as short; its own threshold if absent."""

    set: str | None = None
    """The set of services."""

    side: str | None = None
    """The side that breaks first."""

    bloc: str | None = None
    """The bloc whose compute is counted."""

    sources: tuple[str, ...] = ()
    """The sources of that compute; all sources if absent."""

    maker: str | None = None
    """The bloc whose makers sell, as the conduct of the contest names it."""

    markets: tuple[str, ...] = ()
    """The blocs in which they sell; all but their own if absent."""

    year: int | None = Field(default=None, ge=1900, le=2200)
    """The year of the sales."""

    fixed: dict[str, FiniteFloat] = Field(default_factory=dict[str, FiniteFloat])
    """Priors that are fixed in the run, as `--set` fixes them; not in that of `than`, which may be
    the same scenario."""

    than: str | None = None
    """A second scenario to compare with, on the same draws. The result is the share of futures in
    which the first scenario has more, or, where each future is a yes or a no, the mean
    difference."""

    compares: Literal["more", "ratio"] = "more"
    """With `than` and a quantity: the share of futures in which the first has more, or the ratio of
    the first to the second, future by future."""

    @model_validator(mode="after")
    def _check_keys(self) -> "RunQuery":
        wanted = {
            "breaks": ("service",),
            "attributable": ("service",),
            "below": ("service", "by"),
            "met": ("service", "by"),
            "first": ("set", "side"),
            "lead": ("set",),
            "source-share": ("bloc", "sources"),
            "compute": ("bloc",),
            "maker-share": ("maker", "year"),
        }[self.asks]
        missing = [name for name in wanted if getattr(self, name) in (None, ())]
        if missing:
            raise ValueError(f'a run that asks "{self.asks}" must name: {", ".join(missing)}.')
        if self.than is not None and self.asks in (
            *("below", "met", "first", "lead"),
            "maker-share",
        ):
            raise ValueError(
                f'"{self.asks}" cannot be compared with "than". | Take the difference of two runs.'
            )
        if self.compares == "ratio" and (self.than is None or self.asks != "compute"):
            raise ValueError('a ratio is that of "compute" in two scenarios. | Name "than".')
        return self


class Query(Frozen):
    """One number from a source, or several combined; a query has exactly one key."""

    fact: str | None = None
    """The key of a fact."""

    gap: str | None = None
    """The key of a gap: a number that nobody publishes, so that the test cannot be decided."""

    item: ItemQuery | None = None
    """A number of an item."""

    belongs: GroupQuery | None = None
    """Whether an item belongs to a group."""

    statements: StatementQuery | None = None
    """The share of statements that contain a word."""

    shipment: ShipmentQuery | None = None
    """How the policy record treats a shipment."""

    life: MeasureQuery | None = None
    """The history of a measure."""

    context: ContextQuery | None = None
    """A row of the record's context."""

    moves: MovesQuery | None = None
    """How often and how fast a side moved."""

    run: RunQuery | None = None
    """A statistic of a run."""

    sum: "tuple[Query, ...] | None" = None
    """The sum of all."""

    difference: "tuple[Query, Query] | None" = None
    """The first minus the second."""

    product: "tuple[Query, ...] | None" = None
    """The product of all."""

    ratio: "tuple[Query, Query] | None" = None
    """The first divided by the second."""

    share: "tuple[Query, ...] | None" = None
    """The first divided by the sum of all, itself included."""

    least: "tuple[Query, ...] | None" = None
    """The smallest."""

    most: "tuple[Query, ...] | None" = None
    """The largest."""

    @model_validator(mode="after")
    def _check_one_key(self) -> "Query":
        stated = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(stated) != 1:
            what = f"states {' and '.join(stated)}" if stated else "states nothing"
            known = ", ".join((*SOURCES, *OPERATIONS))
            raise ValueError(f"a query {what}. | It states one of: {known}.")
        operands = getattr(self, stated[0])
        if stated[0] in OPERATIONS and len(operands) < 2:  # noqa: PLR2004  two make a sum
            raise ValueError(f'"{stated[0]}" combines at least two queries.')
        return self

    @property
    def kind(self) -> str:
        """The one key of the query."""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)
