"""Answers: the laws that every answer of the program obeys, whatever was asked."""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from outlast.engine.codes import COLLAPSED

CHANCES: Final = (
    "p_break",
    "p_since_denial",
    "p_new_only",
    "p_free",
    "p_attributable",
    "since_share",
)
"""The fields of a service that are chances."""

SET_TIMES: Final = ("strict", "strict_new", "quorum", "quorum_new")
"""The fields of a set that are times from the date."""

NEAR: Final = 1e-9
DEAR: Final = 1e16
"""USD beyond which no cost means anything: a hundred years of the world's product."""

TERMS_OF_TRADE: Final = 2
"""The kind of cost that sums to zero over blocs."""

Fault = tuple[str, str]
"""The rule, and the evidence."""


def strict(text: str) -> Any:  # noqa: ANN401  plain data
    """Return the content of strict JSON.

    Raises:
        ValueError: It is none, or holds NaN or Infinity.
    """

    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


def faults_of(text: str, folder: Path) -> list[Fault]:
    """Return every law that an answer breaks.

    Args:
        text: The answer as JSON, from the command.
        folder: The run's folder.

    Raises:
        ValueError: Some of it is not strict JSON.
        LookupError: A key is missing.
        OSError: A file is missing.
    """
    answer = strict(text)
    kept = strict((folder / "answer.json").read_text(encoding="utf-8"))
    strict((folder / "manifest.json").read_text(encoding="utf-8"))
    faults = [*of_odds(answer), *of_records(folder, answer["run"]["horizon"])]
    keys = ("sentence", "services", "sets", "costs")
    changed = [key for key in keys if kept[key] != answer[key]]
    return [*faults, *(("the folder keeps the answer that was shown", key) for key in changed)]


def of_odds(answer: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the laws that odds, times and costs break."""
    if not answer["sentence"].strip():
        yield "an answer has its sentence", ""
    for line in answer["services"]:
        yield from of_service(line)
    for each in answer["sets"]:
        total = sum(each["first"].values()) + each["same"] + each["neither"]
        if abs(total - 1.0) > NEAR:
            where = f"{each['contest']} {each['rule']} {each['clock']}"
            yield "the odds of a set sum to 1", f"{where}: {total}"
    for cost in answer["costs"]:
        name = f"{cost['bloc']} {cost['kind']}"
        if not cost["low"] <= cost["high"]:
            yield "quantiles of costs are in order", name
        if not abs(cost["mean"]) <= DEAR:
            yield "no cost exceeds the world's product", f"{name}: {cost['mean']:g} USD"


def of_service(line: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield the laws that the odds and times of a service break."""
    name = f"{line['service']} {line['definition']}"
    for key in CHANCES:
        if not 0.0 <= line[key] <= 1.0:
            yield "a probability lies from 0 to 1", f"{name}: {key} = {line[key]}"
    times = [line[key] for key in ("t10", "t50", "t90") if line[key] is not None]
    if times != sorted(times) or any(time < 0.0 for time in times):
        yield "quantiles of times are in order", f"{name}: {times}"
    if not line["p_new_only"] <= line["p_break"] <= line["p_since_denial"]:
        yield "an earlier clock counts no fewer breaks", name
    if line["since_share"] > line["p_break"]:
        yield "a service that is short on the date has broken", name


def of_records(folder: Path, horizon: float) -> Iterator[Fault]:
    """Yield the laws that the record of the futures breaks."""
    for path in sorted((folder / "chunks").glob("*.npz")):
        with np.load(path, allow_pickle=False) as file:
            record = {
                name.removeprefix("record/"): np.asarray(file[name])
                for name in file.files
                if name.startswith("record/")
            }
        yield from of_record(record, horizon)


def of_record(record: Mapping[str, NDArray[Any]], horizon: float) -> Iterator[Fault]:
    """Yield the laws that the record of some futures breaks."""
    for name, values in record.items():
        if not np.all(np.isfinite(values)):
            yield "every number of the record is finite", name
    if np.max(record["status"], initial=0.0) > COLLAPSED:
        yield "no answer rests on a future that failed its audit", f"{np.max(record['status'])}"
    yield from of_times(record, horizon)
    for name in ("level0", "level_least", "level_end"):
        if _beyond(record[name], 0.0, 1.0):
            yield "a level lies from 0 to 1", name
    for name in ("depth", "below", "tally", "installed_date", "installed_end", "cover_date"):
        if _beyond(record[name], 0.0, float("inf")):
            yield "no amount is negative", name
    for name in ("cost", "cost_free"):
        terms = record[name][:, :, TERMS_OF_TRADE]
        scale = float(np.max(np.abs(record[name]), initial=0.0))
        left = float(np.max(np.abs(terms.sum(axis=1)), initial=0.0))
        if isfinite(scale) and left > NEAR * scale:
            yield "terms of trade sum to zero", f"{name}: {left:g} of {scale:g}"


def of_times(record: Mapping[str, NDArray[Any]], horizon: float) -> Iterator[Fault]:
    """Yield the laws that the times of breaks break, on each clock."""
    for name in ("first", "first_new", "first_free", "first_new_free", *SET_TIMES):
        if _beyond(record[name], 0.0, horizon + 1.0):
            yield "a time lies within the horizon", name
    for name in ("first", "strict", "quorum"):
        ever, date, new = (record[f"{name}{ending}"] for ending in ("_ever", "", "_new"))
        if np.any(ever > date + NEAR) or np.any(date > new + NEAR):
            yield "an earlier clock breaks no later", name


def _beyond(values: NDArray[Any], low: float, high: float) -> bool:
    """Return whether any value lies beyond two ends, by more than rounding."""
    least, most = np.min(values, initial=low), np.max(values, initial=low)
    return bool(least < low - NEAR or most > high * (1.0 + NEAR))
