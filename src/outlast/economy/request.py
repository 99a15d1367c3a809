"""The shock that is asked for, with its defaults: no exports for a year and no stocks."""

from typing import NamedTuple


class ShockRequest(NamedTuple):
    """The shock that is asked for; its defaults are those of the published figures."""

    minerals: tuple[str, ...] = ()
    restriction: float = 1.0
    """The share of the controller's exports that is held back."""

    stock: float = 0.0
    """Stocks of users, months of full use."""

    months: float = 12.0
    """Length of the restriction."""

    futures: int = 2000
    """Draws of the uncertain numbers."""

    seed: int = 1
    """The seed of their luck."""
