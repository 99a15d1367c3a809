"""Objects with a picture: `figure` returns it in a language, `plot` as an Altair chart."""

from dataclasses import fields
from typing import Any

from outlast.api.arguments import with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.present.view import View


class Pictured:
    """An object with a picture."""

    @takes_lang
    def figure(self, language: str = "en") -> View:
        """Return the figure, which shows itself in a notebook and has `to_frame()`.

        Args:
            language: `en` or `zh`.
        """
        raise NotImplementedError

    @takes_lang
    @with_default_arithmetic
    def plot(self, language: str = "en") -> Any:  # noqa: ANN401  a chart
        """Return the figure as an Altair chart; see `figure`."""
        return self.figure(language).plot()


def fields_of(found: Any) -> dict[str, Any]:  # noqa: ANN401  any dataclass
    """Return the fields of an object by name, from which one with a picture is made."""
    return {each.name: getattr(found, each.name) for each in fields(found)}
