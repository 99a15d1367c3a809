"""Moves of the toy contest: a folder to lay over Lilliput, in which both islands go on to act."""

from pathlib import Path

TEXT = """
format: outlast/moves/1
begins: 2022-01-01
fitted_until: 2023-04-03
scored_from: 2022-06-01
acts: little
replies: big
rate: {events: 1, days: 180, why: "a toy number"}
reply: {answered: 1, unanswered: 3, window: 7, why: "a toy number"}
weight: 0.5
ladders:
  salt:
    side: little
    title: Salt for Blefuscu
    class: control
    rungs:
      none-at-all:
        kind: deny
        goods: [salt]
        origins: [lilliput]
        destinations: [blefuscu]
        why: "a toy rung"
  pastry: {side: little, title: Pastry, class: tariff}
  eggs:
    side: big
    title: Eggs for Lilliput
    class: control
    rungs:
      none-at-all:
        kind: deny
        goods: [eggs]
        origins: [blefuscu]
        destinations: [lilliput]
        by: [egg-ban]
        why: "a toy rung"
  butter: {side: big, title: Butter, class: tariff}
events:
  - {day: 2023-01-02, side: big, ladders: [eggs], measures: [egg-licence]}
  - {day: 2023-03-20, side: big, ladders: [eggs], measures: [egg-ban]}
  - {day: 2023-01-16, side: little, ladders: [salt], measures: [salt-quota]}
regimes:
  factors:
    calm: {assume: 0.5, unit: "1", low: 0.2, high: 1.0, why: "a toy number"}
  length: {assume: 52, unit: week, low: 13, high: 156, why: "a toy number"}
deals:
  rate: {events: 1, days: 365, why: "a toy number"}
  reach: {assume: 40, unit: week, low: 20, high: 80, why: "a toy number"}
  covers: {assume: 0.8, unit: "1", low: 0.6, high: 0.9, why: "a toy number"}
  length: {assume: 10, unit: week, low: 5, high: 20, why: "a toy number"}
  extended: {assume: 0.3, unit: "1", low: 0.1, high: 0.5, why: "a toy number"}
  early: {assume: 0.2, unit: "1", low: 0.1, high: 0.3, why: "a toy number"}
"""


def toy_moves(folder: Path) -> Path:
    """Write the moves of the toy to a folder, and return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "moves.yaml").write_text(TEXT.lstrip(), encoding="utf-8")
    return folder
