# SPDX-License-Identifier: EUPL-1.2
"""Every command in a document exists, with the options it is shown with; what is harmless is run."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.architecture.tree import ROOT
from tests.docs.pages import Block, blocks
from tinhso.config.env import DECLARED
from tinhso.faces.cli.main import cli
from tinhso_counterparts.cli import main as counterparts

# They start everything and end by Ctrl-C: looked up, never run.
START_SERVERS = {"make run"}
# They change a machine, as root: read as shell words, never run.
OF_THE_ADMINISTRATOR = {"apt", "adduser", "sudo", "cp", "systemctl", "journalctl", "cd"}
# Files that the reader of a how-to makes.
MADE_BY_THE_READER = {"src/tinhso/modules/onestop/tests/test_calls.py"}
ASSIGNMENT = re.compile(r"^([A-Z_0-9]+)=")


def lines(block: Block) -> list[tuple[str, str]]:
    return [(block.page, line.strip()) for line in block.text.splitlines() if line.strip()]


COMMANDS = sorted({line: page for block in blocks("sh") for page, line in lines(block)}.items())


def words_of(line: str) -> list[list[str]]:
    """Return the commands of one line as words, settings in front of them checked and taken off."""
    found = []
    for part in line.split(" && "):
        words = shlex.split(part, comments=True)
        while words and (setting := ASSIGNMENT.match(words[0])):
            assert setting.group(1) in DECLARED, f"{setting.group(1)} is no setting"
            words.pop(0)
        found.append(words)
    return found


def help_of(group: click.Command, name: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the help of the command with its options: unknown options are refused, nothing is done."""
    arguments = [*words, "--help"]
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.output


def check_make(words: list[str]) -> None:
    """Let make say what it would do."""
    done = subprocess.run(["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def check_files(words: list[str]) -> None:
    missing = [word for word in words if not (ROOT / word).exists() and word not in MADE_BY_THE_READER]
    assert not missing


def check_python(words: list[str]) -> None:
    if words[0] == "-c":
        subprocess.run([sys.executable, *words], check=True, capture_output=True, timeout=20)
    else:
        check_files(words)


@pytest.mark.parametrize(("line", "page"), COMMANDS)
def test_a_command_exists(line: str, page: str, monkeypatch: pytest.MonkeyPatch):
    checks: dict[str, Callable[[list[str]], None]] = {
        "tinhso": lambda words: help_of(cli, "tinhso", words, monkeypatch),
        "tinhso-counterparts": lambda words: help_of(counterparts, "tinhso-counterparts", words, monkeypatch),
        "make": check_make,
        "pytest": check_files,
        "python": check_python,
        "python3": check_python,
    }
    for program, *words in words_of(line):
        name = Path(program).name
        if name not in OF_THE_ADMINISTRATOR:
            assert name in checks, f"{page}: nobody checks {name}"
            checks[name](words)


def test_what_starts_servers_is_in_the_documents():
    assert dict(COMMANDS).keys() >= START_SERVERS
