# SPDX-License-Identifier: EUPL-1.2
"""Pages obey the Content-Security-Policy: no inline script or style, nothing fetched from anywhere else."""

import re

import pytest

from tests.architecture.tree import ROOT, files, listed

FORBIDDEN = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/(?:ld\+)?json[\"'])[^>]*>", re.I
    ),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "script in an address": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.I),
    "resource from elsewhere": re.compile(
        r"(?:\b(?:src|srcset|poster|action|data)|<link[^>]*\bhref)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
}
FROM_ELSEWHERE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", re.I)
COMMENTS = re.compile(r"<!--.*?-->|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)


def sins(template: str) -> list[str]:
    """Return what in a template the policy would block."""
    text = COMMENTS.sub("", template)
    return [f"{what}: {found.group(0)[:60]}" for what, pattern in FORBIDDEN.items() for found in pattern.finditer(text)]


def test_templates_are_clean():
    found = [
        f"{path.relative_to(ROOT)}: {sin}"
        for path in files(".html", under=ROOT / "src")
        for sin in sins(path.read_text(encoding="utf-8"))
    ]

    assert not found, listed(found)


def test_style_sheets_fetch_nothing_from_elsewhere():
    found = [
        path.relative_to(ROOT)
        for path in files(".css", ".scss", under=ROOT / "src")
        if FROM_ELSEWHERE.search(path.read_text(encoding="utf-8"))
    ]

    assert not found, listed(found)


@pytest.mark.parametrize(
    ("template", "is_clean"),
    [
        ('<script src="{% static "ui/house.js" %}" defer></script>', True),
        ('<a href="https://dichvucong.gov.vn/">Cổng quốc gia</a>', True),
        ("{# style = none #}<p>Hồ sơ</p>", True),
        ("<script>go()</script>", False),
        ('<p style="color:red">Trễ</p>', False),
        ('<button onclick="go()">Gửi</button>', False),
        ('<a href="javascript:go()">Gửi</a>', False),
        ('<img src="https://cdn.example/x.png">', False),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', False),
    ],
)
def test_what_counts_as_a_sin(template: str, is_clean: bool):
    assert (sins(template) == []) is is_clean
