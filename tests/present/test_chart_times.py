"""Days on charts are UTC: a figure is the same wherever it is drawn."""

import json
import os
import re
import subprocess
import sys

from outlast.api.run import run
from outlast.present.display.voice import voice_of
from outlast.present.registry import FIGURES, Subject

DRAW = "import json, sys, vl_convert; print(vl_convert.vegalite_to_svg(json.load(sys.stdin)))"


def drawn(spec: str, zone: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", DRAW],
        input=spec,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    return re.sub(r' aria-label="[^"]*"', "", found.stdout)  # as figures are written to files


def test_a_bar_begins_on_its_day_in_every_time_zone() -> None:
    results = run("lilliput", futures=8).results
    view = FIGURES["measures"].build(Subject(results), voice_of(results.situation, "en"))
    spec = json.dumps(view.spec())
    assert '"utc"' in spec
    assert drawn(spec, "America/Los_Angeles") == drawn(spec, "UTC") == drawn(spec, "Asia/Tokyo")


def test_no_figure_has_a_local_time_axis() -> None:
    results = run("lilliput", futures=8).results
    for entry in FIGURES.values():
        if entry.needs_lever_effects or not entry.exists(results):
            continue
        view = entry.build(Subject(results), voice_of(results.situation, "en"))
        spec = json.dumps(view.spec())
        assert spec.count('"temporal"') == 0 or '"type": "utc"' in spec, entry.name
