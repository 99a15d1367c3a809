"""Weights of the toy contest: a folder to lay over Lilliput, with observations and a silence."""

from pathlib import Path

BACKTEST = """
format: outlast/backtest/2
freezes: [2023-04-03]
months: 6
lag: 30
recent: 2
series:
  eggs-to-lilliput:
    meaning: "Eggs that reach Lilliput from everywhere"
    unit: "egg/month"
    flow: {counts: arrived, goods: [eggs], destinations: [lilliput]}
  eggs-to-laputa:
    meaning: "Eggs that reach Laputa from everywhere"
    unit: "egg/month"
    flow: {counts: arrived, goods: [eggs], destinations: [laputa]}
  eggs-from-laputa:
    meaning: "Eggs that reach Lilliput from Laputa"
    unit: "egg/month"
    flow: {counts: arrived, goods: [eggs], origins: [laputa], destinations: [lilliput]}
  pastry-to-blefuscu:
    meaning: "Pastry that reaches Blefuscu from everywhere"
    unit: "unit/month"
    flow: {counts: arrived, goods: [pastry], destinations: [blefuscu]}
objects:
  eggs:
    title: "Eggs for Lilliput"
    series: [eggs-to-lilliput, eggs-from-laputa]
    why: "the second is a part of the first"
aims:
  rules_known: 0.9
  nothing_known: 0.95
  prices: 0.85
  coverage: [0.8, 0.95]
  oracle: 0.75
  inside: 0.8
"""

COLUMNS = """
# format: outlast/observed/1
series,period,value,unit,published,source,locator,grade,note
"""

POINT = '{}/month,{},lilliput-gazette,"table, row 1",measured,a toy number'
"""The end of a row: unit and day of publication."""

NON_EVENTS = """
format: outlast/non-events/1
non-events:
  hungry-winter:
    title: "Breakfast of Lilliput is short for a month"
    episode: winter
    services: [breakfast]
    level: 0.8
    weeks: 4
    from: 2023-01-02
    until: 2023-12-01
    reported: {low: 0.2, high: 0.8, why: "a toy number, as all of them"}
    search:
      day: 2026-01-01
      words: ["hungry Lilliput"]
      where: "the gazette of the island"
      nearest: "nothing but quarrels about ends of eggs"
"""

EPISODE = """
format: outlast/scenario/2
id: winter
title: "The winter of eggs"
summary: The record to April 2023, run on for some weeks; every number is invented.
date: 2023-12-31
knows_until: 2023-12-31
horizon: 4
"""

SCENARIO = """
format: outlast/scenario/2
id: later
title: "Lilliput a year later"
summary: The toy contest at the end of its first year; every number is invented.
date: 2023-12-31
knows_until: 2023-12-31
horizon: 52
priors:
  hoarding: {distribution: {uniform: {low: 0, high: 3}}, why: "so that histories differ"}
  refile: {distribution: {uniform: {low: 0.2, high: 1}}, why: "so that histories differ"}
  belief: {distribution: {uniform: {low: 0.2, high: 1}}, why: "so that histories differ"}
  tied: {distribution: {uniform: {low: 0, high: 1}}, why: "so that histories differ"}
"""

RULES = """
format: outlast/weights/1
gate: {day: 2023-04-01, oracle: 0.5, inside: 0.9}
"""


def toy_weights(
    folder: Path,
    first: float = 5.9,
    second: float = 6.2,
    published: str = "2023-11-02",
    pastry: float = 20,
) -> Path:
    """Write the observations of the toy to a folder, and return the folder."""
    rows = [
        f"eggs-to-lilliput,2023-09,{first},{POINT.format('egg', '2023-10-05')}",
        f"eggs-to-lilliput,2023-10,{second},{POINT.format('egg', published)}",
        f"eggs-to-laputa,2023-09,12,{POINT.format('egg', '2023-10-05')}",
        f"pastry-to-blefuscu,2023-09,{pastry},{POINT.format('unit', '2023-10-05')}",
    ]
    texts = {
        "backtest.yaml": BACKTEST,
        "observed/eggs.csv": COLUMNS + "\n".join(rows) + "\n",
        "non-events.yaml": NON_EVENTS,
        "episodes/winter.yaml": EPISODE,
        "weights.yaml": RULES,
        "scenarios/later.yaml": SCENARIO,
    }
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), encoding="utf-8")
    return folder
