"""`outlast data get wiod`: from a file and from a server on this machine; a table in its form."""

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
import pytest

from outlast.api import data_tables
from outlast.api.network import network
from outlast.cli import main
from outlast.economy.network.flows_file import read_flows
from outlast.errors import InputError

REGIONS, SECTORS, USES = ("AUS", "CHN", "ROW"), ("A01", "C10-C12", "C26"), 2


def frame() -> pd.DataFrame:
    """Return random numbers in the form of the release, its rows out of order."""
    random = np.random.default_rng(4)
    count, sectors = len(REGIONS) * len(SECTORS), len(SECTORS)
    values = random.uniform(1, 9, (count, len(REGIONS) * (sectors + USES)))
    names = [f"v{region}{at + 1}" for region in REGIONS for at in range(sectors + USES)]
    values[:, [names.index(f"v{region}5") for region in REGIONS]] += 90
    found = pd.DataFrame(values, columns=names)
    found.insert(0, "RNr", [at % sectors + 1 for at in range(count)])
    found.insert(0, "Country", [REGIONS[at // sectors] for at in range(count)])
    found.insert(0, "IndustryDescription", [f"Works {at % sectors}" for at in range(count)])
    found.insert(0, "IndustryCode", [SECTORS[at % sectors] for at in range(count)])
    found["TOT"] = values.sum(1)
    bought = [f"v{region}{at + 1}" for region in REGIONS for at in range(sectors)]
    added = {
        "IndustryCode": "VA",
        "Country": "TOT",
        "IndustryDescription": "Value added",
        "RNr": 99,
    }
    columns = [names.index(name) for name in bought]
    rest = values.sum(1) - values[:, columns].sum(0)
    added |= dict(zip(bought, rest, strict=True))
    rows = records(found)
    rows[0], rows[1] = rows[1], rows[0]
    return pd.DataFrame([*rows, added]).fillna(0.0)


def records(found: Any) -> list[Any]:  # noqa: ANN401  pandas has no types here
    """Return the rows of a frame."""
    rows: list[Any] = found.to_dict("records")
    return rows


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in the form of the release, which counts as the publisher's."""
    member = tmp_path / "WIOT2014_October16_ROW.dta"
    frame().to_stata(member, write_index=False)
    file = tmp_path / "served" / "WIOTS_in_STATA.zip"
    file.parent.mkdir()
    with zipfile.ZipFile(file, "w") as opened:
        opened.write(member, member.name)
    known = hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()
    monkeypatch.setattr(data_tables, "SHA1", known)
    monkeypatch.chdir(tmp_path)
    return file


@pytest.fixture
def server(archive: Path) -> Iterator[str]:
    """The address of the archive on a server of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the base
            """Say nothing."""

    answers = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(archive.parent)))
    thread = threading.Thread(target=answers.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{answers.server_address[1]}/{archive.name}"
    answers.shutdown()
    answers.server_close()
    thread.join()


def test_from_a_file(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "get", "wiod", "--from", str(archive)]) == 0
    assert "3 regions, 3 sectors; the publisher's archive" in capsys.readouterr().out
    table = read_flows(Path("wiod-2014.npz"))
    whole = frame()
    assert table.labels[:4] == ("AUS:A01", "AUS:C10-C12", "AUS:C26", "CHN:A01")
    rows = records(whole)
    row = next(each for each in rows if (each["Country"], each["RNr"]) == ("CHN", 3))
    at = table.place["CHN:C26"]
    assert table.sales[at, table.place["ROW:A01"]] == pytest.approx(row["vROW1"])
    assert table.final[at, 1] == pytest.approx(row["vCHN4"] + row["vCHN5"])
    assert table.unit == "USD million of 2014"
    found = network("CHN:C26=0.5@1+8", table="wiod-2014.npz", steps=20, compare=False)
    assert found is not None
    assert found.region_count == 3
    assert found.outcome.change < 0
    assert main(["data", "get", "wiod", "--from", str(archive)]) == 1
    assert "exists already" in capsys.readouterr().err


def test_from_an_address(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "get", "wiod", "--from", server, "--out", "mine.npz"]) == 0
    assert read_flows(Path("mine.npz")).regions == REGIONS
    assert main(["data", "get", "wiod", "--from", server + "x", "--out", "no.npz"]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert not Path("no.npz").exists()


def test_another_checksum_is_refused(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    member = str(archive.parent.parent / "WIOT2014_October16_ROW.dta")
    assert main(["data", "get", "wiod", "--from", member]) == 1
    assert "has the checksum" in capsys.readouterr().err
    assert main(["data", "get", "wiod", "--from", member, "--unchecked"]) == 0
    assert "unchecked, SHA-1" in capsys.readouterr().out


def test_years_and_broken_files(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of 1999"):
        data_tables.get_wiod(tmp_path / "x.npz", year=1999, source=str(archive))
    with pytest.raises(InputError, match="holds no table of 2013"):
        data_tables.get_wiod(tmp_path / "x.npz", year=2013, source=str(archive))
    broken = tmp_path / "broken.zip"
    broken.write_bytes(archive.read_bytes()[:900])
    with pytest.raises(InputError, match="holds no table"):
        data_tables.get_wiod(tmp_path / "x.npz", source=str(broken), unchecked=True)
    stopped = data_tables.get_wiod(
        tmp_path / "x.npz", source=str(archive), should_cancel=lambda: True
    )
    assert stopped is None
    assert not (tmp_path / "x.npz").exists()
