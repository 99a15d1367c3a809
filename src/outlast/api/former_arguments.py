"""Former names of arguments, which still work in calls."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from outlast.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")


def former_arguments(**names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that lets a function take arguments by their former names too.

    Args:
        names: The present name of each argument, by its former name. A call that gives both is
            refused with an `InputError`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            for former in names.keys() & kwargs.keys():
                if names[former] in kwargs:
                    what = f"{former} and {names[former]} are one argument, and both are given."
                    raise InputError.of(what, f"Leave {former} out: it is the former name.")
                kwargs[names[former]] = kwargs.pop(former)
            return function(*args, **kwargs)

        return call

    return decorate
