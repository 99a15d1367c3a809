"""The option `--seed`: the dice of every command that draws."""

from typing import Final

import click

from outlast.cli.whole_number import WholeNumber

seed_option: Final = click.option(
    "--seed", type=WholeNumber(0), default=1, show_default=True, help="Seed of the draws."
)
"""Give a command the option `--seed`, as its argument `seed`."""
