"""The reference page of files: every form, field by field, from the models that read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any, Final, cast

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from outlast.economy.declaration import EconomyDeclaration
from outlast.economy.exposure_declaration import ExposureDeclaration
from outlast.economy.leverage_declaration import LeverageDeclaration
from outlast.economy.load import IndustryTitle
from outlast.economy.network.input_classes import InputDeclaration
from outlast.facts.fact import Fact, Gap, Observation, Statement
from outlast.facts.source import Sources
from outlast.facts.units import COMMON
from outlast.policy.coverage import RecordCoverage
from outlast.policy.measure import Measure
from outlast.policy.settlement import Settlements
from outlast.policy.timeline import Context, Groups, Sides, Switches
from outlast.present.hit_rate import HitRate
from outlast.reading.migrations import NEWEST
from outlast.scenario.bridge import FORM as BRIDGE
from outlast.scenario.bridge import Bridge
from outlast.scenario.conduct import Conduct
from outlast.scenario.contest import Declaration, Names
from outlast.scenario.moves import MoveProcess
from outlast.scenario.prior import Priors
from outlast.scenario.scenario import Differences
from outlast.scenario.sets import ServiceSets
from outlast.study.input_groups import InputGroups
from outlast.truth.backtest.observations import ObservationRow
from outlast.truth.backtest.series import Backtest
from outlast.truth.claims.model import Claim
from outlast.truth.verify.published import PublishedResults
from outlast.truth.weights.declared import NonEvents, WeightRules
from outlast.world.country import Country
from outlast.world.item import Chip, Product
from outlast.world.world import Things, World
from pipeline.annotations import in_words, is_mapping, models_in, origin_of, sentences


@dataclass(frozen=True)
class Form:
    """A form of file."""

    place: str
    """Where a file of it lies in the folder of a contest."""

    name: str
    """Its name in the first line."""

    model: type[BaseModel]
    """The model of the file, or of a row of a table."""

    about: str = ""
    """A sentence beside that of the model."""


GROUPS: Final = {
    "The contest": (
        Form("contest.yaml", "contest", Declaration),
        Form("countries.csv", "countries", Country),
        Form(
            "names.zh.yaml",
            "names",
            Names,
            "`names.en.yaml` has the same form, and so have files as `names-gaps.zh.yaml`.",
        ),
    ),
    "The ledger": (
        Form("sources/*.yaml", "sources", Sources),
        Form("facts/*.csv", "facts", Fact),
        Form("facts/*-statements.csv", "statements", Statement),
        Form("facts/gaps-*.csv", "gaps", Gap),
        Form("observed/*.csv", "observed", Observation),
    ),
    "The record": (
        Form("policy/sides.yaml", "sides", Sides),
        Form("policy/<side>/*.yaml", "measure", Measure, "Each measure is a file of its own name."),
        Form("policy/switches.yaml", "switches", Switches),
        Form("policy/coverage.yaml", "coverage", RecordCoverage),
        Form("policy/settlements.yaml", "settlements", Settlements),
        Form("policy/groups.yaml", "groups", Groups),
        Form("policy/context-*.csv", "context", Context),
        Form("items/accelerators.csv", "items", Chip, "Rules find these items by their numbers."),
        Form("items/*.csv", "items", Product, "Rules find these items by their codes."),
    ),
    "The world": (
        Form("world/world.yaml", "world", World),
        Form("world/*.yaml", "world", Things, "Further files of the world hold things by section."),
    ),
    "Scenarios and assumptions": (
        Form("scenarios/*.yaml", "scenario", Differences),
        Form("priors/*.yaml", "priors", Priors),
        Form("conduct.yaml", "conduct", Conduct),
        Form("sets.yaml", "sets", ServiceSets),
        Form("moves.yaml", "moves", MoveProcess),
        Form("sensitivity.yaml", "sensitivity", InputGroups, "Without it, each file is a group."),
        Form("bridge.yaml", BRIDGE, Bridge, "From services to parts of industries."),
        Form("economy.yaml", "economy", EconomyDeclaration, "The tables lie in `economy/`."),
        Form("exposure.yaml", "exposure", ExposureDeclaration),
        Form("leverage.yaml", "leverage", LeverageDeclaration),
        Form(
            "economy/*-inputs.yaml",
            "inputs",
            InputDeclaration,
            "The inputs that stop an industry, for `outlast network`; named after the table.",
        ),
        Form(
            "economy/*-titles.zh.csv",
            "industry-titles",
            IndustryTitle,
            "Chinese titles of industries; named after the table.",
        ),
    ),
    "Tests of the model": (
        Form("claims/*.yaml", "claim", Claim),
        Form("backtest.yaml", "backtest", Backtest),
        Form("hits.yaml", "hits", HitRate, "`python -m pipeline.looks` writes it."),
        Form("published.yaml", "published", PublishedResults),
        Form("non-events.yaml", "non-events", NonEvents),
        Form("weights.yaml", "weights", WeightRules),
        Form(
            "observations of your own",
            "observations",
            ObservationRow,
            "`outlast backtest --observed FILE` reads such a table.",
        ),
    ),
}
"""Every form, in the order of the page."""

UNITS: Final = """\
## Units

