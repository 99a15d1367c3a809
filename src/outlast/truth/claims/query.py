"""What a claim asks: a tree of sums and ratios over facts, the record, and runs."""

from datetime import date
from typing import Final, Literal

from pydantic import Field, model_validator

from outlast.policy import EndUse, Policy
from outlast.reading import Frozen

LEAVES: Final = (
    *("fact", "gap", "item", "belongs", "statements"),
    *("shipment", "life", "context", "moves", "run"),
)
"""What a query may take from the ledger, the record or a run."""

OPERATIONS: Final = ("sum", "difference", "product", "ratio", "share", "least", "most")
"""How it may join what it takes."""


class _Span(Frozen):
    """A query over a span of days."""

    from_: date = Field(alias="from")
    """The first day."""

    to: date
    """The last day."""

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "_Span":
        if self.to < self.from_:
            raise ValueError(f"it ends on {self.to}, before it begins on {self.from_}.")
        return self


class ItemNumber(Frozen):
    """A number of an item that rules test."""

    name: str
    """The item, by any of its names."""

    number: Literal["tpp", "memory_bandwidth", "interconnect", "memory", "released"]
    """Which of its numbers; `released` is the day, as weeks since 1 January 1970."""


class Belongs(Frozen):
    """Whether an item is of one of the groups: 1 or 0."""

    item: str
    """The item, by any of its names."""

    groups: tuple[str, ...] = Field(min_length=1)
    """Symbols of elements, or names of groups of materials."""

    statement: str
    """The statement of the ledger that says which groups these are."""


class Statements(_Span):
    """The share of the ledger's statements of a span that hold one of the words."""

    keys: str
    """A pattern of keys, as model-*-hardware-cn-*."""

    words: tuple[str, ...] = Field(min_length=1)
    """Words of which one must stand in the statement, whatever their case."""

    count: bool = False
    """Return how many hold a word, not their share."""


class ShipmentQuery(Frozen):
    """Whether the record treats a shipment so: 1 or 0."""

    item: str
    """The item, by any of its names."""

    from_: str | None = Field(default=None, alias="from")
    """The country of export, ISO 3166; the maker's unless told."""

    to: str
    """The country of destination, ISO 3166."""

    on: date
    """The day of export."""

    end_use: EndUse = EndUse.CIVIL
    """What it is for."""

    at_least: Policy | None = None
    """The mildest treatment that counts as yes."""

    at_most: Policy | None = None
    """The strictest treatment that counts as yes."""

    @model_validator(mode="after")
    def _asks_something(self) -> "ShipmentQuery":
        if self.at_least is None and self.at_most is None:
            raise ValueError(
                "the shipment is not asked anything. | Say at_least, at_most, or both: "
                "at_least: case-by-case."
            )
        return self


class Life(_Span):
    """What the record says of one measure in a span."""

    measure: str
    """The measure."""

    asks: Literal["announced", "effective", "ended", "in-force"]
    """Whether it was first announced, first bound, or ended in the span (1 or 0); or the share of
    the span's days on which it was in force."""


class ContextQuery(_Span):
    """Whether a row of the record's context was announced in a span: 1 or 0."""

    row: str
    """The row."""


class Moves(_Span):
    """How often and how fast a side moved in a span; a move is a day on which it announced."""

    side: str
    """The side."""

    asks: Literal["count", "median-gap", "median-answer"]
    """The number of its moves; the median days from one to its next; or from a move of the other
    side to its own next."""

    measures: tuple[str, ...] = ()
    """These measures alone, their amendments counted as moves; all if none is named."""


class Run(Frozen):
    """A statistic of a scenario's futures."""

    scenario: str
    """The scenario, by id, or the path of its file."""

    asks: Literal[
        "breaks", "attributable", "below", "met", "first", "lead", "source-share", "compute"
    ]
    """See `outlast.truth.claims.statistic`."""

    service: str | None = None
    """The service."""

    definition: str = "flow"
    """The definition of need of its line, or of the set."""

    by: date | None = None
    """The last day that counts, or the day that is looked at; the horizon if absent."""

    level: float | None = Field(default=None, ge=0, le=1)
    """The share of need below which the service counts as short; its own threshold if absent."""

    set: str | None = None
    """The set of services."""

    side: str | None = None
    """The side that breaks first."""

    bloc: str | None = None
    """The bloc whose compute is counted."""

    sources: tuple[str, ...] = ()
    """The sources of its compute; all if none is named."""

    than: str | None = None
    """Another scenario on the same dice: the result is the share of futures in which this one has
    more, or the mean difference where each future is a yes or no."""

    @model_validator(mode="after")
    def _says_of_what(self) -> "Run":
        wanted = {
            "breaks": ("service",),
            "attributable": ("service",),
            "below": ("service", "by"),
            "met": ("service", "by"),
            "first": ("set", "side"),
            "lead": ("set",),
            "source-share": ("bloc", "sources"),
            "compute": ("bloc",),
        }[self.asks]
        lacking = [name for name in wanted if getattr(self, name) in (None, ())]
        if lacking:
            raise ValueError(f'a run that asks "{self.asks}" must name: {", ".join(lacking)}.')
        if self.than is not None and self.asks in ("below", "met", "first", "lead"):
            raise ValueError(f'"{self.asks}" is not compared. | Take the difference of two runs.')
        return self


class Query(Frozen):
    """One number that is looked up, or several joined; it states exactly one key."""

    fact: str | None = None
    """The key of a fact."""

    gap: str | None = None
    """The key of a gap: a number that nobody publishes, so that nothing can be told."""

    item: ItemNumber | None = None
    """A number of an item."""

    belongs: Belongs | None = None
    """Whether an item is of a group."""

    statements: Statements | None = None
    """The share of statements that hold a word."""

    shipment: ShipmentQuery | None = None
    """How the record treats a shipment."""

    life: Life | None = None
    """The life of a measure."""

    context: ContextQuery | None = None
    """A row of the record's context."""

    moves: Moves | None = None
    """How a side moved."""

    run: Run | None = None
    """A statistic of a run."""

    sum: "tuple[Query, ...] | None" = None
    """All added."""

    difference: "tuple[Query, Query] | None" = None
    """The first less the second."""

    product: "tuple[Query, ...] | None" = None
    """All multiplied."""

    ratio: "tuple[Query, Query] | None" = None
    """The first over the second."""

    share: "tuple[Query, ...] | None" = None
    """The first over the sum of all, itself among them."""

    least: "tuple[Query, ...] | None" = None
    """The smallest."""

    most: "tuple[Query, ...] | None" = None
    """The largest."""

    @model_validator(mode="after")
    def _states_one_thing(self) -> "Query":
        stated = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(stated) != 1:
            what = f"states {' and '.join(stated)}" if stated else "states nothing"
            known = ", ".join((*LEAVES, *OPERATIONS))
            raise ValueError(f"a query {what}. | It states one of: {known}.")
        joined = getattr(self, stated[0])
        if stated[0] in OPERATIONS and len(joined) < 2:  # noqa: PLR2004  two make a sum
            raise ValueError(f'"{stated[0]}" joins at least two queries.')
        return self

    @property
    def kind(self) -> str:
        """The one key that it states."""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)
