# SPDX-License-Identifier: EUPL-1.2
"""The page of how the monitoring stands: parts, depth and delay, outages, for operators and auditors."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security.actions.watching import note_faults
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import DetectorPlace
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.client import Store
from tinhso.modules.security.types.keeping import WatchedPart

PAGE = reverse("desk:security_watch")


@pytest.fixture
def operator(people, sign_in, monkeypatch, tmp_path):
    monkeypatch.setattr(connecting, "store", lambda: Store("http://127.0.0.1:9/"))
    monkeypatch.setattr(env, "COLLECT", True)
    monkeypatch.setattr(env, "COLLECT_FOLDER", tmp_path)
    officer = world.officer_in(people.unit, PostRole.OPERATOR, uuid.uuid4().hex[:8])
    return sign_in(viewer_of_officer(officer, timezone.localdate()))


def test_depth_and_delay_and_faults_are_shown(operator, tmp_path):
    spool = Spool(tmp_path, lambda: 1)
    spool.open()
    segments.note_reader(tmp_path, segments.DETECTOR, segments.Position(1, 0))
    spool.write(encode([Record(Way.TCP, 1, b"<13>1 - a b - - - " + b"c" * 1_000, "10.1.2.3")] * 100))
    ago = timezone.now() - timedelta(seconds=90)
    DetectorPlace.objects.create(id=1, evaluated_at=ago, arrived_at=ago)

    shown = operator.get(PAGE).text

    assert "Kho sự kiện không trả lời: sự kiện nằm trong vùng đệm" in shown
    assert " trong vùng đệm, chậm 9" in shown
    assert "Chưa ai" in shown
    assert "Chưa có lỗi lần nào" in shown
    spool.close()


def test_outages_are_listed_narrowed_and_taken(operator, head_of):
    now = timezone.now()
    note_faults({WatchedPart.SPOOL: "Đĩa đầy."}, now=now)
    assert "Đĩa đầy." in operator.get(f"{PAGE}?phan=spool").text
    assert "Thành phần này chưa có lỗi lần nào" in operator.get(f"{PAGE}?phan=clock").text
    assert "Đĩa đầy." in operator.get(f"{PAGE}?dang=csv").content.decode("utf-8-sig")
    assert head_of.get(PAGE).status_code == 403


@pytest.fixture
def head_of(people, sign_in):
    return sign_in(people.head)


def test_where_no_collector_runs_it_says_so(operator, monkeypatch):
    monkeypatch.setattr(env, "COLLECT", False)
    assert "không chạy bộ thu thập" in operator.get(PAGE).text


def test_what_looks_well_again_is_not_called_faulty(operator):
    now = timezone.now()
    note_faults({WatchedPart.SPOOL: "Đĩa đầy."}, now=now)
    assert "Đang có lỗi" in operator.get(PAGE).text
    note_faults({}, now=now + timedelta(seconds=30))
    shown = operator.get(PAGE).text

    assert "Đang có lỗi" not in shown
    assert "lại bình thường từ" in shown
