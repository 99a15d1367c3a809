"""`outlast validate` finds names that lead nowhere: countries, sets, sides of claims, kinds."""

from pathlib import Path

import pytest

from outlast.api.library import library
from tests.faces.own import command, edit, kept, new


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small contest, by its path relative to the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return new(Path("mine"))


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the list of problems of a contest that is refused."""
    code, out, err = command(capsys, "validate", "mine")
    assert (code, err) == (1, "")
    return out


def test_a_rule_for_a_country_that_nobody_declares_is_refused(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ban = mine / "policy" / "east" / "copper-ban.yaml"
    edit(ban, "value: {countries: [XW]}", "value: {countries: [XZ]}")
    edit(ban, "exports_from: [XE]", "exports_from: [Eastland]")
    out = refused(capsys)
    assert 'copper-ban.yaml:29  "XZ" is not a country of countries.csv.' in out
    assert '"Eastland" is not a country of countries.csv.' in out


def test_an_unknown_country_group_is_refused_beside_a_claim_on_a_shipment(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ban = mine / "policy" / "east" / "copper-ban.yaml"
    edit(ban, "value: {countries: [XW]}", "value: {groups: [allies]}")
    query = "{ratio: [{fact: copper-shipped-westland-2024}, {fact: motor-copper-westland-2024}]}"
    shipment = "{shipment: {item: copper, to: XW, on: 2025-05-01, at_least: prohibited}}"
    edit(mine / "claims" / "westland-stops-first.yaml", query, shipment)
    assert 'copper-ban.yaml:29  "allies" is not a country group.' in refused(capsys)
    edit(mine / "claims" / "westland-stops-first.yaml", "side: west}", "side: wst}")
    assert '"wst" is not a side.' in refused(capsys)


def test_a_contest_without_sets_is_refused(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "sets.yaml").unlink()
    assert "mine/sets.yaml  does not exist." in refused(capsys)
    code, _, err = command(capsys, "run", "--contest", "mine", "--futures", "8")
    assert code == 1
    assert "sets.yaml" in err


def test_a_claim_on_a_side_that_is_none_is_refused(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(mine / "claims" / "westland-stops-first.yaml", "side: west}", "side: wst}")
    out = refused(capsys)
    assert '"wst" is not a side.' in out
    assert 'Did you mean "west"?' in out


def test_names_of_an_unknown_kind_are_refused(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "format: outlast/names/1\nnames:\n  goods: {copper: 铜}\n"
    (mine / "names.zh.yaml").write_text(text, encoding="utf-8")
    out = refused(capsys)
    assert 'names.zh.yaml:3  the key "goods" is not known here.' in out
    assert 'Did you mean "good"?' in out


def test_a_second_file_of_names_is_read_and_checked(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "format: outlast/names/1\nnames:\n"
    main, more = mine / "names.zh.yaml", mine / "names-more.zh.yaml"
    main.write_text(f"{header}  good: {{copper: 铜}}\n", encoding="utf-8")
    more.write_text(f"{header}  side: {{west: 西方}}\n", encoding="utf-8")
    reader = library(str(mine)).reader
    assert {**reader.names["zh"]} == {"good.copper": "铜", "side.west": "西方"}
    more.write_text(f"{header}  good: {{copper: 紫铜}}\n", encoding="utf-8")
    assert 'names-more.zh.yaml:3  "copper" is named here a second time.' in refused(capsys)
    more.write_text(f"{header}  purpose:\n    my use: 我的用途\n", encoding="utf-8")
    assert 'names-more.zh.yaml:4  "my use" is not the purpose of a gap.' in refused(capsys)


def test_the_command_of_a_run_names_its_contest_and_its_overlays(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view = Path("view")
    (view / "priors").mkdir(parents=True)
    shared = ("--contest", str(mine), "--with", str(view))
    run = kept(capsys, *shared)
    code, out, _ = command(capsys, "cite", str(run), "--json")
    assert code == 0, out
    manifest = (run / "manifest.json").read_text(encoding="utf-8")
    assert '"options": [\n  "--contest",\n  "mine",\n  "--with",\n  "view"\n ]' in manifest


def test_a_future_that_was_not_run_is_no_figure(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = kept(capsys, "--contest", str(mine))
    code, _, err = command(capsys, "figure", "paths", str(run), "--future", "99", "--out", "x.svg")
    assert code == 1
    assert "there is no future 99. The futures are 0 to 15." in err
    assert not Path("x.svg").exists()


def test_a_bloc_of_an_unknown_side_or_country_is_refused(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = mine / "world" / "world.yaml"
    edit(world, "side: east, countries: [XE]", "side: eest, countries: [XQ]")
    out = refused(capsys)
    assert '"eest" is not a side.' in out
    assert '"XQ" is not a country of countries.csv.' in out
