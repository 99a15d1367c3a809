"""Computations that run the economy of a contest: shocks, exposures, and a network of firms."""

from typing import Literal, TypeAlias

from pydantic import Field, FiniteFloat, model_validator

from outlast.reading import Frozen


class ShockLoss(Frozen):
    """A number of `outlast shock`: a controller exports none of some minerals for a year."""

    minerals: tuple[str, ...] = Field(min_length=1)
    """The minerals, by the keys of the contest's economy."""

    of: Literal["gdp", "price", "industry-share", "joint-over-sum"]
    """The change of GDP, the rise of the price, the share of one industry in the loss, or the joint
    loss over the sum of the losses one by one."""

    industry: str | None = None
    """The code of the industry, for its share."""

    @model_validator(mode="after")
    def _check(self) -> "ShockLoss":
        if (self.industry is not None) != (self.of == "industry-share"):
            raise ValueError('"industry" goes with "industry-share". | Name both, or none.')
        if self.of == "price" and len(self.minerals) != 1:
            raise ValueError("a price is that of one mineral. | Name one.")
        return self


class ExposureLoss(Frozen):
    """The loss of `outlast exposure` under the assumptions of one publication, a share of GDP."""

    published: str
    """The key of the published loss in the contest's `exposure.yaml`."""


class SystemicRisk(Frozen):
    """The index of systemic risk in a network of firms, by firm or added over all firms."""

    sectors: dict[str, int] = Field(min_length=1)
    """The sector of each firm."""

    links: tuple[tuple[str, str, Literal[0, 1, 2]], ...] = Field(min_length=1)
    """Supplier, user, and the class of each link: 0 no effect, 1 linear, 2 essential."""

    firm: str | None = None
    """The firm that fails; the sum over all firms if absent."""

    replaceable: bool = True
    """Whether firms of the same sector stand in for one that fails."""

    value: FiniteFloat = 1.0
    """The sales of each link."""

    @model_validator(mode="after")
    def _check(self) -> "SystemicRisk":
        named = {name for link in self.links for name in link[:2]} | {self.firm or ""} - {""}
        unknown = sorted(named - set(self.sectors))
        if unknown:
            raise ValueError(f"no sector is stated of {', '.join(unknown)}.")
        return self


EconomicForm: TypeAlias = ShockLoss | ExposureLoss | SystemicRisk
"""A computation that runs the economy of a contest."""
