# SPDX-License-Identifier: EUPL-1.2
"""The files of the repository as the checks read them: paths, modules, syntax trees."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tinhso"
NOT_OURS = frozenset({".git", ".venv", "var", "build", "dist", "node_modules", "__pycache__", ".hypothesis"})


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Return the files with these suffixes, in order; what tools made or installed is left out."""
    return sorted(path for path in _walk(under) if path.suffix in suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in NOT_OURS and not path.name.endswith("_cache"):
                yield from _walk(path)
        else:
            yield path


class Module(NamedTuple):
    """One Python file: path from the root of the repository, lines, syntax tree."""

    path: str
    lines: list[str]
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/") or "/tests/" in self.path


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the repository, parsed once."""
    return tuple(_module(path) for path in files(".py"))


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text.splitlines(), ast.parse(text, str(path)))


def product_modules() -> list[Module]:
    """Return the files of the product itself, without tests."""
    return [module for module in modules() if module.path.startswith("src/") and not module.is_test]


def packages() -> list[Path]:
    """Return the folders of all kernel packages and modules."""
    homes = [SOURCE / "kernel", SOURCE / "modules"]
    return sorted(path for home in homes for path in home.iterdir() if (path / "__init__.py").exists())


def listed(found: Iterable[object]) -> str:
    """Return what a check found, one a line, as the message of its assertion."""
    return "\n" + "\n".join(sorted(str(one) for one in found))
