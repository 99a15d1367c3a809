"""An open laboratory for contests of export control.

`import outlast as ol; ol.run("today")` answers who runs out of breath first; `ol.compare("lapse",
"truce")` sets two scenarios beside each other on the same dice; `ol.levers("today")` says what
would change it; `ol.load("today")` reads a scenario.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlast.api.answer import Answer
    from outlast.api.compare import Comparison, compare
    from outlast.api.levers import levers
    from outlast.api.run import load, run

__all__ = ["Answer", "Comparison", "compare", "levers", "load", "run"]

_HOMES: Final = {
    "Answer": "outlast.api.answer",
    "Comparison": "outlast.api.compare",
    "compare": "outlast.api.compare",
    "levers": "outlast.api.levers",
    "load": "outlast.api.run",
    "run": "outlast.api.run",
}
"""Where each thing that a program may ask for lives, imported when it is asked for."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  as Python asks for it
    """Return what is asked for by name."""
    if name not in _HOMES:
        raise AttributeError(f'outlast has no "{name}". It has: {", ".join(__all__)}.')
    return getattr(import_module(_HOMES[name]), name)
