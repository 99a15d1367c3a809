"""The question about exposure, with its defaults: a year without exports and without stocks."""

from typing import NamedTuple


class ExposureRequest(NamedTuple):
    """The question; its defaults are a year without any of the controller's exports."""

    countries: tuple[str, ...]
    restriction: float = 1.0
    """The share of the controllers' exports that is held back."""

    months: float = 12.0
    stock: float = 0.0
    """Stocks of users, months of full use."""

    elasticity: float | None = None
    """Between the denied good and everything else; None draws the contest's prior."""

    futures: int = 400
    """Draws of the uncertain numbers."""

    seed: int = 1
