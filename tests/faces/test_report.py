"""`outlast report`: one HTML file that needs no other, one tagged PDF, and their content."""

import json
import re
import socket
from html.parser import HTMLParser
from pathlib import Path

import pytest

from outlast.api.load_run import load_run
from outlast.api.run import load, run
from outlast.cli import main
from outlast.errors import InputError
from outlast.report import evidence
from outlast.report.content import build_report
from outlast.report.html import html
from outlast.report.parts import Report
from outlast.report.pdf import pdf
from outlast.report.used import used_facts
from outlast.report.words import report_voice

FUTURES = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "lilliput"
    run("lilliput", futures=FUTURES, seed=3, out=place)
    return place


@pytest.fixture(scope="module")
def made(folder: Path) -> Report:
    answer = load_run(folder)
    return build_report(answer.results, answer.drivers)


@pytest.fixture(scope="module")
def text(made: Report) -> str:
    return html(made)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_a_kept_run_gives_the_same_answer_again(folder: Path) -> None:
    kept = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    assert load_run(folder).sentence == kept["sentence"]


def test_a_run_of_other_data_is_refused(folder: Path, tmp_path: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text(json.dumps({**manifest, "digest": "0000000000"}))
    with pytest.raises(InputError, match="0000000000"):
        load_run(other)


def test_the_file_has_every_section_in_order(folder: Path, made: Report, text: str) -> None:
    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", text)
    assert titles == [section.title for section in made.sections]
    answer = load_run(folder)
    assert answer.sentence in text
    manifest = answer.results.manifest
    assert manifest.digest in text
    assert f"--futures {FUTURES} --seed 3" in text


class _Links(HTMLParser):
    """Collects the addresses that a file would load, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        found = {name: text or "" for name, text in attrs}
        self.loads += [found[name] for name in ("src", "xlink:href") if name in found]
        if tag in ("link", "image", "use", "script", "iframe"):
            self.loads.append(found.get("href", ""))
        if "id" in found:
            self.ids.append(found["id"])


def test_the_file_loads_nothing(text: str) -> None:
    found = _Links()
    found.feed(text)
    assert [each for each in found.loads if each and not each.startswith(("data:", "#"))] == []
    assert len(set(found.ids)) == len(found.ids)
    assert "<script" not in text


def test_every_figure_has_its_words_and_its_table(text: str) -> None:
    figures = text.split("<figure>")[1:]
    assert figures
    for figure in figures:
        assert "<svg" in figure
        assert "<desc>" in figure
        assert "<table>" in figure


def test_every_used_fact_stands_with_its_source() -> None:
    situation = load("today")
    used = used_facts(situation)
    assert used
    assert {key for fact in used for key in fact.computed_from} <= {fact.key for fact in used}
    facts, documents = evidence.facts(situation, report_voice("en"))
    assert [line[0] for line in facts.lines] == [fact.title for fact in used]
    titles = {line[2] for line in documents.lines}
    assert titles == {situation.ledger.sources[fact.source].title for fact in used}


def test_both_languages_have_the_same_content(folder: Path, text: str) -> None:
    assert report_voice("en").messages.keys() == report_voice("zh").messages.keys()
    for key, english in report_voice("en").messages.items():
        if key.startswith(("report.", "section.", "limit.", "run.", "cost.")):
            chinese = report_voice("zh").messages[key]
            assert set(re.findall(r"{(\w+)}", f"{english}")) == (
                set(re.findall(r"{(\w+)}", f"{chinese}"))
            )
    answer = load_run(folder)
    other = html(build_report(answer.results, answer.drivers, "zh"))
    assert '<html lang="zh-Hans">' in other
    assert "谁先出现短缺" in other
    assert other.count("<table>") == text.count("<table>")


def digest(made: Report) -> str:
    return made.foot.rsplit(" ", 1)[-1]


@pytest.mark.usefixtures("no_network")
def test_the_pdf_is_tagged_and_needs_no_network(made: Report) -> None:
    content = pdf(made)
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    assert f"digest {digest(made)}".encode() in content
    assert content == pdf(made)


def test_the_command_writes_and_keeps_what_exists_unless_forced(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "out.html"
    place.write_text("mine", encoding="utf-8")
    arguments = ["report", str(folder), "--out", str(place)]
    assert main(arguments) == 1
    assert "--force" in capsys.readouterr().err
    assert place.read_text(encoding="utf-8") == "mine"
    assert main([*arguments, "--force"]) == 0
    assert place.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "out.html"
    place.mkdir()
    assert main(["report", "lilliput", "--out", str(place), "--force"]) == 1
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["lilliput", "--out", "report.docx"], "ends in no kind of report"),
        (["lilliput", "--out", "nowhere/report.pdf"], "is not a folder"),
        (["liliput"], '"lilliput"'),
        (["lilliput", "--lang", "fr"], "is not a language"),
    ],
)
def test_an_impossible_report_is_refused_before_anything_runs(
    arguments: list[str],
    expected: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *arguments]) == 1
    assert expected in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_in_chinese_brings_its_letters(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "zh.pdf"
    arguments = ["report", str(folder), "--lang", "zh", "--out", str(place)]
    assert main(arguments) == 0
    content = place.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"NotoSansCJKsc" in content
