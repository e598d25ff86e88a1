# SPDX-License-Identifier: EUPL-1.2
"""The documents as the checks read them: pages, fenced blocks, links."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.architecture.tree import ROOT, files

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.S | re.M)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


class Block(NamedTuple):
    """One fenced block: page, language, text."""

    page: str
    language: str
    text: str


@cache
def pages() -> dict[str, str]:
    """Return every document of the repository by its path."""
    found = [*ROOT.glob("*.md"), *files(".md", under=ROOT / "docs"), ROOT / "counterparts" / "README.md"]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(found)}


def blocks(language: str) -> list[Block]:
    return [
        Block(page, language, text)
        for page, content in pages().items()
        for found, text in FENCE.findall(content)
        if found == language
    ]


def links() -> list[tuple[str, str]]:
    """Return every link as (page, target); what stands in fenced blocks is no link."""
    return [(page, target) for page, content in pages().items() for target in LINK.findall(FENCE.sub("", content))]


def local_links() -> list[tuple[str, Path]]:
    """Return links to files of the repository as (page, path)."""
    found = []
    for page, target in links():
        if "://" not in target and not target.startswith(("#", "mailto:")):
            found.append((page, (ROOT / page).parent / target.partition("#")[0]))
    return found