A unit is one of these, one that `contest.yaml` declares, or a quotient such as `USD/kg`. outlast
converts between units of one dimension.
"""

HEADER: Final = ("| key | value | required | default | meaning |", "|--|--|--|--|--|")

OPENING: Final = """\
# Files

A contest is a folder. This page describes each file in it, key by key. The page is written from the
code: `python -m pipeline.reference` renews it.

A YAML file starts with its format, for example `format: outlast/priors/1`; a table starts with
`# format: outlast/facts/1`, and its second line holds the columns. outlast reads strict YAML 1.2:
it refuses unknown keys, repeated keys, anchors and tags. It reads an older format through a
migration. `outlast validate DIR` reports every problem with file, line and cure.

An empty cell of a table means that no value is given. Dates are written year-month-day. A period is
a year (`2024`), a quarter (`2024-Q2`), a month (`2024-04`), a day, or two of these with a slash
between. A key has small letters, digits, dots and hyphens.
"""


def page() -> str:
    """Return the page."""
    home = _homes()
    parts = [OPENING]
    for group, forms in GROUPS.items():
        parts.append(f"## {group}\n")
        for form in forms:
            parts.extend(_form(form, home))
    parts.append(_units())
    return "\n".join(parts)


def forms() -> list[Form]:
    """Return every form."""
    return [form for group in GROUPS.values() for form in group]


def _homes() -> dict[type[BaseModel], Form]:
    """Return the form under which each model has its table: the first that uses it."""
    home: dict[type[BaseModel], Form] = {}
    for form in forms():
        for model in _all_models(form.model):
            home.setdefault(model, form)
    return home


def _all_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the models within a model, itself first, each once."""
    waiting, seen = [model], {model}
    while waiting:
        each = waiting.pop(0)
        each.model_rebuild()  # names in quotes become models
        yield each
        for field in each.model_fields.values():
            for inner in models_in(field.annotation):
                if inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)


def _form(form: Form, home: dict[type[BaseModel], Form]) -> Iterator[str]:
    """Yield the parts of the page about a form."""
    mark = "# " if form.place.endswith(".csv") or form.name == "observations" else ""
    yield f"### `{form.place}`\n"
    yield f"{cleandoc(form.model.__doc__ or '')}\n"
    if form.about:
        yield f"{form.about}\n"
    yield f"First line: `{mark}format: outlast/{form.name}/{NEWEST.get(form.name, 1)}`\n"
    yield _table(form.model, home)
    for model in _all_models(form.model):
        if model is not form.model and home[model] is form:
            yield f"#### {model.__name__}\n"
            yield f"{cleandoc(model.__doc__ or '')}\n"
            yield _table(model, home)


def _table(model: type[BaseModel], home: dict[type[BaseModel], Form]) -> str:
    """Return the table of a model's keys."""

    def link(named: type[BaseModel]) -> str:
        form = home[origin_of(named)]
        heading = form.place if form.model is named else named.__name__
        return f"[{named.__name__}](#{_anchor(heading)})"

    if is_mapping(model):
        words = in_words(model.model_fields["root"].annotation, [], link)
        return f"Written as {words}.\n"
    about = docstrings(model)
    rows = [
        f"| `{field.alias or name}` | {in_words(field.annotation, field.metadata, link)} "
        f"| {'yes' if field.is_required() else ''} | {_default(field)} "
        f"| {sentences(about.get(name))} |"
        for name, field in model.model_fields.items()
    ]
    return "\n".join([*HEADER, *rows, ""])


def docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the text under each field of a model, by the field's name."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if not (issubclass(kind, BaseModel) and kind.__module__.startswith("outlast")):
            continue
        body = cast("ast.ClassDef", ast.parse(dedent(getsource(origin_of(kind)))).body[0]).body
        for field, text in pairwise(body):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
            ):
                found[field.target.id] = cleandoc(str(text.value.value))
    return found


def _default(field: FieldInfo) -> str:
    """Return the default of a key, empty where nothing is the default."""
    default: Any = field.default
    if default is PydanticUndefined or default is None or isinstance(default, BaseModel):
        return ""
    if isinstance(default, tuple):
        values = cast("tuple[object, ...]", default)
        return ", ".join(f"`{_plain(each)}`" for each in values)
    return f"`{_plain(default)}`" if default != "" else ""


def _plain(value: object) -> str:
    """Return a default as a file writes it."""
    if isinstance(value, Enum):
        return str(value.value)
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def _units() -> str:
    """Return the section on units."""
    by_dimension: dict[str, list[str]] = {}
    for unit, (dimension, _) in COMMON.items():
        by_dimension.setdefault(dimension or "a plain number", []).append(f"`{unit}`")
    rows = [f"| {dimension} | {', '.join(units)} |" for dimension, units in by_dimension.items()]
    return "\n".join(
        [
            UNITS,
            "| dimension | units |",
            "|--|--|",
            *rows,
            "",
        ]
    )


def _anchor(heading: str) -> str:
    """Return the anchor that a heading gets."""
    kept = "".join(each for each in heading.lower() if each.isalnum() or each in " -_")
    return "-".join(kept.split())
