# SPDX-License-Identifier: EUPL-1.2
"""The how-tos for programmers are followed to the letter in a copy of the source, and what they make works there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.docs.pages import FENCE, pages

HOW_TO = "docs/how-to/"
WRITTEN = ("python", "text", "yaml")
TRIED = [
    "src/tinhso/modules/onestop/tests/test_work.py::test_a_specialist_hands_a_dossier_back_and_the_clock_runs_on",
    "src/tinhso/modules/onestop/tests/test_work.py::test_handing_back_needs_a_ground",
    "src/tinhso/modules/onestop/tests/test_calls.py",
    "tests/architecture/test_workflows.py",
    "tests/architecture/test_catalogue.py",
]


class Copy:
    """A copy of the repository in which a reader works."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.module = folder / "src" / "tinhso" / "modules" / "onestop"
        for name in ("src", "tests", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
        for name in ("conftest.py", "pyproject.toml"):
            shutil.copy(ROOT / name, folder)

    def insert(self, file: Path, before: str, text: str) -> None:
        """Put text before the first place where the pattern `before` matches."""
        content = file.read_text(encoding="utf-8")
        found = re.search(before, content, re.M)
        assert found, f"{file.name} has no place like {before}"
        file.write_text(content[: found.start()] + text + content[found.start() :], encoding="utf-8")

    def append(self, file: Path, text: str, gap: str = "\n\n\n") -> None:
        content = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(content.rstrip() + (gap if content else "") + text, encoding="utf-8")

    def add_class(self, noun: str, after: str, text: str) -> None:
        """Put an act behind the class `after` of a file in types/ and name it in its `__init__`."""
        file = self.module / "types" / f"{noun}.py"
        head, name, tail = file.read_text(encoding="utf-8").partition(f"\nclass {after}")
        body, gap, rest = tail.partition("\n\n\n")
        file.write_text(f"{head}{name}{body}\n\n\n{text.rstrip()}{gap}{rest}", encoding="utf-8")
        name = re.findall(r"^class (\w+)", text, re.M)[0]
        self.export(rf"^    {after},$", f"    {name},\n", name)

    def export(self, before: str, line: str, *names: str) -> None:
        """Import in the `__init__` of types/, before the line `before`, and put the names into `__all__`."""
        package = self.module / "types" / "__init__.py"
        self.insert(package, before, line)
        for name in names:
            self.insert(package, r'^    "Channel",$', f'    "{name}",\n')

    def run(self, command: Iterable[str]) -> str:
        """Run a command in the copy; return what it says, empty when it succeeds."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
        environment |= {"PYTHONPATH": str(self.folder / "src"), "TINHSO_TEST_DATABASE": "test_tinhso_howto"}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stdout + done.stderr


def written(name: str) -> list[str]:
    """Return the blocks of a how-to that the reader types into files."""
    return [text for language, text in FENCE.findall(pages()[HOW_TO + name]) if language in WRITTEN]


def add_a_step(copy: Copy) -> None:
    verb, line, grounds, action, imports, export, test, page = written("add-a-step.md")
    rules_import, types_import = imports.strip().splitlines()
    work, package = copy.module / "actions" / "work.py", copy.module / "actions" / "__init__.py"
    copy.add_class("work", "DossierStarted", verb)
    copy.insert(copy.module / "workflow.py", r'^        \("consult",', line)
    copy.insert(copy.module / "rules.py", r'^    "stop": \{', grounds)
    copy.append(work, action)
    copy.insert(work, r"^from tinhso\.modules\.onestop\.actions\.dossiers", rules_import + "\n")
    replace(work, r"^from tinhso\.modules\.onestop\.types import .*$", types_import)
    replace(package, r"^from tinhso\.modules\.onestop\.actions\.work import .*$", export.strip())
    copy.insert(package, r'^    "issue_', '    "hand_back",\n')
    copy.append(copy.module / "tests" / "test_work.py", test)
    copy.insert(copy.folder / "src/tinhso/faces/desk/steps.py", r'^    "sign_result": DeskStep\(', page)


def add_a_verb(copy: Copy) -> None:
    verb, types, action, export, test = written("add-an-act-verb.md")
    package = copy.module / "actions" / "__init__.py"
    copy.append(copy.module / "types" / "calls.py", verb)
    copy.export(r"^from tinhso\.modules\.onestop\.types\.decisions", types, "ApplicantCalled", "CallOutcome")
    copy.append(copy.module / "actions" / "calls.py", action)
    copy.insert(package, r"^from tinhso\.modules\.onestop\.actions\.charges", export)
    copy.insert(package, r'^    "open_order"', '    "note_call",\n')
    copy.append(copy.module / "tests" / "test_calls.py", test)


def add_an_indicator(copy: Copy) -> None:
    fold, definition, test, imports = written("add-an-indicator.md")
    tests = copy.module / "tests" / "test_calls.py"
    copy.append(copy.module / "folds.py", fold)
    copy.append(copy.module / "indicators.yaml", definition, gap="\n")
    copy.append(tests, test)
    copy.insert(tests, r"^from tinhso\.modules\.onestop import actions", imports)


def replace(file: Path, pattern: str, line: str) -> None:
    content, count = re.subn(pattern, line, file.read_text(encoding="utf-8"), count=1, flags=re.M)
    assert count, f"{file.name} has no line like {pattern}"
    file.write_text(content, encoding="utf-8")


@pytest.mark.slow
def test_a_reader_who_follows_the_how_tos_ends_with_green_tests(tmp_path: Path):
    copy = Copy(tmp_path)
    add_a_step(copy)
    add_a_verb(copy)
    add_an_indicator(copy)

    assert not copy.run([sys.executable, "-m", "pytest", "--create-db", *TRIED])
    assert not copy.run([sys.executable, "-m", "ruff", "check", *map(str, copy.module.glob("actions/*.py"))])
