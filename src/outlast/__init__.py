"""An open laboratory for contests of export control.

`import outlast as ol; ol.run("today")` answers which side runs out of breath first;
`ol.compare("lapse", "truce")` runs two scenarios on the same dice; `ol.levers("today")` moves every
lever; `ol.moves("today")` has the chances of new measures; `ol.load("today")` reads a scenario,
`ol.contest("my-contest")` a contest of your own; `ol.screen("H20", to="CN", on="2025-04-16")` holds
a part against the export rules of a day; `ol.shock("gallium")` has the loss of GDP in a year
without Chinese exports of it, `ol.network("334413=0.5")` the loss that spreads through industries
week by week; `ol.exposure()` places published losses on one chart; `ol.leverage("CN", "US")` has
the hold of two blocs over each other. `ol.facts("gallium")`, `ol.timeline(side="cn")` and
`ol.claims(runs=False)` list the record; `ol.sensitivity("today")` finds the inputs that decide.
Everything of a run has `to_frame()` and `to_xarray()`, with units and long names.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.api.compare import Comparison, compare
    from outlast.api.exposure import exposure
    from outlast.api.leverage import leverage
    from outlast.api.levers import levers
    from outlast.api.load_run import load_run
    from outlast.api.moves import moves
    from outlast.api.network import network
    from outlast.api.record_table import claims, facts, timeline
    from outlast.api.run import load, run
    from outlast.api.screening import screen
    from outlast.api.sensitivity import sensitivity
    from outlast.api.shock import shock
    from outlast.scenario.contest import Contest
    from outlast.scenario.locate import open_contest as contest

    __version__: str

__all__ = [
    "Answer",
    "Comparison",
    "Contest",
    "__version__",
    "claims",
    "compare",
    "contest",
    "exposure",
    "facts",
    "leverage",
    "levers",
    "load",
    "load_run",
    "moves",
    "network",
    "run",
    "screen",
    "sensitivity",
    "shock",
    "timeline",
]

_HOMES: Final = {
    "Answer": "outlast.api.answer.Answer",
    "Comparison": "outlast.api.compare.Comparison",
    "Contest": "outlast.scenario.contest.Contest",
    "claims": "outlast.api.record_table.claims",
    "compare": "outlast.api.compare.compare",
    "contest": "outlast.scenario.locate.open_contest",
    "exposure": "outlast.api.exposure.exposure",
    "facts": "outlast.api.record_table.facts",
    "leverage": "outlast.api.leverage.leverage",
    "levers": "outlast.api.levers.levers",
    "load": "outlast.api.run.load",
    "load_run": "outlast.api.load_run.load_run",
    "moves": "outlast.api.moves.moves",
    "network": "outlast.api.network.network",
    "run": "outlast.api.run.run",
    "screen": "outlast.api.screening.screen",
    "sensitivity": "outlast.api.sensitivity.sensitivity",
    "shock": "outlast.api.shock.shock",
    "timeline": "outlast.api.record_table.timeline",
}
"""The home of each public name; it is imported when the name is first asked for."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  as Python asks for it
    """Return a public name from its home."""
    if name == "__version__":
        return import_module("importlib.metadata").version("outlast")
    if name not in _HOMES:
        known = ", ".join(__all__)
        raise AttributeError(f'outlast has no "{name}". Its public names are: {known}.')
    module, _, public = _HOMES[name].rpartition(".")
    return getattr(import_module(module), public)


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__all__)
