"""The declaration of leverage: its priors, and the published reliance on imports; its checks."""

from typing import Final

from pydantic import Field

from outlast.economy.check import EconomyNames
from outlast.errors import InputError, Problems
from outlast.facts.quantity import Quantity
from outlast.reading import Findings, Frozen, Layers, collect, read_placed, topmost, unknown
from outlast.scenario.numbers import check_number
from outlast.world.world import World

LEVERAGE_FILE: Final = "leverage.yaml"
"""The file of leverage in the folder of a contest."""

RELIANCE_BOUNDS: Final = (-1e6, 1.0)
"""The values of net import reliance: an exporter's is negative."""


class LeverageDeclaration(Frozen):
    """The numbers of leverage that the world does not hold."""

    substitution: str
    """The prior of the elasticity between suppliers of one good."""

    bottleneck: str
    """The prior of the elasticity between a good and other inputs within the first year."""

    reliance: dict[str, dict[str, Quantity]] = Field(default_factory=dict[str, dict[str, Quantity]])
    """Published net import reliance, a share of use, by bloc and good."""


def load_leverage(layers: Layers, names: EconomyNames, world: World) -> LeverageDeclaration:
    """Return the leverage that a contest declares.

    Raises:
        InputError: It declares none, or its declaration has problems, all at once.
    """
    problems = Problems()
    declared = read_leverage(layers, problems, names, world)
    problems.stop_if_any(InputError)
    if declared is None:
        raise InputError.of(
            "this contest declares no leverage: it names no prior for the elasticity between "
            "suppliers.",
            f'Write a file "{LEVERAGE_FILE}" with `substitution` and `bottleneck` in its folder.',
        )
    return declared


def read_leverage(
    layers: Layers, problems: Problems, names: EconomyNames, world: World
) -> LeverageDeclaration | None:
    """Return the leverage that a contest declares, or add every problem to those of a load."""
    file = topmost(layers, LEVERAGE_FILE)
    read = None if file is None else read_placed(file, "leverage", LeverageDeclaration, problems)
    if read is None:
        return None
    declared, document = read
    collect(_findings(declared, names, world), document, problems)
    return declared


def _findings(declared: LeverageDeclaration, names: EconomyNames, world: World) -> Findings:
    """Yield every name that is not known, and every number that is no share."""
    for field in ("substitution", "bottleneck"):
        yield from unknown((field,), getattr(declared, field), names.priors, "a prior")
    for bloc, goods in declared.reliance.items():
        yield from unknown(("reliance", bloc), bloc, names.blocs, "a bloc")
        for good, quantity in goods.items():
            place = ("reliance", bloc, good)
            yield from unknown(place, good, world.goods, "a good")
            yield from check_number(place, quantity, "1", names.ledger, RELIANCE_BOUNDS)
