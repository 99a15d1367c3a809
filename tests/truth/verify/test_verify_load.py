"""Reading published results: every name that the contest does not know is refused at its line."""

from pathlib import Path

import pytest

from outlast.errors import InputError
from outlast.reading import DEFAULT_CONTEST
from outlast.scenario.locate import open_contest
from outlast.truth.verify.load import FILE_NAME, PublishedInputs, load_published
from outlast.truth.verify.published import PublishedResults
from outlast.truth.verify.verify import published_results

SHIPPED = DEFAULT_CONTEST / FILE_NAME

HEAD = "format: outlast/published/2\n"

RESULT = """results:
  mine:
    row: "1"
    title: A result of mine
    kind: exact
    low: 0
    high: 1
    source: bachmann-2022
    locator: "table 1"
    computes:
"""


def read(folder: Path, text: str) -> PublishedResults:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    contest = open_contest()
    layers = (*contest.layers, folder)
    world = contest.world.world
    return load_published(PublishedInputs(layers, contest.ledger, contest.priors, world))


FORMS = {
    "fact_ratio: {numerator: b300-tpp-over-h100-world-2052, denominator: nothing}": (
        '"b300-tpp-over-h100-world-2052" is not a fact',
        '"nothing" is not a fact',
    ),
    "research_loss: {prior: rd-loss, sales: 1, share: 1}": ('"rd-loss" is not a prior',),
    "clearing_price: {cut: 0.1, demand: down, supply: up}": (
        '"down" is not a prior',
        '"up" is not a prior',
    ),
    "value_added_share: {goods: [cheese], share: 1}": ('"cheese" is not a good',),
    "flow_ratio: {series: cheese, periods: ['2025'], over_series: milk}\n      episode: lunch": (
        '"cheese" is not a series',
        '"milk" is not a series',
        '"lunch" is not an episode',
    ),
    "flow_sum: {series: [cheese], periods: ['2025']}\n      episode: record-2025": (
        '"cheese" is not a series',
    ),
    "price_ratio: {good: gallium, market: EU, of: spot, period: '2025', over_period: '2024'}\n"
    "      episode: record-2025": ('"EU" is not a bloc',),
    "first_stop: {service: lunch, since: 2025-01-01}\n      episode: record-2025": (
        '"lunch" is not a service',
    ),
    "learning_rate: {series: cn-exports-gallium, process: lunch, first: 2025-01, last: 2025-02, "
    "yields: [0.1, 0.2]}\n      episode: record-2025": ('"lunch" is not a process that learns',),
    "stockpile: {rate: 1, length: 1, gap: 1, loss: 1, price: 1, holding: 1}\n"
    "      episode: record-2025": ('"stockpile" is a closed form and needs no episode',),
    "first_stop: {service: us-car-magnets, since: 2025-01-01}": ('"first_stop" needs an episode',),
    "crps_of_normal: 0\n      fraction: {part: 1, over: 2}": ("states one form, not 2",),
    "flow_sum: {series: [cn-exports-gallium], periods: ['2025-13']}\n      episode: record-2025": (
        "is not a period",
    ),
}
"""Wrong forms of computations, each with the words of its refusal."""


@pytest.mark.parametrize("form", list(FORMS))
def test_a_wrong_computation_is_refused_at_its_line(form: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        read(tmp_path, HEAD + RESULT + f"      {form}\n")
    for words in FORMS[form]:
        assert words in str(refusal.value)
    assert all(problem.line in (11, 12, 13) for problem in refusal.value.problems)


def test_an_unknown_source_and_fact_are_refused_with_the_nearest(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace(
        "source: bachmann-2022", "source: bachman", 1
    )
    known, unknown = (f"numerator: b300-tpp-over-h100-world-{year}" for year in (2025, 2052))
    assert known in text
    with pytest.raises(InputError) as refusal:
        read(tmp_path, text.replace(known, unknown))
    assert '"bachman" is not a source' in str(refusal.value)
    assert "b300-tpp-over-h100-world-2025" in str(refusal.value)


def test_the_older_form_is_refused_with_the_newer(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="older outlast") as refusal:
        read(tmp_path, "format: outlast/published/1\nresults: {}\n")
    assert "outlast/published/2" in str(refusal.value)


def test_a_result_of_ones_own_may_name_a_series_of_the_backtest(tmp_path: Path) -> None:
    form = "flow_sum: {series: [cn-exports-gallium], periods: ['2025']}\n      episode: record-2025"
    assert list(read(tmp_path, HEAD + RESULT + f"      {form}\n").results) == ["mine"]


def test_a_contest_without_published_results_has_none() -> None:
    assert published_results(open_contest("lilliput")) == PublishedResults()
