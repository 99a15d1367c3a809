"""Where the record, the items and the world name each other, they name what exists."""

import pytest

from outlast.api import library
from outlast.policy import Measure

MEASURES = list(library().timeline.measures.values())


@pytest.mark.parametrize("measure", MEASURES, ids=[measure.id for measure in MEASURES])
def test_a_measure_acts_on_goods_of_the_world(measure: Measure) -> None:
    assert set(measure.acts_on) <= set(library().world.world.goods)


def test_every_denied_good_has_a_measure_that_acts_on_it() -> None:
    acted_on = {good for measure in MEASURES for good in measure.acts_on}
    denied = {
        *("gallium", "germanium", "antimony", "tungsten", "bismuth", "heavy-rare-earth-oxide"),
        *("samarium", "yttrium", "ndfeb-magnets", "chip-making-tools", "hbm", "advanced-logic"),
        *("accelerator-frontier", "accelerator-h200-class", "accelerator-h20-class"),
    }
    assert denied <= acted_on


def test_every_country_of_a_bloc_is_a_country() -> None:
    blocs = library().world.world.blocs.values()
    assert {country for bloc in blocs for country in bloc.countries} <= set(library().countries)


def test_every_side_of_a_bloc_is_a_side() -> None:
    blocs = library().world.world.blocs.values()
    assert {bloc.side for bloc in blocs if bloc.side} == set(library().timeline.sides)
