"""The declaration of a backtest: every wrong name and unit is refused at its line."""

from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest
from outlast.truth.backtest.load import FILE_NAME, load_backtest
from outlast.truth.backtest.series import Backtest
from tests.truth.backtest.stub import declaration

SHIPPED = DEFAULT_CONTEST / FILE_NAME


def read(folder: Path, old: str, new: str) -> Backtest:
    """Return the shipped declaration with the first occurrence of a text replaced."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (folder / FILE_NAME).write_text(text.replace(old, new, 1), encoding="utf-8")
    contest = open_contest()
    return load_backtest((*contest.layers, folder), contest.ledger, contest.world.world)


def line_of(text: str) -> int:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "what", "cure"),
    [
        ("goods: [gallium]", "goods: [galium]", '"galium" is not a good', '"gallium"'),
        ("destinations: [US]", "destinations: [USA]", '"USA" is not a bloc', ""),
        ("market: US", "market: UK", '"UK" is not a bloc', ""),
        ("first_stop: us", "first_stop: uk", "is not a service", ""),
        ("routes: direct", "routes: straight", '"straight" is not a value of "routes"', ""),
        ("format: outlast/backtest/2", "format: outlast/backtest/1", "older outlast", "/2"),
    ],
)
def test_a_wrong_name_is_refused(old: str, new: str, what: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read(tmp_path, old, new)
    message = str(refusal.value)
    assert f"{FILE_NAME}:{line_of(old)}" in message
    assert what in message
    assert cure in message


def test_a_wrong_unit_is_refused_with_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read(tmp_path, 'unit: "t/month"', 'unit: "chip/month"')
    assert "has the unit chip/month" in str(refusal.value)
    assert "must be t" in str(refusal.value)


def test_the_topmost_declaration_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "months: 18", "months: 7").months == 7
    assert declaration().months == 18


def test_every_observed_series_is_forecast_or_has_a_reason() -> None:
    observed, declared = set(open_contest().ledger.observed), declaration()
    assert observed <= set(declared.series) | set(declared.not_forecast)
    assert not set(declared.series) & set(declared.not_forecast)
