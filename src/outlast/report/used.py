"""The facts that a run rests on: those that its world, priors, conduct and sets name."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

from pydantic import BaseModel

from outlast.facts import Fact
from outlast.scenario.load import Situation


def used_facts(situation: Situation) -> list[Fact]:
    """Return every fact that a situation names, and those behind it, source by source."""
    facts = situation.ledger.facts
    named: set[str] = set()
    parts = (situation.world, situation.priors, situation.conduct, situation.sets)
    waiting = [key for part in (*parts, situation.scenario) for key in _fact_keys(part)]
    while waiting:
        key = waiting.pop()
        if key in facts and key not in named:
            named.add(key)
            waiting.extend(facts[key].computed_from)
    return sorted((facts[key] for key in named), key=lambda fact: (fact.source, fact.key))


def _fact_keys(part: object) -> Iterator[str]:
    """Yield the text of every field `fact` anywhere within a part."""
    if isinstance(part, BaseModel):
        pairs = [(name, getattr(part, name)) for name in type(part).model_fields]
    elif is_dataclass(part):
        pairs = [(field.name, getattr(part, field.name)) for field in fields(part)]
    elif isinstance(part, Mapping):
        pairs = [("", value) for value in cast("Mapping[Any, Any]", part).values()]
    elif isinstance(part, tuple | list | frozenset | set):
        pairs = [("", value) for value in cast("tuple[Any, ...]", part)]
    else:
        return
    for name, value in pairs:
        if name == "fact" and isinstance(value, str):
            yield value
        else:
            yield from _fact_keys(value)
