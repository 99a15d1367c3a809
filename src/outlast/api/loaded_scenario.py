"""A scenario that a program loaded, with its picture: the measures of both sides over time."""

from dataclasses import dataclass
from importlib.metadata import version

from outlast.api.arguments import with_default_arithmetic
from outlast.api.former_arguments import takes_lang
from outlast.api.pictured import Pictured, fields_of
from outlast.present.display.voice import voice_of
from outlast.present.view import View
from outlast.scenario.load import Situation


@dataclass(frozen=True, repr=False, eq=False)
class LoadedScenario(Situation, Pictured):
    """A scenario complete, with its picture."""

    @takes_lang
    @with_default_arithmetic
    def figure(self, language: str = "en") -> View:
        """Return the measures of both sides, as they were known; see `Pictured.figure`."""
        from outlast.present.views.measures import recorded_measures  # noqa: PLC0415  heavy

        return recorded_measures(self, voice_of(self, language), version("outlast"))


def loaded_scenario(found: Situation) -> LoadedScenario:
    """Return a scenario with its picture."""
    return found if isinstance(found, LoadedScenario) else LoadedScenario(**fields_of(found))
