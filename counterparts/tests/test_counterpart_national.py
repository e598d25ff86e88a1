# SPDX-License-Identifier: EUPL-1.2
"""The national portal over the wire: what it takes, what it refuses, how it forgets and repeats."""

import hashlib
import json
from pathlib import Path

import pytest
import requests

GOOD = {
    "MaHoSo": "NT-ABCDEFGHIJK",
    "MaTTHC": "1.004873",
    "TenTTHC": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "KenhThucHien": "2",
    "ChuHoSo": "Nguyễn Thị Bưởi",
    "LoaiDoiTuong": "1",
    "NgayTiepNhan": "20261102083000",
    "TrangThaiHoSo": "2",
}
STEP = {"MaHoSo": "NT-ABCDEFGHIJK", "ThoiDiemXuLy": "20261102093000", "NoiDungXuLy": "Phân công", "TrangThai": "4"}


@pytest.fixture(scope="module")
def running(start):
    yield from start("national")


@pytest.fixture
def portal(running):
    running.behave("ok")
    for one in requests.get(f"{running.addresses['web']}/api/dossiers", timeout=5).json()["dossiers"]:
        requests.delete(f"{running.addresses['web']}/api/dossiers/{one['code']}", timeout=5)
    yield running
    running.behave("ok")


def session(portal) -> str:
    accounts = json.loads(Path(portal.addresses["accounts_file"]).read_text("utf-8"))
    asked = {"username": "tinhso", "password": accounts["tinhso"]}
    return requests.post(f"{portal.url}/login", json=asked, timeout=5).json()["session"]


def send(portal, service="DongBoHoSoMC", data=(GOOD,), key="", **more):
    asked = {"madonvi": "H07", "service": service, "isUpdating": False, "data": list(data), **more}
    headers = {"X-Message-Key": key} if key else {}
    body = {"session": session(portal), **asked}
    return requests.post(f"{portal.url}/service", json=body, headers=headers, timeout=5)


def held(portal):
    return requests.get(f"{portal.addresses['web']}/api/dossiers", timeout=5).json()


def test_a_dossier_is_kept_with_every_version(portal):
    first = send(portal).json()
    send(portal, data=[GOOD | {"TrangThaiHoSo": "4"}], isUpdating=True)

    (one,) = held(portal)["dossiers"]
    assert first["error_code"] == "0"
    assert first["response_code"].startswith("DVC-")
    assert (one["state"], one["versions"]) == ("4", 2)


def test_a_step_moves_the_state(portal):
    unknown = send(portal, "CapNhatTienDoHoSoMC", [STEP]).json()
    send(portal)
    taken = send(portal, "CapNhatTienDoHoSoMC", [STEP]).json()

    assert (unknown["error_code"], taken["error_code"]) == ("201", "0")
    assert held(portal)["dossiers"][0]["state"] == "4"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("NgayTiepNhan", "2026-11-02"),
        ("NgayTiepNhan", "20261302083000"),
        ("NgayHenTra", "20260230083000"),
        ("TrangThaiHoSo", "0"),
        ("TrangThaiHoSo", "11"),
        ("MaTTHC", "1004873"),
        ("KenhThucHien", "4"),
        ("LoaiDoiTuong", "3"),
        ("ChuHoSo", ""),
        ("MaHoSo", "có dấu"),
        ("DuongTat", "tự nghĩ ra"),
        ("TaiLieuNop", [{"TepDinhKemId": "1", "Tep": "x"}]),
        ("DanhSachHoSoBoSung", [{"NgayBoSung": "hôm qua"}]),
        ("TaiLieuNop", "một tệp"),
    ],
)
def test_a_record_out_of_shape_is_refused_and_named(portal, field, value):
    refused = send(portal, data=[GOOD | {field: value}]).json()

    assert refused["error_code"] == "302"
    assert field in refused["message"]
    assert held(portal)["dossiers"] == []


def test_the_same_key_again_is_answered_as_before_and_done_once(portal):
    first, again = send(portal, key="k1").json(), send(portal, key="k1").json()
    other = send(portal, key="k1", data=[GOOD | {"TrangThaiHoSo": "9"}]).json()

    assert again == {**first, "repeated": True}
    assert other["error_code"] == "500"
    assert held(portal)["dossiers"][0]["versions"] == 1


