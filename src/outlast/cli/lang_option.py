"""The option `--lang` of commands whose text has two languages."""

import click

lang_option = click.option("--lang", default="en", show_default=True, help="en or zh.")
"""Gives a command `--lang`."""
