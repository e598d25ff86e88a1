# SPDX-License-Identifier: EUPL-1.2
"""The national database of procedures over the wire: read since a mark, compared, taken up; open dossiers stay."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from tinhso.kernel.events.queries import acts_between
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions import editing
from tinhso.modules.onestop.actions.national_list import sync_list, take_up
from tinhso.modules.onestop.editing.types import Content
from tinhso.modules.onestop.errors import NotYourCatalogue
from tinhso.modules.onestop.models import ListSync, NationalProcedure, WorkingCopy
from tinhso.modules.onestop.national_list.rules import UnreadableRecord, read_record, taken_over
from tinhso.modules.onestop.queries import national_list as queries
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS
LATER = world.START + timedelta(hours=1)
RECORD: dict[str, Any] = {
    "MaTTHC": CODE,
    "PhienBan": 2,
    "LoaiThayDoi": "sua_doi",
    "TenTTHC": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "LinhVuc": "Hộ tịch",
    "CapThucHien": ["xa"],
    "DoiTuong": ["1"],
    "ThoiHan": {"GiaTri": 2, "DonVi": "ngay_lam_viec"},
}


@pytest.fixture
def database(portal):
    return Database(portal)


class Database:
    """The national database in its stand-in, changed and read."""

    def __init__(self, portal) -> None:
        self.portal = portal

    def change(self, code: str, kind: str = "sua_doi", **values: Any) -> int:
        address = f"{self.portal.addresses['web']}/api/procedures/{code}"
        answer = requests.put(address, json={"values": values, "kind": kind}, timeout=5)
        answer.raise_for_status()
        return int(answer.json()["PhienBan"])

    def sync(self) -> ListSync:
        return sync_list(self.portal.addresses["url"], now=LATER)


def differing(code: str):
    return next((one for one in queries.compare(world.TODAY).differing if one.code == code), None)


def test_a_changed_procedure_is_proposed_published_and_open_dossiers_keep_theirs(database, people, person):
    """Row 03: a changed procedure comes in; a dossier received before keeps its version, a new one takes the new."""
    before = world.received(person, people)
    version = database.change(CODE, ThoiHan={"GiaTri": 2, "DonVi": "ngay_lam_viec"})
    database.sync()
    controller = office.controller()
    found = differing(CODE)

    copy = take_up(CODE, viewer=controller, now=LATER)
    published = office.published(office.mended(copy, controller), controller)
    after = world.submitted(world.citizen("083190000124", "Trần Văn Dừa"), now=LATER)

    assert (found.version, [one.place for one in found.changes]) == (version, ["Thời hạn"])
    before.refresh_from_db()
    assert before.version.definition["time"]["value"] == 3
    assert after.version_id == published.id == version_in_force(CODE, world.TODAY).id
    assert after.version.definition["time"]["value"] == 2
    assert differing(CODE) is None


def test_nothing_is_published_by_reading(database, people):
    database.change("1.000894", TenTTHC="Thủ tục đăng ký kết hôn (sửa)")
    database.sync()

    assert version_in_force("1.000894", world.TODAY).number == 1
    assert not WorkingCopy.objects.exists()
    assert differing("1.000894") is not None


def test_what_was_read_is_not_read_again(database, people):
    first, again = database.sync(), database.sync()

    assert (first.received >= 151, again.received) == (True, 0)
    assert first.mark == again.mark
    assert [one.verb for one in acts_between(1, 10**9)].count("procedure:national:synchronised") == 2


def test_codes_and_names_are_those_of_the_national_database(database, people):
    """Row 71: code and name of each service beside the national list; what has no code is shown as such."""
    database.sync()
    found = queries.compare(world.TODAY)

    without = [one["name"] for one in definitions.procedures() if not one["code"]]
    assert sorted(one.name for one in found.no_code) == sorted(without)
    assert len(without) == 2
    assert [one for one in found.missing_there if one.code] == []


@pytest.mark.parametrize("how", ["twice", "unordered"])
def test_changes_that_come_twice_or_in_another_order_end_in_the_newest(database, people, how):
    code = {"twice": "1.001193", "unordered": "2.000635"}[how]
    database.change(code, TenTTHC="Tên giữa chừng")
    database.change(code, TenTTHC="Tên mới nhất")
    database.portal.behave("wrong", how)
    database.sync()

    assert NationalProcedure.objects.get(code=code).record["TenTTHC"] == "Tên mới nhất"


def test_an_older_record_changes_nothing(database, people):
    number = database.change("1.000689", TenTTHC="Tên mới")
    database.sync()
    ListSync.objects.all().delete()  # read everything anew
    database.portal.behave("wrong", "old")
    database.sync()

    kept = NationalProcedure.objects.get(code="1.000689")
    assert (kept.version, kept.record["TenTTHC"]) == (number, "Tên mới")


def test_a_database_that_is_away_costs_nothing_but_time(database, people):
    database.portal.behave("down")
    failed = database.sync()
    database.portal.behave("ok")
    done = database.sync()

    assert "chưa trả lời" in failed.fault
    assert (failed.mark, done.fault) == (0, "")
    assert NationalProcedure.objects.filter(code=CODE).exists()


def test_an_unreadable_record_is_shown_and_asked_for_again(database, people):
    database.portal.behave("wrong", "cut-file")  # names are missing
    database.sync()
    shown = queries.compare(world.TODAY).unreadable
    database.portal.behave("ok")
    done = database.sync()

    assert CODE in [one.code for one in shown]
    assert "TenTTHC" in next(one.note for one in shown if one.code == CODE)
    assert done.received >= 151
    assert queries.compare(world.TODAY).unreadable == ()


def test_a_procedure_nobody_has_here_and_one_that_ended_are_listed(database, people):
    database.change("9.000001", TenTTHC="Thủ tục mới", LinhVuc="Hộ tịch", CapThucHien=["xa"], DoiTuong=["1"])
    database.change("1.004746", kind="bai_bo")
    database.sync()
    found = queries.compare(world.TODAY)

    assert "9.000001" in [one.code for one in found.missing_here]
    assert "1.004746" in [one.code for one in found.ended]


def test_it_goes_into_the_copy_that_is_open_and_can_be_taken_back(database, people):
    database.change("1.000656", TenTTHC="Thủ tục đăng ký khai tử (sửa)")
    database.sync()
    controller = office.controller()
    opened = office.saved(office.begun(controller, "1.000656"), controller, note="Ghi chú của tỉnh.")

    copy = take_up("1.000656", viewer=controller, now=LATER)
    again = take_up("1.000656", viewer=controller, now=LATER)

    assert copy.id == opened.id == again.id
    assert (copy.definition["note"], again.revision) == ("Ghi chú của tỉnh.", copy.revision)
    assert copy.definition["name"] == "Thủ tục đăng ký khai tử (sửa)"
    back = editing.undo(copy.id, expected=copy.revision, viewer=controller, now=LATER)
    assert back.definition["name"] != "Thủ tục đăng ký khai tử (sửa)"


def test_only_the_provinces_controller_takes_up(database, people):
    database.sync()

    with pytest.raises(NotYourCatalogue):
        take_up(CODE, viewer=people.head, now=LATER)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"MaTTHC": "1.1"}, "MaTTHC"),
        ({"PhienBan": "2"}, "PhienBan"),
        ({"PhienBan": 0}, "PhienBan"),
        ({"LoaiThayDoi": "khac"}, "LoaiThayDoi"),
        ({"TenTTHC": " "}, "TenTTHC"),
        ({"LinhVuc": None}, "LinhVuc"),
        ({"CapThucHien": ["huyen"]}, "CapThucHien"),
        ({"DoiTuong": []}, "DoiTuong"),
        ({"ThoiHan": {"GiaTri": "2", "DonVi": "ngay"}}, "ThoiHan"),
        ({"CanCuPhapLy": [1]}, "CanCuPhapLy"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_record_that_is_not_one_is_refused_by_its_field(wrong, named):
    with pytest.raises(UnreadableRecord, match=named):
        read_record(RECORD | wrong)


def test_what_the_record_does_not_say_stays():
    ours = {"code": CODE, "fee": {"kind": "free"}, "time": {"value": 0, "unit": "same_day", "after_15h": "x"}}

    made = taken_over(Content(ours, None), read_record(RECORD)).definition

    assert (made["fee"], made["time"]) == ({"kind": "free"}, {"value": 2, "unit": "working_day", "after_15h": "x"})
