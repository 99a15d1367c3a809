"""The gallery of figures: one picture of each figure of a shipped scenario, with its command.

`python -m pipeline.gallery` runs the scenario and writes docs/gallery.md and docs/pictures.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from outlast.api.run import load
from outlast.ensemble import run_ensemble
from outlast.present.display.voice import Voice, voice_of
from outlast.present.export import write
from outlast.present.registry import FIGURES, FigureEntry, Subject
from outlast.present.sharing.card import card, share_voice, write_card
from outlast.present.view import View
from outlast.results import Results
from outlast.truth.weights.weigh import weighed

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PICTURES: Final = DOCS / "pictures"
SCENARIO: Final = "today"

FILES: Final = {"dots": "today.svg"}
"""Pictures that another page shows too, under its name for them."""

OPENING: Final = """# Gallery

Each figure of the scenario `{scenario}`, drawn from {futures:,} futures, under the command that
makes it. `python -m pipeline.gallery` makes this page and its pictures. [Figures](figures.md)
explains their properties; [the licence of pictures](licence-of-pictures.md) lets you pass them on.
"""


def picture_name(figure: str) -> str:
    """Return the file of a figure in docs/pictures."""
    return FILES.get(figure, f"{figure}.svg")


def command(figure: str, file: str) -> str:
    """Return the command that makes a picture."""
    return f"outlast figure {figure} {SCENARIO} --out docs/pictures/{file} --force"


def shown(results: Results) -> list[FigureEntry]:
    """Return the figures of results that need no further runs."""
    return [
        entry
        for entry in FIGURES.values()
        if entry.exists(results) and not entry.needs_lever_effects
    ]


def section(view: View, text: str, file: str, line: str) -> str:
    """Return a figure's part of the page."""
    alt = f"{view.title}: {view.finding}".replace("[", "(").replace("]", ")")
    return f"## {view.title}\n\n```sh\n{line}\n```\n\n{text}\n\n![{alt}](pictures/{file})\n"


def card_section(results: Results, english: Voice) -> str:
    """Return the part of the card, and write its picture."""
    write_card(card(results, share_voice(english)), PICTURES / "card.png")
    line = command("card", "card.png")
    alt = "The card: headline, sentence, dots and citation."
    text = "A picture of 1200 by 630 pixels to pass on."
    return f"## The card\n\n```sh\n{line}\n```\n\n{text}\n\n![{alt}](pictures/card.png)\n"


def main() -> int:
    """Run the scenario, and write the page with its pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--futures", type=int, default=1000)
    futures: int = parser.parse_args().futures
    results = weighed(run_ensemble(load(SCENARIO), futures=futures))
    english = voice_of(results.situation)
    parts = [OPENING.format(scenario=SCENARIO, futures=futures)]
    for entry in shown(results):
        view, file = entry.build(Subject(results), english), picture_name(entry.name)
        write(view, PICTURES / file)
        parts.append(section(view, view.finding, file, command(entry.name, file)))
    parts.append(card_section(results, english))
    (DOCS / "gallery.md").write_text("\n".join(parts), encoding="utf-8")
    print(f"gallery.md: {len(parts) - 1} figures of {futures:,} futures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
