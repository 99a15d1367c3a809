"""Lists of codes: the goods that one paragraph of a rule names, and those that it leaves out."""

from functools import cached_property
from typing import Final

from pydantic import model_validator

from outlast.facts.code_fields import ListCode, TariffCode
from outlast.facts.listings import bare
from outlast.policy.match import Match
from outlast.policy.shipment import Codes
from outlast.reading import Frozen

MOST_CODES: Final = 4096
"""Answers on codes that one list keeps at once."""


class ListedCodes(Frozen):
    """Codes of lists; an item is caught if any of its codes begins with one of these."""

    hs: tuple[TariffCode, ...] = ()
    """Codes of the customs tariff."""

    control_codes: tuple[ListCode, ...] = ()
    """Codes of a national control list."""

    eccn: tuple[ListCode, ...] = ()
    """Export control classification numbers."""

    except_eccn: tuple[ListCode, ...] = ()
    """Export control classification numbers that are left out of those."""

    kinds: tuple[str, ...] = ()
    """The kinds of goods that a sender classifies so, where the text says it; else those of the
    product group."""

    @model_validator(mode="after")
    def _lists_something(self) -> "ListedCodes":
        if not (self.hs or self.control_codes or self.eccn):
            raise ValueError("goods are listed by hs, control_codes or eccn; none is given.")
        idle = [each for each in self.except_eccn if not bare(each).startswith(self.bare[-1])]
        if idle:
            raise ValueError(f"{', '.join(idle)} is left out of codes that do not hold it.")
        return self

    def catch(self, codes: Codes) -> Match:
        """Return whether one of an item's codes is listed.

        It is open where a code of the item is only a heading of one that is listed, where the item
        may lie on a listed line that its code does not tell, and where no code of it is known. A
        heading from which codes are left out stands for the others.
        """
        known = self.known
        found = known.get(codes)
        if found is None:
            if len(known) >= MOST_CODES:
                known.clear()
            known[codes] = found = self._catches(codes)
        return found

    def _catches(self, codes: Codes) -> Match:
        """Return whether one of an item's codes is listed, by comparing them."""
        if not codes.stated and not codes.any:
            return Match.OPEN
        near = any(each in codes.near for each in self.bare[0]) if codes.near else False
        found = Match.OPEN if near else Match.NO
        for given, listed, spared in zip(codes.bare, self.bare, self.spared, strict=True):
            for code in given:
                if code.startswith(spared):
                    continue
                if code.startswith(listed):
                    return Match.YES
                if any(each.startswith(code) for each in listed):
                    found = Match.OPEN
        return found

    @cached_property
    def known(self) -> dict[Codes, Match]:
        """The answers found so far."""
        return {}

    @cached_property
    def bare(self) -> tuple[tuple[str, ...], ...]:
        """The codes without dots: of the tariff, of a control list, of the ECCN."""
        return tuple(tuple(map(bare, each)) for each in (self.hs, self.control_codes, self.eccn))

    @cached_property
    def spared(self) -> tuple[tuple[str, ...], ...]:
        """The codes that are left out, without dots, as `bare` orders them."""
        return (), (), tuple(map(bare, self.except_eccn))
