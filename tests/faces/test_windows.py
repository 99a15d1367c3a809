"""Windows by simulation: the modules and signals that it lacks, its names, its open files."""

import errno
import io
import re
import signal
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

import outlast
from outlast.cli.long_work import interrupts, stopping
from outlast.errors import WriteError
from outlast.reading import command_line, locking, writing
from outlast.storage import whole
from tests.faces import own

PACKAGE = Path(outlast.__file__).parent
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
LONGEST = 120
"""Letters of the longest path within the package; Windows has 260 for all of it by default."""

WITHOUT = """
import os, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for name in ("fork", "getuid", "geteuid", "getgid", "sched_getaffinity", "forkpty", "mkfifo",
             "register_at_fork", "setsid", "killpg", "getpgid", "fchmod", "chown", "statvfs"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGCHLD"):
    if hasattr(signal, name):
        delattr(signal, name)
"""
"""A Python without the parts that Windows lacks."""


def python(program: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python without the parts that Windows lacks."""
    return subprocess.run(
        [sys.executable, "-c", f"{WITHOUT}\n{program}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=300,
    )


def test_every_module_is_imported_without_what_windows_lacks(tmp_path: Path) -> None:
    program = (
        "import importlib, pkgutil, outlast\n"
        "names = [each.name for each in pkgutil.walk_packages(outlast.__path__, 'outlast.')]\n"
        "for name in names:\n"
        "    if not name.endswith('__main__'): importlib.import_module(name)\n"
        "print(len(names))\n"
    )
    done = python(program, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_a_run_goes_without_what_windows_lacks(tmp_path: Path) -> None:
    program = (
        "del sys.modules['fcntl']  # the locks of this machine, for those of Windows\n"
        "from outlast.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    own.new(tmp_path / "mein Wettstreit")
    line = ("run", "--contest", "mein Wettstreit", "--futures", "8", "--out", "ein Lauf")
    done = python(program, *line, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ein Lauf" / "manifest.json").is_file()


def test_the_lock_is_that_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def lock(opened: int, mode: int, size: int) -> None:
        assert (mode, size) == (2, 1)
        asked.append(opened)

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=lock))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        held = locking.FolderLock(tmp_path)
    assert asked == [held.opened]
    held.release()
    assert not list(tmp_path.iterdir())


def test_shipped_names_can_stand_on_windows() -> None:
    files = [file.relative_to(PACKAGE) for file in PACKAGE.rglob("*") if ".pyc" not in file.name]
    names = {part for file in files for part in file.parts}
    assert not [name for name in names if RESERVED.match(name) or FORBIDDEN.search(name)]
    assert max(len(str(file)) for file in files) <= LONGEST
    lower = [file.as_posix().lower() for file in files]
    assert len(set(lower)) == len(lower)


def test_folders_of_runs_have_names_that_windows_takes(tmp_path: Path) -> None:
    from outlast.api.run import run  # noqa: PLC0415  the engine is heavy

    folder = run("lilliput", futures=8, out=tmp_path / "run").folder
    assert folder is not None
    for file in folder.rglob("*"):
        for part in file.relative_to(folder).parts:
            assert not RESERVED.match(part)
            assert not FORBIDDEN.search(part)


def test_an_open_file_is_replaced_once_its_reader_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, refusals = tmp_path / "file", [1, 1]
    place.write_bytes(b"before")
    move = Path.replace

    def held(draft: Path, target: Path) -> Path:
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, "in use")
        return move(draft, target)

    monkeypatch.setattr(whole, "OPEN_FILES_STAY", True)
    monkeypatch.setattr(whole, "WAITS", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    writing.write_whole(place, b"after")
    assert place.read_bytes() == b"after"
    assert not refusals


def test_a_file_that_stays_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"before")

    class SharingViolationError(PermissionError):
        winerror = 32

    def held(draft: Path, target: Path) -> Path:
        del draft, target
        raise SharingViolationError(errno.EACCES, "in use")

    monkeypatch.setattr(whole, "OPEN_FILES_STAY", True)
    monkeypatch.setattr(whole, "WAITS", (0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(WriteError, match="another program has it open"):
        writing.write_whole(place, b"after")
    assert place.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_other_systems_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(draft: Path, target: Path) -> Path:
        del draft, target
        raise PermissionError(errno.EACCES, "no")

    waited: list[float] = []
    monkeypatch.setattr(whole, "OPEN_FILES_STAY", False)
    monkeypatch.setattr(whole, "sleep", waited.append)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        whole.replace_whole(tmp_path / "file", b"after")
    assert not waited


def test_ctrl_break_asks_a_run_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGTERM, raising=False)
    before = signal.getsignal(signal.SIGTERM)
    assert set(interrupts()) == {signal.SIGINT, signal.SIGTERM}
    with stopping() as asked:
        assert not asked()
        signal.raise_signal(signal.SIGTERM)
        assert asked()
        assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) == before


def test_commands_are_quoted_for_the_console_of_windows() -> None:
    place = PureWindowsPath(r"C:\Users\A B\runs\today-001")
    line = command_line(["outlast", "run", "--out", str(place)], windows=True)
    assert line == r'outlast run --out "C:\Users\A B\runs\today-001"'


def test_a_redirected_console_of_windows_gets_plain_lines_of_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from outlast.cli.streams import write_utf8  # noqa: PLC0415

    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding="cp1252", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", stream)
    write_utf8("a,中\n")
    stream.detach()
    assert out.getvalue() == "a,中\n".encode()


def test_a_pipe_without_reader_is_an_invalid_argument_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from outlast.cli import main  # noqa: PLC0415

    class Gone(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("outlast.cli.streams.WINDOWS", True)
    monkeypatch.setattr(sys, "stdout", Gone())
    assert main(["facts", "--gaps"]) == 0


def test_dates_are_written_in_codes_that_windows_knows() -> None:
    found = [
        file.name
        for file in PACKAGE.rglob("*.py")
        if re.search(r"%[-#][dmjHIMSy]\b", file.read_text(encoding="utf-8"))
    ]
    assert not found
