# SPDX-License-Identifier: EUPL-1.2
"""Threat intelligence at the desk: every page, who sees it, what wrong input is told, what is shown once."""

import csv
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.exchange.models import Message, Partner
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries.units import territory
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions as sources
from tinhso.modules.security.actions import national_centre, sharing
from tinhso.modules.security.actions.blacklists import take_blacklist
from tinhso.modules.security.actions.indicators import add_indicator
from tinhso.modules.security.models import (
    Blacklist,
    Collection,
    Feed,
    Indicator,
    InfectedMachine,
    SharingPartner,
)
from tinhso.modules.security.types import PacketKind, SourceKind, SourceTold, Tlp

LIST, MACHINES, CENTRE = (reverse(f"desk:{name}") for name in ("indicators", "infected_machines", "national_centre"))


def person_in(unit, role: PostRole):
    return viewer_of_officer(world.officer_in(unit, role, role.value), timezone.localdate())


@pytest.fixture
def operator(people):
    return person_in(people.unit, PostRole.OPERATOR)


@pytest.fixture
def desk(operator, sign_in):
    return sign_in(operator)


@pytest.fixture(autouse=True)
def keys(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path)


def written(operator, value: str = "xau.example", **changed) -> Indicator:
    said = {"label": "Trang giả mạo", "confidence": 80, "tlp": Tlp.AMBER, "viewer": operator, "now": timezone.now()}
    return add_indicator(value, **(said | changed))


def collection(operator, alias: str = "chung") -> Collection:
    return sharing.open_collection(
        uuid.uuid4(), alias=alias, title="Dấu hiệu chung", description="", tlp=Tlp.GREEN, viewer=operator,
        now=timezone.now(),
    )  # fmt: skip


