"""Sets of services: the services of one side that are compared with those of the other."""

from pydantic import Field, model_validator

from outlast.facts import Quantity
from outlast.reading import Frozen


class ServiceSet(Frozen):
    """One set of services, with its members on each side."""

    title: str
    """Its title, for readers."""

    quorum: Quantity
    """The weighted shortfall at which the set breaks."""

    members: dict[str, dict[str, Quantity]]
    """The services of each side with their weights."""

    matched: bool = True
    """Whether the sides have equally many members; false needs its reason."""

    why: str | None = Field(default=None, min_length=5)
    """Why these, and why they are not matched."""

    @model_validator(mode="after")
    def _matches(self) -> "ServiceSet":
        counts = {len(services) for services in self.members.values()}
        if self.matched and len(counts) > 1:
            raise ValueError(
                "the sides have not equally many members. "
                "| Match them, or say matched: false and why."
            )
        if not self.matched and self.why is None:
            raise ValueError("a set that is not matched says why.")
        return self


class ServiceSets(Frozen):
    """A file of sets, by name, with the ratio at which a gap of compute is intolerable."""

    gap: Quantity | None = None
    """The ratio of a rival's usable compute to one's own that is still tolerated."""

    sets: dict[str, ServiceSet]
    """The sets."""
