"""Other names of arguments, which work in calls too: former ones, and those of commands."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from outlast.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")


def former_arguments(**names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that lets a function take arguments by other names too.

    Args:
        names: The name of each argument, by its other name. A call that gives both is
            refused with an `InputError`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            for former in names.keys() & kwargs.keys():
                if names[former] in kwargs:
                    what = f"{former} and {names[former]} are one argument, and both are given."
                    raise InputError.of(what, f"Leave {former} out: the name is {names[former]}.")
                kwargs[names[former]] = kwargs.pop(former)
            return function(*args, **kwargs)

        return call

    return decorate


takes_lang = former_arguments(lang="language")
"""Lets a function take `language` as `lang` too, the word of commands and of the page's address."""
