"""Numbers of conduct, of sets and of suppositions: known facts, fitting units, sensible bounds."""

from outlast.errors import nearest
from outlast.facts import Ledger, Quantity
from outlast.facts.bounds import AMOUNT, number_fault
from outlast.reading import Finding, Findings, Place


def check_number(
    place: Place,
    number: Quantity,
    unit: str,
    ledger: Ledger,
    bounds: tuple[float, float] = AMOUNT,
) -> Findings:
    """Yield a fact that is not known, a number of another dimension, or one beyond its bounds.

    Args:
        place: The path of the number.
        number: The number.
        unit: The unit to which it must convert.
        ledger: The facts, with the units of the contest.
        bounds: The least and the greatest value, in the unit.
    """
    if number.fact is not None and number.fact not in ledger.facts:
        cure = nearest(number.fact, list(ledger.facts))
        yield Finding(place, f'"{number.fact}" is not a fact.', cure)
        return
    stated = ledger.unit(number)
    if not ledger.units.same_dimension(stated, unit):
        yield Finding(place, f"is stated in {stated}.", f"It is wanted in {unit}.")
        return
    numbers = (ledger.value(number, unit), *ledger.ends(number, unit))
    fault = number_fault(f"{place[-1]}", numbers, bounds, unit)
    if fault is not None:
        yield Finding(place, *fault)
