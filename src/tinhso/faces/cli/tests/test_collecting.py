# SPDX-License-Identifier: EUPL-1.2
"""What `tinhso status` and `tinhso doctor` say of the collector; the list of sources and its configurations."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinhso.config import env
from tinhso.faces.cli import collecting
from tinhso.faces.cli.security import entries, security, setup
from tinhso.modules.security import tasks
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import Source
from tinhso.modules.security.tests import world as small

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    return tmp_path


def told(folder: Path, at: datetime = NOW, **changed: object) -> None:
    fields = {"at_ns": int(at.timestamp() * 1e9), "began_ns": int(at.timestamp() * 1e9), "records": 7, "groups": 1}
    fields |= {"connections": 2, "udp_dropped": 3, "full": "", "bytes": 5 * 1024**2, "limit_bytes": 10**9, "doors": {}}
    (folder / "status.json").write_text(json.dumps(fields | changed))


def check():
    (found,) = collecting.checks(NOW)
    return found


def test_one_that_never_ran_is_no_fault(folder):
    assert check().ok
    assert list(collecting.lines(NOW)) == ["Bộ thu thập sự kiện chưa chạy lần nào."]


def test_depth_and_delay_are_said(folder):
    spool = Spool(folder, lambda: 1)
    spool.open()
    spool.write(encode([Record(Way.TCP, 1, b"x" * 1024**2)]))
    spool.close()
    segments.note_reader(folder, "ledger", Position())
    told(folder, NOW - timedelta(seconds=4))

    first, second = collecting.lines(NOW)

    assert "7 sự kiện" in first
    assert "báo trạng thái 4 giây trước, mất 3 gói UDP" in first
    assert second.strip() == "ledger: còn 1,0 MB chưa đọc"
    assert (check().ok, "đang nhận" in check().sentence) == (True, True)


def test_a_full_spool_and_one_nobody_reads_are_faults(folder, monkeypatch):
    told(folder, full="Vùng đệm sự kiện đã đầy.")
    full = check()
    told(folder)
    monkeypatch.setattr(collecting, "MOST_BEHIND", -1)
    segments.note_reader(folder, "ledger", Position())
    unread = check()

    assert (full.ok, unread.ok) == (False, False)
    assert "TINHSO_COLLECT_SPOOL_GB" in full.advice
    assert unread.advice


def test_where_none_is_set_up_nothing_is_said(monkeypatch):
    monkeypatch.setattr(env, "COLLECT", False)

    assert not [*collecting.checks(NOW), *collecting.lines(NOW)]


def test_the_collector_is_set_up_from_the_settings(folder, monkeypatch):
    monkeypatch.setattr(env, "COLLECT_LINE_KB", 9_999)
    monkeypatch.setattr(env, "COLLECT_FILES", ["/var/log/a.log"])

    assert (setup().folder, setup().line_bytes, setup().certificate) == (folder, 1024**2, None)
    assert setup().files == (Path("/var/log/a.log"),)


def test_sources_and_configurations_on_the_command_line(db):
    found, token = small.registered(small.build())
    runner = CliRunner()

    listed = json.loads(runner.invoke(security, ["sources", "--json"]).output)
    config = runner.invoke(security, ["config", str(found.id), "rsyslog"])
    none = runner.invoke(security, ["config", str(uuid.uuid4()), "rsyslog"])

    assert [one["host"] for one in listed] == ["may-chu-1"]
    assert "may-chu-1" in runner.invoke(security, ["sources"]).output
    assert "may-chu-1" in config.output
    assert (none.exit_code, "Không có nguồn này" in none.output) == (1, True)
    assert [(one.source, one.token_digest) for one in entries() or []] == [(found.id, digest(token))]


def test_the_task_counts_and_judges_only_while_the_collector_runs(db, folder, monkeypatch):
    found, _ = small.registered(small.build(), interval_seconds=60)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))
    told(folder, NOW, began_ns=0)
    tasks.count_sources()
    stale = Source.objects.get(id=found.id).silent_since
    told(folder, NOW + timedelta(hours=1), began_ns=0)
    tasks.count_sources()

    assert stale is None
    assert Source.objects.get(id=found.id).silent_since == NOW + timedelta(hours=1)
