"""The page reserves the place of a figure before it is drawn."""

from outlast.present.display.voice import voice_of
from outlast.present.export import to_svg
from outlast.present.registry import figures, view
from outlast.web.figures import LOOKS, PLACES, linked_figure, looks_of, pixels, usual_sizes
from outlast.web.work import Work
from tests.present.fake import outcome

NEAR = 0.2
"""The part by which a figure of other results may differ from that of the default scenario."""


def test_every_figure_that_is_drawn_late_has_a_place() -> None:
    results = outcome("today")
    late = {each.name for screen in PLACES for each in figures(screen, results)}
    late -= {each.name for each in figures("changes", results) if each.needs_lever_effects}
    assert late <= set(usual_sizes())


def test_the_place_is_about_that_of_the_figure() -> None:
    results = outcome("today")
    for name in ("lag", "gap"):  # the others have as many rows as their results
        found = view(name, results, voice_of(results.situation))
        for size, look in looks_of(found).items():
            width, height = pixels(to_svg(found, LOOKS[look]))
            wanted = usual_sizes()[name][size]
            assert abs(width - wanted[0]) < NEAR * width, (name, size)
            assert abs(height - wanted[1]) < NEAR * height, (name, size)


def test_a_figure_that_is_not_drawn_yet_has_the_usual_sizes() -> None:
    results = outcome("today")
    voice = voice_of(results.situation)
    found = linked_figure(Work(), view("lag", results, voice), voice)
    assert found.sizes == usual_sizes()["lag"]
