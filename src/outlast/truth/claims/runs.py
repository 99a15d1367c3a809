"""The runs that claims ask for: each scenario once, on the same dice."""

from collections.abc import Callable

from outlast.ensemble import run_ensemble
from outlast.scenario.load import load_scenario
from outlast.truth.claims.statistic import Outcomes, Ran

QUARTERS = 4
"""How often in a run it is told how far it is."""


def ensembles(futures: int, seed: int, say: Callable[[str], None]) -> Ran:
    """Return what runs a scenario when a claim first asks for it.

    Args:
        futures: Futures of each scenario.
        seed: The seed of their luck; the same for all, so that they can be compared.
        say: Is told in words what is run, and how far it is.
    """

    def run(scenario: str) -> Outcomes:
        say(f"running {scenario}: {futures} futures")
        told = 0

        def progress(done: int, count: int) -> None:
            nonlocal told
            now = QUARTERS * done // count
            if now > told:
                told = now
                say(f"running {scenario}: {100 * now // QUARTERS} %")

        situation = load_scenario(scenario)
        return run_ensemble(situation, futures=futures, seed=seed, progress=progress)

    return Ran(run)
