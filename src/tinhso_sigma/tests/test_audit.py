# SPDX-License-Identifier: EUPL-1.2
"""Process creation in the audit log (Security 4688) beside Sysmon 1, compared with pySigma's own audit pipeline."""

import gzip
import os
import random
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from sigma.pipelines.windows import windows_audit_pipeline

from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import fields_of, origin, parse, shape_of
from tinhso_sigma.loading import Library, from_texts, load
from tinhso_sigma.names import field_name
from tinhso_sigma.tests import oracle, samples
from tinhso_sigma.tests.loops import LOOPS, line_of
from tinhso_sigma.windows import windows_map

HERE = Path(__file__).parent
PACKS = os.environ.get("TINHSO_SECURITY_PACKS", "")
AUDIT = ("security", "4688")
OTHER_NAMES = {"Image": "NewProcessName", "ParentImage": "ParentProcessName", "LogonId": "SubjectLogonId"}


def rule(detection: dict[str, Any], **source: str) -> Library:
    told = {"title": "x", "logsource": {"product": "windows"} | source, "detection": detection}
    return from_texts([("r.yml", yaml.safe_dump(told).encode())])


SHELL = {"one": {"Image|endswith": r"\cmd.exe", "ParentImage|contains": "office"}, "condition": "one"}
BY_SYSMON = samples.event(samples.SYSMON, 1, Image=r"C:\Windows\cmd.exe", ParentImage=r"C:\Office\WINWORD.EXE")
BY_AUDIT = samples.event(
    samples.SECURITY, 4688, NewProcessName=r"C:\Windows\cmd.exe", ParentProcessName=r"C:\Office\WINWORD.EXE"
)
ENDED = samples.event(samples.SECURITY, 4689, NewProcessName=r"C:\Windows\cmd.exe", ParentProcessName="office")


def answers(library: Library, *events: dict[str, Any], native: bool = False, audit: bool = True) -> list[list[Any]]:
    engine = Engine(library.rules, native=native, audit=audit)
    found = engine.match_lines(map(line_of, events))
    assert [list(one) for one in found] == [engine.match(event) for event in events], "both doors answer alike"
    return [list(one) for one in found]


@pytest.mark.parametrize("native", LOOPS)
def test_a_rule_sees_both_logs_and_is_answered_as_given(native: bool):
    library = rule(SHELL, category="process_creation")

    by_sysmon, by_audit, ended = answers(library, BY_SYSMON, BY_AUDIT, ENDED, native=native)

    assert by_sysmon == by_audit == library.rules
    assert by_audit[0] is library.rules[0]
    assert ended == []


@pytest.mark.parametrize("native", LOOPS)
def test_without_the_choice_only_sysmon_is_seen(native: bool):
    assert answers(rule(SHELL, category="process_creation"), BY_AUDIT, native=native, audit=False) == [[]]


def test_answers_keep_the_order_of_the_rules():
    first, second, third = (
        {"s": {key: r"C:\Windows\cmd.exe"}, "condition": "s"} for key in ("Image", "NewProcessName", "Image")
    )
    sources = ({"category": "process_creation"}, {"service": "security"}, {"category": "process_creation"})
    documents = [
        (
            f"{n}.yml",
            yaml.safe_dump({"title": str(n), "logsource": {"product": "windows"} | source, "detection": one}).encode(),
        )
        for n, (one, source) in enumerate(zip((first, second, third), sources, strict=True))
    ]

    (found,) = answers(from_texts(documents), BY_AUDIT)

    assert [one.title for one in found] == ["0", "1", "2"]


def test_a_rule_that_names_sysmon_stays_there():
    library = rule(SHELL, category="process_creation", service="sysmon")

    assert answers(library, BY_SYSMON, BY_AUDIT) == [library.rules, []]


def test_what_the_audit_log_lacks_is_missing():
    event = BY_AUDIT
    positive = {"s": {"OriginalFileName": "Cmd.Exe"}, "condition": "s"}
    excluding = {"s": {"Image|endswith": r"\cmd.exe"}, "f": {"User|contains": "SYSTEM"}, "condition": "s and not f"}
    empty = {"s": {"Hashes": None}, "condition": "s"}

    found = [answers(rule(one, category="process_creation"), event)[0] for one in (positive, excluding, empty)]

    assert [len(one) for one in found] == [0, 1, 1]


def test_other_categories_stay_with_sysmon():
    detection = {"s": {"TargetObject|contains": "Run"}, "condition": "s"}
    event = samples.event(samples.SECURITY, 4657, ObjectName=r"\REGISTRY\Run", OperationType="%%1904")

    assert answers(rule(detection, category="registry_set"), event) == [[]]


def test_fields_compared_with_fields_are_renamed_on_both_sides():
    detection = {"s": {"Image|fieldref": "ParentImage"}, "condition": "s"}
    same = samples.event(samples.SECURITY, 4688, NewProcessName="A", ParentProcessName="a")

    found = answers(rule(detection, category="process_creation"), same, BY_AUDIT)

    assert [len(one) for one in found] == [1, 0]