def machine(people, operator) -> InfectedMachine:
    told = SourceTold(people.unit.id, "pc-07", SourceKind.WINDOWS, 600, addresses=("203.113.5.7",))
    sources.register_source(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    content = b"203.113.5.7,Mirai\n192.0.2.1\nx y z"
    take_blacklist(content, origin="NCSC", is_ours=True, now=timezone.now(), viewer=operator)
    return InfectedMachine.objects.select_related("case").get()


def test_an_indicator_is_written_shown_and_revoked(desk, operator):
    where = reverse("desk:indicator_new")
    assert "Ghi dấu hiệu" in desk.get(where).text
    done = desk.post(where, {"value": "hxxp://xau[.]example/a", "label": "Thư lừa đảo", "confidence": "80", "tlp": "2"})
    shown = desk.get(done.url).text
    desk.post(done.url)

    assert "http://xau.example/a" in shown
    assert "Giá trị nằm trong danh sách theo dõi" in shown
    assert "Đã bỏ" in desk.get(done.url).text
    assert "80/100" in shown


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value": ""}, "Hãy ghi một địa chỉ IP"),
        ({"value": "\x00"}, "Hãy ghi một địa chỉ IP"),
        ({"label": " "}, "Hãy ghi vì sao"),
        ({"confidence": "nhiều"}, "Hãy ghi một số nguyên"),
        ({"confidence": "101"}, "Độ tin cậy từ 0 đến 100"),
        ({"tlp": "9"}, "Hãy chọn mức chia sẻ"),
    ],
)
def test_wrong_indicators_are_told_at_their_box_and_lose_nothing(desk, changed, sentence):
    typed = {"value": "giu.lai.example", "label": "giữ lại", "confidence": "", "tlp": "2"} | changed
    answer = desk.post(reverse("desk:indicator_new"), typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "giữ lại" in answer.text or "giu.lai.example" in answer.text
    assert not Indicator.objects.exists()


def test_the_list_says_why_a_value_is_not_watched(desk, operator):
    written(operator), written(operator, "8.8.8.8")
    text = desk.get(LIST).text
    listed = desk.get(LIST, {"tt": "listed"}).text
    one = Indicator.objects.get(value="8.8.8.8")

    assert "Đang theo dõi: 1 trên 2" in text
    assert "8.8.8.8" in listed
    assert "xau.example" not in listed
    assert "Máy chủ DNS công cộng" in desk.get(reverse("desk:indicator", args=[one.id])).text


def test_the_list_is_searched_sorted_and_exported(desk, operator, django_assert_max_num_queries):
    for n in range(30):
        written(operator, f"x{n:02}.example", label="=cmd()")
    with django_assert_max_num_queries(18):
        first = desk.get(LIST, {"xep": "gia_tri"}).text
    rows = list(csv.reader(io.StringIO(desk.get(LIST, {"dang": "csv", "q": "x1"}).content.decode("utf-8-sig"))))

    assert "x00.example" in first
    assert "x29.example" not in first
    assert "x29.example" in desk.get(LIST, {"xep": "-gia_tri"}).text
    assert len(rows) == 11
    assert rows[1][4] == "'=cmd()"
    assert "Không có dấu hiệu nào khớp" in desk.get(LIST, {"q": "không có"}).text


@pytest.mark.parametrize(
    "query", ["tt=x", "loai=x", "xep=x", "trang=x", "trang=99999999", "q=%00", "nguon=%00", "dang=x"]
)
def test_nonsense_in_the_address_is_ignored(desk, query):
    assert desk.get(f"{LIST}?{query}").status_code == 200
    assert desk.get(f"{MACHINES}?{query}").status_code == 200
    assert desk.get(f"{CENTRE}?{query}").status_code == 200


def test_half_lives_are_set_and_nonsense_is_told(desk):
    where = reverse("desk:indicator_settings")
    wrong = desk.post(where, {"address": "mười"})
    desk.post(where, {"address": "7", "network": "30", "domain": "90", "url": "", "hash": ""})

    assert wrong.status_code == 422
    assert "Không văn bản nào quy định" in wrong.text
    assert 'value="7"' in desk.get(where).text


PAGES = ["indicators", "indicator_settings", "indicator_trends", "feeds", "sharing", "national_centre"]
KEEPING = ["indicator_new", "blacklist_take", "national_centre_connect", "share_indicators"]


@pytest.mark.parametrize("name", [*PAGES, *KEEPING, "infected_machines"])
@pytest.mark.parametrize(("who", "may"), [("head", PAGES), ("specialist", []), ("leader", PAGES)])
def test_who_sees_which_page(people, sign_in, name, who, may):
    status = sign_in(getattr(people, who)).get(reverse(f"desk:{name}")).status_code

    assert status == (200 if name in (*may, "infected_machines") else 403)


@pytest.mark.parametrize("name", KEEPING)
def test_the_leader_of_the_province_keeps_what_leaders_below_only_see(people, sign_in, name):
    leader = person_in(territory().root, PostRole.LEADER)

    assert sign_in(leader).get(reverse(f"desk:{name}")).status_code == 200


def test_a_feed_is_registered_and_stopped(desk, operator):
    where = reverse("desk:feed_new", args=[uuid.uuid4()])
    held = collection(operator)
    typed = {"kind": "taxii", "title": "Nguồn thử", "place": "https://xa.example/c/", "collection": str(held.id),
             "interval": "60", "login": "tinh", "secret": "rất kín", "confidence": ""}  # fmt: skip
    wrong = desk.post(where, typed | {"place": "ftp://x"})
    desk.post(where, typed)
    feed = Feed.objects.get()
    listed = desk.get(reverse("desk:feeds")).text
    desk.post(reverse("desk:feed_stop", args=[feed.id]))

    assert wrong.status_code == 422
    assert "rất kín" not in wrong.text
    assert "Nguồn thử" in listed
    assert "rất kín" not in listed
    assert "Đã ngừng" in desk.get(reverse("desk:feeds")).text


@pytest.mark.parametrize("changed", [{"kind": "x"}, {"collection": "x"}, {"interval": "x"}, {"title": ""}])
def test_a_wrong_feed_is_told(desk, operator, changed):
    typed = {
        "kind": "misp",
        "title": "A",
        "place": "/feed",
        "collection": str(collection(operator).id),
        "interval": "60",
    }
    answer = desk.post(reverse("desk:feed_new", args=[uuid.uuid4()]), typed | changed)

    assert answer.status_code == 422
    assert not Feed.objects.exists()


def test_a_partner_is_registered_and_its_secret_shown_once(desk, operator):
    desk.post(
        reverse("desk:collection_new", args=[uuid.uuid4()]),
        {"title": "Dấu hiệu chung", "alias": "chung", "tlp": "1", "description": ""},
    )
    held = Collection.objects.get()
    done = desk.post(
        reverse("desk:sharing_partner_new", args=[uuid.uuid4()]),
        {"title": "Tỉnh bạn", "login": "tinh-ban", "tlp": "2", "collections": [str(held.id)]},
    )
    shown, again = desk.get(done.url).text, desk.get(done.url).text
    desk.post(done.url, {"act": "renew"})
    renewed = desk.get(done.url).text
    desk.post(done.url, {"act": "withdraw"})

    assert "chỉ hiện một lần" in shown
    assert "chỉ hiện một lần" not in again
    assert "chỉ hiện một lần" in renewed
    assert "Tỉnh bạn" in desk.get(reverse("desk:sharing")).text
    assert SharingPartner.objects.get().withdrawn_at is not None
    assert desk.post(done.url, {"act": "renew"}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Hãy ghi tên đối tác"),
        ({"login": "Tên Có Dấu"}, "Tên đăng nhập gồm"),
        ({"tlp": "4"}, "TLP:RED không chia sẻ"),
        ({"tlp": ""}, "Hãy chọn mức chia sẻ"),
        ({"collections": []}, "Hãy chọn ít nhất một"),
        ({"collections": ["x"]}, "Bộ sưu tập được chọn không còn"),
        ({"collections": [str(uuid.UUID(int=1))]}, "Bộ sưu tập được chọn không còn"),
    ],
)
def test_a_wrong_partner_is_told_at_its_box(desk, operator, changed, sentence):
    typed = {"title": "A", "login": "abc", "tlp": "1", "collections": [str(collection(operator).id)]} | changed
    answer = desk.post(reverse("desk:sharing_partner_new", args=[uuid.uuid4()]), typed)

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    "changed", [{"alias": "có dấu"}, {"title": ""}, {"tlp": "4"}, {"tlp": "x"}, {"alias": "chung"}]
)
def test_a_wrong_collection_is_told(desk, operator, changed):
    collection(operator)
    typed = {"title": "B", "alias": "khac", "tlp": "1", "description": ""} | changed

    assert desk.post(reverse("desk:collection_new", args=[uuid.uuid4()]), typed).status_code == 422