def test_the_same_content_under_another_key_is_no_new_version(portal):
    send(portal, key="k2")
    send(portal, key="k3")

    assert held(portal)["dossiers"][0]["versions"] == 1


def test_a_hash_that_does_not_fit_is_refused(portal):
    body = {"madonvi": "H07", "service": "DongBoHoSoMC", "isUpdating": False, "data": [GOOD]}
    good = hashlib.sha256(
        json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()

    codes = [
        requests.post(
            f"{portal.url}/service",
            json={"session": session(portal), **body},
            headers={"X-Message-Hash": told},
            timeout=5,
        ).json()["error_code"]
        for told in (good, "0" * 64)
    ]

    assert codes == ["0", "500"]


def test_look_up_by_code_and_by_day(portal):
    send(portal)
    send(portal, data=[GOOD | {"MaHoSo": "NT-KHAC", "NgayTiepNhan": "20261103080000"}])

    by_code = send(portal, "TraCuuHoSo", [{"MaHoSo": GOOD["MaHoSo"]}, {"MaHoSo": "NT-LA"}]).json()["data"]
    by_day = send(portal, "TraCuuHoSo", [{"TuNgay": "20261103000000", "DenNgay": "20261103235959"}]).json()["data"]

    assert [(one["MaHoSo"], one["TrangThaiHoSo"]) for one in by_code] == [(GOOD["MaHoSo"], "2")]
    assert [one["MaHoSo"] for one in by_day] == ["NT-KHAC"]


def test_strangers_are_turned_away(portal):
    wrong = requests.post(f"{portal.url}/login", json={"username": "tinhso", "password": "x"}, timeout=5).json()
    asked = {"session": "đoán", "madonvi": "H07", "service": "DongBoHoSoMC", "data": [GOOD]}
    refused = requests.post(f"{portal.url}/service", json=asked, timeout=5).json()

    assert (wrong["error_code"], refused["error_code"]) == ("100", "100")


@pytest.mark.parametrize("text", ["không phải JSON", "[]"])
def test_what_is_no_envelope_is_refused(portal, text):
    assert requests.post(f"{portal.url}/service", data=text.encode(), timeout=5).status_code == 400


def test_it_can_lose_what_it_took(portal):
    portal.behave("wrong", how="lose")
    told = send(portal, key="k9").json()
    portal.behave("ok")

    assert told["error_code"] == "0"
    assert held(portal)["dossiers"] == []
    assert send(portal, key="k9").json()["repeated"] is False


def test_it_can_take_twice_and_answer_nonsense_or_nothing(portal):
    portal.behave("wrong", how="twice")
    send(portal)
    assert held(portal)["dossiers"][0]["versions"] == 2
    portal.behave("wrong")
    assert send(portal).json()["error_code"] == "500"
    portal.behave("wrong", how="busy")
    assert send(portal).status_code == 503
    portal.behave("wrong", how="garbage")
    assert send(portal).headers["Content-Type"].startswith("text/html")
    portal.behave("wrong", how="mute")
    with pytest.raises(requests.ConnectionError):
        send(portal, data=[GOOD | {"TrangThaiHoSo": "9"}])
    assert held(portal)["dossiers"][0]["state"] == "9"


def test_down_refuses_connections_while_the_page_stays(portal):
    portal.behave("down")

    with pytest.raises(requests.ConnectionError):
        requests.post(f"{portal.url}/login", json={}, timeout=5)
    assert requests.get(portal.addresses["web"], timeout=5).ok


def test_the_page_shows_what_it_holds(portal):
    send(portal)
    send(portal, "CapNhatTienDoHoSoMC", [STEP])

    listed = requests.get(portal.addresses["web"], timeout=5).text
    one = requests.get(f"{portal.addresses['web']}/dossiers/{GOOD['MaHoSo']}", timeout=5).text

    assert "không phải Cổng thật" in listed
    assert GOOD["MaHoSo"] in listed
    assert "Phân công" in one
    assert requests.get(f"{portal.addresses['web']}/dossiers/NT-LA", timeout=5).status_code == 404
