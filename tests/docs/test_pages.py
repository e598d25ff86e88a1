# SPDX-License-Identifier: EUPL-1.2
"""Links resolve, nothing is orphaned, decisions have their four parts, both READMEs tell the same."""

import ast
import re
import textwrap

from tests.architecture.tree import ROOT, listed
from tests.docs.pages import blocks, local_links, pages
from tinhso.modules.onestop import definitions
from tinhso.play import staff

PARTS = ("## Context", "## Decision", "## Consequences", "## Rejected")


def test_every_link_leads_somewhere():
    dead = [f"{page}: {path}" for page, path in local_links() if not path.exists()]

    assert len(local_links()) > 80
    assert not dead, listed(dead)


def test_every_page_can_be_found_from_the_table_of_contents():
    reached, fresh = set(), {ROOT / "docs" / "README.md"}
    while fresh:
        reached |= fresh
        targets = {path.resolve() for page, path in local_links() if ROOT / page in fresh}
        fresh = {path for path in targets if path.suffix == ".md"} - reached

    lost = [page for page in pages() if page.startswith("docs/") and ROOT / page not in reached]

    assert not lost, listed(lost)


def test_decisions_are_numbered_and_have_four_parts():
    decisions = sorted(page for page in pages() if re.match(r"docs/adr/\d{4}-", page))
    thin = [page for page in decisions if [part for part in PARTS if part not in pages()[page]]]
    unnamed = [page for page in decisions if page.rpartition("/")[2] not in pages()["docs/adr/README.md"]]

    assert [int(page[9:13]) for page in decisions] == list(range(1, len(decisions) + 1))
    assert not thin + unnamed, listed(thin + unnamed)


def test_both_readmes_have_the_same_commands_addresses_and_accounts():
    english, vietnamese = pages()["README.md"], pages()["README.vi.md"]

    def facts(text: str) -> list[str]:
        return sorted(set(re.findall(r"```sh\n.*?```|http://[^\s`)]+|`[a-z]+\.[a-z]+`", text, re.S)))

    assert facts(english) == facts(vietnamese)


def test_the_readme_names_accounts_that_are_opened():
    names = set(staff.NAMES.values())
    told = set(re.findall(r"`([a-z]+)\.(?:phukhuong|tthcc|tinh)`", pages()["README.md"]))

    assert staff.DEMO_PASSWORD in pages()["README.md"]
    assert told
    assert told <= names


def test_the_readme_counts_procedures_as_they_are():
    assert f"{len(definitions.procedures())} real procedures" in pages()["README.md"]


def test_python_in_documents_can_be_parsed():
    broken = [f"{block.page}: {block.text[:60]!r}" for block in blocks("python") if not _parses(block.text)]

    assert len(blocks("python")) > 8
    assert not broken, listed(broken)


def _parses(text: str) -> bool:
    """A block is a piece of a module, or lines that belong between the brackets of a call or a table."""
    piece = textwrap.dedent(text)
    for candidate in (piece, "{\n" + piece + "\n}", "(\n" + piece + "\n)"):
        try:
            ast.parse(candidate)
        except SyntaxError:
            continue
        return True
    return False