def test_a_list_is_taken_and_the_unit_works_until_the_machine_is_clean(desk, people, operator, sign_in):
    told = SourceTold(people.unit.id, "pc-07", SourceKind.WINDOWS, 600, addresses=("203.113.5.7",))
    sources.register_source(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    file = SimpleUploadedFile("ds.csv", b"203.113.5.7,Mirai\n192.0.2.1\n")
    desk.post(reverse("desk:blacklist_take"), {"origin": "NCSC", "about": "ours", "file": file})
    found = InfectedMachine.objects.select_related("case").get()
    where, head = reverse("desk:infected_machine", args=[found.case_id]), sign_in(people.head)
    inbox = head.get(reverse("desk:inbox")).text
    for place, step in enumerate(("isolate", "clean", "recheck", "close"), start=1):
        version = {"version": str(place), "act": step, f"{step}-text": "Đã làm theo hướng dẫn của tổ ứng cứu."}
        assert head.post(where, version).status_code == 302, step

    assert "pc-07" in inbox
    assert "192.0.2.1" in desk.get(MACHINES).text
    assert "192.0.2.1" not in head.get(MACHINES).text
    assert "Đã xử lý xong" in head.get(where).text
    assert InfectedMachine.objects.get().is_open is False


def test_steps_without_words_too_late_or_of_others_are_told(desk, people, operator, sign_in):
    found = machine(people, operator)
    where, head = reverse("desk:infected_machine", args=[found.case_id]), sign_in(people.head)
    words = {"isolate-text": "Đã rút cáp mạng của máy."}
    short = head.post(where, {"act": "isolate", "version": "1", "isolate-text": "ok"})
    stale = head.post(where, {"act": "isolate", "version": "9", **words})
    odd = head.post(where, {"act": "see_again", "version": "1"})

    assert (short.status_code, stale.status_code, odd.status_code) == (422, 409, 422)
    assert "từ 10 đến 2.000 ký tự" in short.text
    assert head.post(where, {"act": "isolate", "version": "x", **words}).status_code == 409
    stranger = sign_in(
        person_in(Unit.objects.exclude(id=people.unit.id).filter(level="commune").first(), PostRole.HEAD)
    )
    assert stranger.get(where).status_code == 404
    assert "pc-07" not in stranger.get(MACHINES).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"file": None}, "Hãy chọn tệp danh sách"),
        ({"file": b"\xff\xfe\x00\x01"}, "không phải văn bản UTF-8"),
        ({"file": b"xin chao\n"}, "Không thấy địa chỉ IP nào"),
        ({"origin": ""}, "Hãy ghi nơi gửi danh sách"),
        ({"about": ""}, "Hãy chọn danh sách nói về máy nào"),
    ],
)
def test_a_wrong_list_is_told(desk, changed, sentence):
    typed = {"origin": "NCSC", "about": "ours", "file": b"203.113.5.7\n"} | changed
    typed["file"] = SimpleUploadedFile("ds.csv", typed["file"]) if typed["file"] is not None else ""
    answer = desk.post(reverse("desk:blacklist_take"), typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Blacklist.objects.exists()


def test_the_centre_is_connected_and_its_packets_are_shown(desk, operator):
    where = reverse("desk:national_centre_connect")
    wrong = desk.post(where, {"endpoint": "http://ncsc.example", "channel": "json"})
    odd = desk.post(where, {"endpoint": "https://ncsc.example", "channel": "bồ câu"})
    key = desk.post(where, {"endpoint": "https://ncsc.example", "channel": "json", "public_key": "xyz"})
    empty = desk.get(CENTRE).text
    desk.post(where, {"endpoint": "https://ncsc.example", "channel": "json", "public_key": ""})
    national_centre.send_to_national_centre(PacketKind.INCIDENT_NOTICE, "SC-01", {"a": 1}, now=timezone.now())
    text = desk.get(CENTRE).text

    assert {wrong.status_code, odd.status_code, key.status_code} == {422}
    assert "Chưa kết nối" in empty
    assert Partner.objects.get(key="ncsc").endpoint == "https://ncsc.example"
    assert "Thông báo sự cố" in text
    assert "SC-01" in text
    assert "Chờ gửi" in text


def test_before_sharing_the_page_shows_what_is_taken_out(desk, operator):
    one, red = written(operator, label="Thư gửi từ an@soyte.example.vn"), written(operator, "do.example", tlp=Tlp.RED)
    where = reverse("desk:share_indicators")
    shown = desk.get(where, {"chon": [one.id, red.id]}).text
    early = desk.post(where, {"chon": [one.id]})
    national_centre.connect_centre("https://ncsc.example", viewer=operator, now=timezone.now())
    done = desk.post(where, {"chon": [one.id]})

    assert "<del>an@soyte.example.vn</del>" in shown
    assert "Thư gửi từ [địa chỉ thư điện tử]" in shown
    assert "1 dấu hiệu không được chia sẻ" in shown
    assert early.status_code == 422
    assert done.url == CENTRE
    assert "an@soyte" not in Message.objects.get().body
    assert desk.get(where, {"chon": ["x", "9" * 30, "-1"]}).status_code == 200
    assert desk.post(where, {"chon": []}).status_code == 422


def test_the_tabs_lead_from_the_sources_to_intelligence(desk):
    assert reverse("desk:infected_machines") in desk.get(reverse("desk:event_sources")).text

    text = desk.get(reverse("desk:infected_machines")).text
    assert all(reverse(f"desk:{name}") in text for name in (*PAGES[:1], "feeds", "sharing", "national_centre"))


def test_soc_61_trends_of_indicators_by_month_kind_and_origin(desk, operator):
    """SOC-61: trend statistics, as bars with a sentence, tables and a file."""
    where = reverse("desk:indicator_trends")
    assert where in desk.get(LIST).text
    assert "Chưa có dấu hiệu nào trong khoảng này" in desk.get(where).text
    written(operator, "198.51.100.7")
    gone = written(operator, "xau.example")
    Indicator.objects.filter(id=gone.id).update(revoked_at=timezone.now())

    shown = desk.get(where).text
    this = f"{timezone.localdate():%m/%Y}"
    assert "Dấu hiệu mới theo tháng: tháng này 2, tháng trước 0, nhiều nhất 2." in shown
    assert "Dấu hiệu hết theo dõi theo tháng: tháng này 1" in shown
    assert f"<title>{this}: 2</title>" in shown
    rows = list(csv.reader(io.StringIO(desk.get(where, {"dang": "csv"}).content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Tháng", "Loại", "Nguồn", "Mới"]
    assert [row[:6] for row in rows[1:]] == [
        [this, "Địa chỉ IP", "Ghi tay", "1", "0", "0"],
        [this, "Tên miền", "Ghi tay", "1", "1", "1"],
    ]
    narrowed = desk.get(where, {"loai": "hash", "thang": "36"}).text
    assert "Không có dấu hiệu nào khớp trong khoảng này" in narrowed
    for odd in ({"thang": "7"}, {"loai": "lạ"}, {"nguon": "\x00"}, {"dang": "lạ"}):
        assert desk.get(where, odd).status_code == 200