def test_names_are_those_of_the_public_pipeline():
    (item,) = [one for one in windows_audit_pipeline().items if one.identifier == "windows_audit_fieldmappings"]
    theirs = {field_name(one): field_name(str(other)) for one, other in item.transformation.mapping.items()}
    ours = windows_map().audit["process_creation"].names

    assert ours == {field_name(one): field_name(other) for one, other in OTHER_NAMES.items()}
    assert ours == {one: other for one, other in theirs.items() if one != "details"}, "Details is of the registry"


def audited(draws: random.Random) -> dict[str, Any]:
    """Return an event of process creation as the audit log writes it, now and then as Sysmon does, or ended."""
    made = samples.some(draws)
    data = made["Event"]["EventData"]
    if made["Event"]["System"]["Channel"] == samples.SYSMON and "CommandLine" in data and draws.random() < 0.8:
        made["Event"]["System"] = {"Channel": "Security", "EventID": draws.choice([4688, 4688, 4689]), "Computer": "x"}
        made["Event"]["EventData"] = {OTHER_NAMES.get(name, name): value for name, value in data.items()}
    return made


def differences(
    library: Library, texts: dict[str, str], events: list[dict[str, Any]], native: bool
) -> tuple[dict, int, int]:
    """Return the rows of 4688 found by one side only, how many rules were compared, and how many matches."""
    made, _ = oracle.queries(texts.items(), audit=True)
    table = oracle.Table(events)
    mine: dict[str, set[int]] = {file: set() for file in made}
    at = {n for n, event in enumerate(events) if origin(fields_of(event, shape_of(event, windows_map()))) == AUDIT}
    for number, found in enumerate(Engine(library.rules, native=native, audit=True).match_lines(map(line_of, events))):
        assert not isinstance(found, BadEvent)
        for one in found:
            if number in at and one.file in mine:
                mine[one.file].add(number)
    found = {file: mine[file] ^ table.matches(statements) for file, statements in made.items()}
    return {file: rows for file, rows in found.items() if rows}, len(made), sum(map(len, mine.values()))


@pytest.mark.parametrize("native", LOOPS)
def test_the_same_events_as_the_public_pipeline(native: bool):
    draws = random.Random(4688)
    events = [audited(draws) for _ in range(6_000)]
    texts = {
        file.name: text
        for file in sorted((HERE / "rules").glob("*.yml"))
        if "category: process_creation" in (text := file.read_text(encoding="utf-8"))
    }

    found, compared, matches = differences(load(HERE / "rules"), texts, events, native)

    assert (found, compared) == ({}, 3)
    assert matches > 50


@pytest.mark.parametrize("native", LOOPS)
def test_nothing_else_changes(native: bool):
    draws = random.Random(1)
    lines = [line_of(event) for event in (samples.some(draws) for _ in range(2_000))]
    library = load(HERE / "rules")

    assert Engine(library.rules, native=native, audit=True).match_lines(lines) == Engine(
        library.rules, native=native
    ).match_lines(lines)


@pytest.mark.slow
@pytest.mark.skipif(not PACKS, reason="TINHSO_SECURITY_PACKS names no folder of rule and event packs")
@pytest.mark.parametrize("native", LOOPS)
def test_packs(native: bool):
    """Every public rule of process creation on every public event: 4688 as that pipeline, all others as before."""
    folder = Path(PACKS)
    library = load(folder / "sigmahq-rules.tar.gz")
    with tarfile.open(folder / "sigmahq-rules.tar.gz") as archive:
        texts = {
            member.name: text
            for member in archive
            if member.name.endswith(".yml") and (stream := archive.extractfile(member))
            if "category: process_creation" in (text := stream.read().decode()) and "product: windows" in text
        }
    events = [
        parse(line)
        for file in sorted(folder.glob("*.ndjson.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]
    lines = [line_of(event) for event in events]
    plain = Engine(library.rules, native=native).match_lines(lines)
    both = Engine(library.rules, native=native, audit=True).match_lines(lines)
    audit = {n for n, event in enumerate(events) if origin(fields_of(event, shape_of(event, windows_map()))) == AUDIT}

    found, compared, matches = differences(library, texts, events, native)

    print(f"{compared} rules compared, {len(audit)} events of 4688 among {len(events)}, {matches} matches there")
    assert [one for n, one in enumerate(plain) if n not in audit] == [
        one for n, one in enumerate(both) if n not in audit
    ]
    assert found == {}
    assert compared > 1_000


def test_every_line_of_the_documents_has_its_test():
    rows = yaml.safe_load((HERE / "logsources.yaml").read_text(encoding="utf-8"))

    assert all(row["test"] in globals() for row in rows)
