"""Signatures and docstrings of the code as Markdown."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

WIDTH: Final = 88
"""Letters from which a signature takes one line for each parameter."""

SECTIONS: Final = ("Args", "Returns", "Raises", "Yields")


def signature(name: str, function: Callable[..., Any]) -> str:
    """Return a function's signature as its source writes it, without its own receiver.

    A default that the source names is shown by its value.
    """
    node = _definition(function)
    values = inspect.signature(function).parameters
    arguments = node.args
    before = [*arguments.posonlyargs, *arguments.args]
    parts = [_parameter(each, values[each.arg].default) for each in before]
    if arguments.vararg:
        parts.append(f"*{ast.unparse(arguments.vararg)}")
    elif arguments.kwonlyargs:
        parts.append("*")
    parts += [_parameter(each, values[each.arg].default) for each in arguments.kwonlyargs]
    if arguments.kwarg:
        parts.append(f"**{ast.unparse(arguments.kwarg)}")
    parts = [each for each in parts if each not in ("self", "cls")]
    returns = f" -> {_plain(node.returns)}" if node.returns else ""
    line = f"{name}({', '.join(parts)}){returns}"
    if len(line) <= WIDTH:
        return line
    return f"{name}(\n" + "".join(f"    {each},\n" for each in parts) + f"){returns}"


def markdown(docstring: str | None) -> str:
    """Return a docstring as Markdown: its text, then a list for each section."""
    text = inspect.cleandoc(docstring or "")
    parts = re.split(rf"^({'|'.join(SECTIONS)}):\n", text, flags=re.MULTILINE)
    found = [parts[0].strip()]
    for section, body in zip(parts[1::2], parts[2::2], strict=True):
        found.append(f"{section}:")
        entries = re.split(r"\n(?=\S)", textwrap.dedent(body).strip())
        found.append("\n".join(_entry(entry) for entry in entries))
    return "\n\n".join(each for each in found if each)


def field_docstrings(cls: type) -> dict[str, tuple[str, str]]:
    """Return the annotation and the docstring of each public field that a class declares."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    found: dict[str, tuple[str, str]] = {}
    body = node.body if isinstance(node, ast.ClassDef) else []
    for statement, following in zip(body, [*body[1:], ast.Pass()], strict=True):
        match statement:
            case ast.AnnAssign(target=ast.Name(name), annotation=annotation) if name[0] != "_":
                found[name] = (_plain(annotation), _text(following))
            case _:
                pass
    return found


def public_functions(cls: type) -> dict[str, Callable[..., Any]]:
    """Return the public methods and properties that a class itself declares."""
    found: dict[str, Callable[..., Any]] = {}
    for name, member in vars(cls).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property) and member.fget:
            found[name] = member.fget
        elif isinstance(member, cached_property):
            found[name] = member.func  # pyright: ignore[reportUnknownMemberType]
        elif inspect.isfunction(member):
            found[name] = member
    return found


def is_property(cls: type, name: str) -> bool:
    """Return whether a member of a class is read without a call."""
    return isinstance(vars(cls)[name], property | cached_property)


def returned(function: Callable[..., Any]) -> str:
    """Return the annotation of a function's result, empty if it has none."""
    node = _definition(function)
    return _plain(node.returns) if node.returns else ""


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the definition of a function in its source."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(node, ast.FunctionDef):
        raise TypeError(f"{function} is not defined by a def")
    return node


def _parameter(argument: ast.arg, default: object) -> str:
    """Return a parameter with its annotation and default."""
    annotation = f": {_plain(argument.annotation)}" if argument.annotation else ""
    if default is inspect.Parameter.empty:
        return f"{argument.arg}{annotation}"
    shown = getattr(default, "__name__", None) or repr(default)
    return f"{argument.arg}{annotation}{' = ' if annotation else '='}{shown}"


def _plain(annotation: ast.expr) -> str:
    """Return an annotation without the quotes of a forward reference."""
    text = ast.unparse(annotation)
    return re.sub(r"'([\w.]+)'", r"\1", text)


def _text(node: ast.AST) -> str:
    """Return the text of a statement that is a docstring, else nothing."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return re.sub(r"\s+", " ", text).strip()
        case _:
            return ""


def _entry(entry: str) -> str:
    """Return one entry of a section as an item of a list."""
    name, colon, meaning = re.sub(r"\s+", " ", entry).strip().partition(": ")
    return f"- `{name}`: {meaning}" if colon else f"- {name}"
