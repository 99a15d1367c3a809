"""Why one future went as it did: Lilliput goes the way of its page."""

import numpy as np
import pytest

from outlast.engine.compiled.run import run_compiled, trace_block
from outlast.engine.workspace import Workspace
from outlast.ensemble import run_ensemble
from outlast.errors import InputError
from outlast.present.views.chain import chain
from outlast.results import Results
from outlast.scenario.load import load_scenario
from outlast.study.trace import trace
from tests.present.fake import speak


@pytest.fixture(scope="module")
def toy() -> Results:
    """The futures of Lilliput, which are all alike."""
    return run_ensemble(load_scenario("lilliput"), futures=8)


def test_a_walk_is_the_same_run(toy: Results) -> None:
    plan = toy.lowered.plan
    draw = toy.lowered.sample(toy.points()[:1])
    whole = run_compiled(plan, draw)
    last: dict[str, np.ndarray] = {}

    def each(step: int, room: Workspace, _: int) -> None:
        last["step"] = np.array(step)
        last["stock"] = room.state.stock.values[..., :1].copy()
        last["first"] = room.record.first.values[..., :1].copy()

    trace_block(plan, draw, each)
    assert int(last["step"]) == plan.steps - 1
    assert np.array_equal(last["stock"], whole.state.stock.values)
    assert np.array_equal(last["first"], whole.record.first.values)


def test_the_chain_of_the_toy_leads_to_the_ban_and_the_stock(toy: Results) -> None:
    made = trace(toy.lowered, toy.points()[0], 0, "breakfast", "flow")
    kinds = [link.kind for link in made.links]
    assert made.broke
    assert kinds == ["short", "lacks", "withheld", "spent", "held"]
    short, lacks, withheld, spent, held = made.links
    first = float(toy.record["first"][0, 0])
    assert short.week == pytest.approx(first, abs=1.0)
    # A unit is worth more to the bakery, which is served first; breakfast lives on the rest.
    assert lacks.share == pytest.approx(0.9, abs=0.02)
    assert withheld.origin == "blefuscu-eggs"
    assert withheld.measure in toy.situation.timeline.measures
    assert spent.week < short.week
    assert held.cover == pytest.approx(3.0, abs=0.6)  # three weeks of cover, as its page says
    assert held.left < held.cover


def test_it_is_told_in_both_languages(toy: Results) -> None:
    for language in ("en", "zh"):
        told = chain(toy, speak(language))
        assert len(told.lines) == 5
        assert "{" not in "".join((told.title, *told.lines))
    assert "No eggs for Lilliput" in chain(toy, speak("en"), 3).lines[2]
    assert chain(toy, speak("en"), 3).title.startswith("Future 3 of 8")


def test_what_is_not_there_is_refused(toy: Results) -> None:
    with pytest.raises(InputError, match="there is no future 8"):
        chain(toy, speak("en"), 8)
    with pytest.raises(InputError, match="breakfast, flow"):
        trace(toy.lowered, toy.points()[0], 0, "brekfast", "flow")
