"""The texts of an address that only its scenario can judge: those that it does not know, told."""

from typing import Final

from outlast.scenario.load import Situation
from outlast.web.dependence_picture import months_after
from outlast.web.evidence import evidence_kinds
from outlast.web.figures import LOOKS
from outlast.web.sliders import sliders
from outlast.web.state import AddressNote, PageState, unknown_text

OVERVIEW: Final = "rest"
"""The text of `show` for the part of the evidence that no other text names."""


def notes_for(state: PageState, situation: Situation) -> tuple[AddressNote, ...]:
    """Return a note on each text of an address that this scenario does not know."""
    notes: list[AddressNote] = []
    if state.show:
        kinds = (kind.value for kind in evidence_kinds(situation.origin.contest))
        notes += unknown_text("show", state.show, (OVERVIEW, *kinds))
    if state.move:
        notes += unknown_text("move", state.move, tuple(sliders(situation)))
    notes += unknown_text("look", state.look, tuple(LOOKS))
    months = months_after(situation.clock)
    if state.month is not None and state.month not in months:
        values = {"key": "month", "text": f"{state.month}"}
        notes.append(AddressNote("note.number", values, bounds=(1, len(months))))
    return tuple(notes)
