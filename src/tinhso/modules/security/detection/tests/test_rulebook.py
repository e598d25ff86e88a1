# SPDX-License-Identifier: EUPL-1.2
"""The rules that come along: each is used, each matches what it is for and leaves alone what is near it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from tinhso.modules.security.collect.reader import Batch
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.detection import matching
from tinhso.modules.security.detection.outcome import gathered
from tinhso.modules.security.detection.pipeline import Pipeline, Speaker
from tinhso.modules.security.detection.rulebook import fingerprint, loaded
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LINES = yaml.safe_load(Path(__file__).with_name("lines.yaml").read_text(encoding="utf-8"))
MATCHING: dict[str, str] = LINES["matching"]
EVE = '{"timestamp":"2026-03-02T08:00:00.1+0700","event_type":"alert","host":"cam-bien","src_ip":"10.9.9.9",%s}'
SECURITY = '{"EventID":%d,"Channel":"Security","Computer":"may-1",%s}'
SSH = "<38>1 2026-03-02T01:00:%02d.5Z may-1 sshd 77 - - %s"


@pytest.fixture(scope="module")
def rulebook():
    return loaded([])


def pipeline(rulebook) -> Pipeline:
    return Pipeline(rulebook, lambda one, event: Speaker(event["host"]), spool=1, zone=ZONE, keep_days=365)


def batch(lines, first: datetime = NOW, offset: int = 0) -> Batch:
    records = tuple(
        Record(Way.TCP, int(first.timestamp()) * 10**9 + n * 10**6, line.encode(), "10.1.2.3")
        for n, line in enumerate(lines)
    )
    starts = tuple(range(offset, offset + 100 * len(records), 100))
    return Batch(records, Position(1, offset + 100 * len(records)), starts=starts)


def titles(rulebook, lines) -> list[str]:
    taken = pipeline(rulebook).take(batch(lines), Position())
    return [one.rule.title for one in gathered(taken, rulebook)]


def test_every_rule_that_comes_along_is_used(rulebook):
    assert rulebook.library.aside == []
    assert all(one.author == "Tỉnh Số" and one.id for one in (*rulebook.library.rules, *rulebook.correlations))


@pytest.mark.parametrize("title", MATCHING)
def test_a_rule_matches_what_it_is_for(rulebook, title):
    assert title in titles(rulebook, [MATCHING[title]])


@pytest.mark.parametrize("line", LINES["harmless"])
def test_what_is_near_raises_nothing_grave(rulebook, line):
    assert set(titles(rulebook, [line])) <= {"Cảm biến mạng báo mức 3"}


def test_the_quick_loop_says_what_python_says_of_every_line(rulebook, monkeypatch):
    lines = [*MATCHING.values(), *LINES["harmless"], *(SSH % (n, f"Failed password for u{n}") for n in range(30))]
    events = [read(line.encode(), Arrival(NOW, ZONE)) for line in lines]
    quick = matching.matched(rulebook.engine, events)
    monkeypatch.setattr(matching, "_written", lambda event: None)
    careful = matching.matched(rulebook.engine, events)
    assert {number: list(rules) for number, rules in quick.items()} == {n: list(rules) for n, rules in careful.items()}
    assert len(quick) > 30


def test_a_number_json_cannot_say_is_judged_all_the_same(rulebook):
    """Beyond 64 bits the quick loop cannot be asked."""
    alert = '"flow_id":%d,"alert":{"severity":1,"signature":"X","category":"Y"}'
    known, beyond = (titles(rulebook, [EVE % (alert % number)]) for number in (7, 2**70))
    assert known == beyond != []


def test_every_rule_has_a_line_that_matches_it(rulebook):
    """Rules that only feed a correlation are seen through it."""
    counted = {
        "Đăng nhập SSH sai mật khẩu",
        "Đăng nhập SSH thành công",
        "Đăng nhập Windows sai",
        "Cảm biến mạng báo mức 3",
    }
    assert {one.title for one in rulebook.library.rules} - set(MATCHING) == counted


def test_guessing_passwords_is_one_alert(rulebook):
    lines = [SSH % (n, f"Failed password for root from 198.51.100.7 port {n}") for n in range(30)]
    taken = pipeline(rulebook).take(batch(lines), Position())
    (found,) = gathered(taken, rulebook)
    assert (found.rule.title, found.speaker.host, found.count) == ("Dò mật khẩu SSH trên một máy", "may-1", 1)
    assert found.last_at - found.first_at == timedelta(seconds=29)
    assert len(found.evidence) == 5


def test_a_way_in_after_guessing_is_critical():
    lines = [SSH % (n, f"Failed password for root from 198.51.100.7 port {n}") for n in range(12)]
    lines.append(SSH % (40, "Accepted password for root from 198.51.100.7 port 7"))
    assert titles(loaded([]), lines) == ["Dò mật khẩu SSH trên một máy", "Đăng nhập SSH được sau khi bị dò mật khẩu"]
    assert titles(loaded([]), lines[-1:]) == []


def test_many_accounts_from_one_address(rulebook):
    lines = [SECURITY % (4625, f'"TargetUserName":"u{n}","IpAddress":"198.51.100.7"') for n in range(9)]
    assert titles(loaded([]), lines) == ["Một địa chỉ thử nhiều tài khoản Windows"]


def test_many_kinds_of_low_alerts_are_scanning():
    lines = [EVE % f'"alert":{{"severity":3,"signature_id":{n},"category":"x"}}' for n in range(6)]
    found = titles(loaded([]), lines)
    assert "Một địa chỉ gây nhiều loại cảnh báo mạng" in found


def test_lines_of_audit_are_one_event_and_begin_again_where_they_began(rulebook):
    lines = [
        'type=SYSCALL msg=audit(1772413200.1:7): comm="sh" exe="/bin/sh" key="www-data-exec"',
        "<13>1 - may-2 app - - - ở giữa",
        "type=PROCTITLE msg=audit(1772413200.1:7): proctitle=7368",
        "type=EOE msg=audit(1772413200.1:7):",
    ]
    one = pipeline(rulebook)
    first = one.take(batch(lines[:2]), Position())
    assert [row.event["kind"] for row in first.rows] == ["syslog5424"]
    assert (first.restart, first.position) == (Position(1, 0), Position(1, 200))
    second = one.take(batch(lines[2:], offset=200), first.position)
    assert [row.event["kind"] for row in second.rows] == ["auditd"]
    assert second.restart == second.position

    again = pipeline(rulebook)
    assert again.take(batch(lines[:2]), first.position).rows == []
    assert [row.id for row in again.take(batch(lines[2:], offset=200), first.position).rows] == [second.rows[0].id]


def test_a_note_of_the_collector_lets_go_what_waits(rulebook):
    one = pipeline(rulebook)
    one.take(batch(['type=SYSCALL msg=audit(1772413200.1:7): comm="sh" key="webshell"']), Position())
    note = Record(Way.NOTE, int((NOW + timedelta(seconds=5)).timestamp()) * 10**9, b'{"kind":"pause"}')
    taken = one.take(Batch((note,), Position(1, 200), starts=(100,)), Position(1, 100))
    assert [match.rule.title for match in taken.matches] == ["Dịch vụ web mở trình lệnh"]


@pytest.mark.parametrize("hidden", ['"User":"\\ud800"', '"User":"a","User":"b"', '"a":{"b":{"c":1}}', '"n":1e999'])
def test_a_line_the_loop_refuses_is_not_hidden_by_it(rulebook, hidden):
    line = MATCHING["Xóa bản sao bóng của ổ đĩa"].rstrip("}") + f",{hidden}}}"
    taken = pipeline(rulebook).take(batch([line]), Position())
    assert [one.rule.title for one in taken.matches] == ["Xóa bản sao bóng của ổ đĩa"]


def test_what_is_switched_off_matches_nothing(rulebook):
    key = next(one.key for one in rulebook.library.rules if one.title == "Lệnh sudo bị từ chối")
    assert titles(loaded([], frozenset({key})), [MATCHING["Lệnh sudo bị từ chối"]]) == []


def test_a_bad_file_is_set_aside_and_the_others_go_on(tmp_path):
    (tmp_path / "hong.yml").write_text("title: [")
    (tmp_path / "tot.yml").write_text(
        "title: Tốt\nid: 3f1c8a52-1111-4222-8333-944455556666\nlogsource: {product: linux}\n"
        "detection: {a: {message|contains: zzz}, condition: a}\nlevel: low\n"
    )
    found = loaded([tmp_path, tmp_path / "khong-co"])
    assert "Tốt" in {one.title for one in found.library.rules}
    assert [bool(one.sentence) for one in found.library.aside] == [True, True]
    before = fingerprint([tmp_path])
    (tmp_path / "tot.yml").write_text("title: khác")
    assert fingerprint([tmp_path]) != before


AUDITED = (
    '{"Event":{"System":{"Channel":"Security","EventID":4688,"Computer":"may-1"},"EventData":{"NewProcessName":'
    '"C:\\\\Windows\\\\cmd.exe","ParentProcessName":"C:\\\\Office\\\\WINWORD.EXE","CommandLine":"cmd /c x"}}}'
)
PUBLIC = """
title: Office starts a shell
id: 6f1d2f0e-51c4-4d0e-9c0e-000000004688
logsource: {product: windows, category: process_creation}
detection: {s: {Image|endswith: cmd.exe, ParentImage|endswith: winword.exe}, condition: s}
"""


def test_a_rule_of_process_creation_sees_the_audit_log_under_its_own_names(tmp_path):
    (tmp_path / "r.yml").write_text(PUBLIC, encoding="utf-8")
    book = loaded([tmp_path])

    (match,) = [
        one for one in pipeline(book).take(batch([AUDITED]), Position()).matches if one.rule.title.startswith("Office")
    ]

    assert match.rule is book.by_key[match.rule.key]
    assert match.fields["image"] == match.fields["newprocessname"] == ("C:\\Windows\\cmd.exe",)
    assert match.fields["parentimage"] == ("C:\\Office\\WINWORD.EXE",)
