# SPDX-License-Identifier: EUPL-1.2
"""A bad rule is set aside with a sentence that says which and what to do; the others go on."""

import io
import tarfile
import time
from pathlib import Path

import pytest

from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import Unsupported
from tinhso_sigma.linear import Linear
from tinhso_sigma.loading import DRL, LARGEST_FILE, from_texts, load
from tinhso_sigma.patterns import is_dangerous

GOOD = """
title: {title}
author: Nguyễn Văn A
level: high
logsource: {{product: windows}}
detection: {detection}
"""


def text(detection: str, title: str = "Thử") -> bytes:
    return GOOD.format(title=title, detection=detection).encode()


BAD = {
    "not YAML": b"a: [",
    "bad UTF-8": b"title: \xff\xfe\xfa",
    "no rule": b"- 1\n- 2",
    "only a number": b"5",
    "no condition": text("{s: {A: x}}"),
    "unknown modifier": text("{s: {'A|frobnicate': x}, condition: s}"),
    "unknown identifier": text("{s: {A: x}, condition: t}"),
    "pattern of nothing": text("{s: {A: x}, condition: s and not 1 of flt_*}"),
    "unfinished condition": text("{s: {A: x}, condition: s and}"),
    "aggregation": text("{s: {A: x}, condition: s | count() > 5}"),
    "invalid regex": text("{s: {'A|re': '('}, condition: s}"),
    "endless regex": text(r"{s: {'A|re': '(a+)+\1'}, condition: s}"),
    "long regex": text("{s: {'A|re': '" + "a" * 10_001 + "'}, condition: s}"),
    "network": text("{s: {'A|cidr': 10.0.0.0/99}, condition: s}"),
    "placeholder": text("{s: {'A|expand': '%Admins%'}, condition: s}"),
    "dashes without end": text("{s: {'A|windash': '-a -a -a -a -a -a -a -a -a -a -a -a'}, condition: s}"),
    "keyword null": text("{s: [null], condition: s}"),
    "too large": b"#" * (LARGEST_FILE + 1),
    "laughs": b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 10)) for i in range(8)),
    "nested": b"a: " + b"[" * 5_000 + b"]" * 5_000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_rule_is_set_aside(name: str):
    library = from_texts([("tot.yml", text("{s: {A: x}, condition: s}", "Tốt")), ("xau.yml", BAD[name])])

    assert [rule.title for rule in library.rules] == ["Tốt"]
    assert library.aside
    for aside in library.aside:
        assert aside.file == "xau.yml"
        assert "xau.yml" in aside.sentence
        assert "Hãy sửa" in aside.sentence


def test_one_bad_document_leaves_its_neighbours():
    both = text("{s: {A: x}, condition: t}", "Xấu") + b"\n---\n" + text("{s: {A: x}, condition: s}", "Tốt")

    library = from_texts([("hai.yml", both)])

    assert [rule.title for rule in library.rules] == ["Tốt"]
    assert "“Xấu”" in library.aside[0].sentence


def test_a_rule_with_an_id_that_is_taken_is_set_aside():
    rule = b"id: 6f3e2987-db24-4c78-a860-b4f4095a7095\n" + text("{s: {A: x}, condition: s}")

    library = from_texts([("a.yml", rule), ("b.yml", rule)])

    assert len(library.rules) == 1
    assert library.aside[0].file == "b.yml"


def test_title_author_and_licence_stay_with_the_rule():
    licence = ("LICENSE", b"... Detection Rule License (DRL) 1.1 ...")

    rule = from_texts([licence, ("r.yml", text("{s: {A: x}, condition: s}"))]).rules[0]

    assert (rule.title, rule.author, rule.level, rule.licence, rule.file) == (
        "Thử",
        "Nguyễn Văn A",
        "high",
        DRL,
        "r.yml",
    )


def test_a_filter_takes_away_from_the_rule_it_names():
    rule = b"id: 6f3e2987-db24-4c78-a860-b4f4095a7095\n" + text("{s: {A: x}, condition: s}")
    tuned = (
        b"title: F\nlogsource: {product: windows}\n"
        b"filter: {rules: [6f3e2987-db24-4c78-a860-b4f4095a7095], own: {User: may-quet}, condition: not own}"
    )

    engine = Engine(from_texts([("r.yml", rule), ("f.yml", tuned)]).rules, routed=False)

    assert engine.match({"A": "x"})
    assert not engine.match({"A": "x", "User": "May-Quet"})


def test_a_folder_and_an_archive_hold_the_same(tmp_path: Path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "r.yml").write_bytes(text("{s: {A: x}, condition: s}"))
    (tmp_path / "rules" / "readme.txt").write_text("no rule")
    with tarfile.open(tmp_path / "r.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("rules/r.yml")
        content = text("{s: {A: x}, condition: s}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))

    folder, packed = load(tmp_path / "rules"), load(tmp_path / "r.tar.gz")

    assert folder.rules[0].tree == packed.rules[0].tree
    assert not folder.aside + packed.aside


@pytest.mark.parametrize("pattern", ["(a+)+b", "(.*a)*b", r"(\w|.)+-", "(a*)*", "((a|b+)+c?)+d", r"(?:.*\)){1,}x"])
def test_repetition_inside_repetition_is_seen_and_run_in_time(pattern: str):
    began = time.process_time()

    assert is_dangerous(pattern)
    assert not Linear(pattern + "z").search("a" * 2_000 + "!")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "pattern", [r"(\\[^\\]+)+\.exe", "(a|b)+", r"a.*b.*c", r"(?:\d{1,3}\.){3}\d", r"(x+y)*", "[a-z]+$"]
)
def test_ordinary_expressions_are_left_to_re(pattern: str):
    assert not is_dangerous(pattern)


def test_what_cannot_be_run_in_time_is_refused():
    with pytest.raises(Unsupported):
        Linear(r"(a+)+\1")
