"""The options of a restriction: its share, its length, the stocks, and the draws."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from outlast.cli.output import pairs
from outlast.cli.seed_option import seed_option
from outlast.cli.whole_number import WholeNumber
from outlast.economy.exposure_request import ExposureRequest
from outlast.economy.request import ShockRequest

Function = TypeVar("Function", bound=Callable[..., Any])


def tied_option(function: Function) -> Function:
    """Give a command `--set`, which fixes tied shares and the priors that it draws."""
    text = "Fix a tied share, as tied.NAME=SHARE, or a prior that is drawn. Any number."
    return click.option(
        "--set", "given", multiple=True, metavar="NAME=VALUE", help=text, callback=pairs
    )(function)


def restriction_options(usual: ShockRequest | ExposureRequest) -> Callable[[Function], Function]:
    """Give a command `--restriction`, `--stock`, `--months`, `--futures` and `--seed`.

    Args:
        usual: The request that has their defaults.
    """
    amounts = (
        ("--months", usual.months, "Length of the restriction, months, up to 12."),
        ("--stock", usual.stock, "Stocks of users, months of full use."),
        ("--restriction", usual.restriction, "Share of exports that is held back, 0 to 1."),
    )

    def give(function: Function) -> Function:
        draws = click.option(
            "--futures",
            type=WholeNumber(min=2),
            default=usual.futures,
            show_default=True,
            help="Draws of the uncertain numbers.",
        )
        function = draws(seed_option(function))
        for name, default, words in amounts:
            option = click.option(name, type=float, default=default, show_default=True, help=words)
            function = option(function)
        return function

    return give
