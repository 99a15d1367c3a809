"""The option `--on`: the processes or the cluster that compute the futures of a command."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from outlast.errors import OutlastError

Function = TypeVar("Function", bound=Callable[..., Any])


def on_option(function: Function) -> Function:
    """Give a command the option `--on`, as its argument `on`."""
    return click.option(
        "--on",
        metavar="ADDRESS",
        callback=_checked,
        help="Compute on local:N, N processes of this machine, or on the workers of a Dask "
        "scheduler, tcp://HOST:PORT.",
    )(function)


def _checked(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return an address that has the form of one; it is opened later."""
    del context, option
    if value is None:
        return None
    from outlast.ensemble.cluster_address import cluster_address  # noqa: PLC0415  rarely needed

    try:
        return cluster_address(value).text
    except OutlastError as refusal:
        raise click.BadParameter(refusal.render()) from refusal
