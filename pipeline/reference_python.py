"""The reference page of the Python interface: every public name, and the objects behind it."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import outlast
from pipeline.docstrings import (
    field_docstrings,
    is_property,
    markdown,
    public_functions,
    returned,
    signature,
)

ROOMS: Final = ("outlast.api", "outlast.results", "outlast.study")
"""The rooms whose classes the page describes beside the public names."""

INNER: Final = ("outlast.results.bands",)
"""Modules of these rooms whose classes are no answers."""

OPENING: Final = """\
# Python

```python
import outlast as ol

answer = ol.run("today", futures=200)
print(answer)  # the counted sentence
answer.to_frame()  # the odds of services, a pandas DataFrame
print(ol.compare("lapse", "truce"))
```

`dir(ol)` lists the public names. In a notebook an answer shows itself. The page is written from the
code: `python -m pipeline.reference` renews it.

"""


def page() -> str:
    """Return the page."""
    public = {name: getattr(outlast, name) for name in outlast.__all__ if name[0] != "_"}
    functions = {name: each for name, each in public.items() if inspect.isfunction(each)}
    classes = {name: each for name, each in public.items() if inspect.isclass(each)}
    parts = [OPENING, "## Functions\n"]
    for name, function in functions.items():
        parts.append(f"### ol.{name}\n")
        parts.extend(_function(f"ol.{name}", function))
    parts.append("## Classes\n")
    for name, cls in classes.items():
        parts.append(f"### ol.{name}\n")
        parts.extend(_class(cls))
    parts.append("## Objects within\n")
    parts.append("outlast makes these objects; a program reads them.\n")
    for cls in _within(functions, classes):
        parts.append(f"### {cls.__name__}\n")
        parts.extend(_class(cls))
    return "\n".join(parts)


def _function(name: str, function: Callable[..., Any]) -> Iterator[str]:
    """Yield a function's signature and its docstring."""
    yield f"```python\n{signature(name, function)}\n```\n"
    yield markdown(function.__doc__) + "\n"


def _class(cls: type) -> Iterator[str]:
    """Yield a class: its docstring, its fields and properties, its methods."""
    yield markdown(cls.__doc__) + "\n"
    fields = field_docstrings(cls)
    functions = public_functions(cls)
    rows = [
        f"| `{name}` | `{_cell(annotation)}` | {_cell(text)} |"
        for name, (annotation, text) in fields.items()
    ]
    rows += [
        f"| `{name}` | `{_cell(returned(function))}` | {_cell(_line(function.__doc__))} |"
        for name, function in functions.items()
        if is_property(cls, name)
    ]
    if rows:
        yield "\n".join(["| name | type | meaning |", "|--|--|--|", *rows, ""])
    for name, function in functions.items():
        if not is_property(cls, name):
            yield f"#### {cls.__name__}.{name}\n"
            yield from _function(name, function)


def _within(functions: dict[str, Callable[..., Any]], public: dict[str, type]) -> list[type]:
    """Return the classes that public names return or hold, in the order in which they come up."""
    found: list[type] = []
    waiting = [
        *(each for function in functions.values() for each in _named_by(function)),
        *(each for cls in public.values() for each in _named_by_class(cls)),
    ]
    while waiting:
        cls = waiting.pop(0)
        outside = cls.__module__ in INNER or not cls.__module__.startswith(ROOMS)
        if cls not in found and cls not in public.values() and not outside:
            found.append(cls)
            waiting.extend(_named_by_class(cls))
    return found


def _named_by(function: Callable[..., Any]) -> Iterator[type]:
    """Yield the classes that the annotation of a function's result names."""
    yield from _classes(returned(function), function.__module__)


def _named_by_class(cls: type) -> Iterator[type]:
    """Yield the classes that the fields and functions of a class name."""
    for annotation, _ in field_docstrings(cls).values():
        yield from _classes(annotation, cls.__module__)
    for function in public_functions(cls).values():
        yield from _named_by(function)


def _classes(annotation: str, module: str) -> Iterator[type]:
    """Yield the classes that an annotation names in a module."""
    names = vars(importlib.import_module(module))
    for word in re.findall(r"\w+", annotation):
        if inspect.isclass(names.get(word)):
            yield names[word]


def _cell(text: str) -> str:
    """Return text that a table can hold."""
    return text.replace("|", r"\|")


def _line(docstring: str | None) -> str:
    """Return a docstring on one line."""
    return re.sub(r"\s+", " ", docstring or "").strip()
