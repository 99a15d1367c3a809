"""The pixels of the page's figures of today, which it reserves before it has drawn them.

`python -m pipeline.figure_sizes` runs the default scenario and writes `web/figure_sizes.json`.
"""

import json

import outlast as ol
from outlast.present.display.voice import voice_of
from outlast.present.export import to_svg
from outlast.present.registry import Subject, figures
from outlast.results import Results
from outlast.web.figures import LOOKS, PLACES, looks_of, pixels, sizes_file

FUTURES = 1000
"""The futures of the default answer, which the page shows."""


def sizes(results: Results) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the pixels of each figure in each of its looks, by figure and look."""
    voice, subject = voice_of(results.situation), Subject(results)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for screen in PLACES:
        for entry in figures(screen, results):
            if entry.needs_lever_effects or entry.name in found:
                continue
            view = entry.build(subject, voice)
            found[entry.name] = {
                name: pixels(to_svg(view, LOOKS[look])) for name, look in looks_of(view).items()
            }
    return found


def main() -> None:
    """Write the file."""
    found = sizes(ol.run(futures=FUTURES).results)
    text = json.dumps(dict(sorted(found.items())), indent=1, sort_keys=True)
    sizes_file().write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
