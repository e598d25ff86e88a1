# SPDX-License-Identifier: EUPL-1.2
"""The editor of procedures at the desk: every page opens, parts are saved, two people at once, files in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.desk.tests.conftest import signed_in
from tinhso.modules.onestop.actions import publishing
from tinhso.modules.onestop.models import ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

CODE = world.MARRIAGE_STATUS
LIST = reverse("desk:definitions")
PARTS = ("chung", "thanh-phan", "phi", "kenh", "quy-trinh", "noi-dung")


@pytest.fixture
def controller(people):
    return office.controller()


@pytest.fixture
def copy(controller):
    return office.begun(controller)


def at(copy, route, **more):
    return reverse(f"desk:{route}", kwargs={"copy_id": copy.id, **more})


def part(copy, name):
    return at(copy, "definition_part", name=name)


def typed(client, address):
    """Return what a browser would send back for the form of a page."""
    context = client.get(address).context
    values = {key: value for key, value in context["values"].items() if value not in ("", None, [])}
    return {**values, "version": context["copy"].revision, "so-dong": len(context.get("rows") or ())}


def fresh(copy):
    return WorkingCopy.objects.get(id=copy.id)


def test_every_page_opens(copy, controller, sign_in):
    client = sign_in(controller)
    pages = [LIST, reverse("desk:definition_new"), reverse("desk:definition_import"), at(copy, "definition")]
    pages += [part(copy, name) for name in PARTS] + [at(copy, "definition_form"), at(copy, "definition_drop")]
    pages += [at(copy, "definition_question", key="muc_dich"), at(copy, "definition_publish")]
    pages += [at(copy, "definition_new_question", section="nyc"), reverse("portal:preview", args=(copy.id,))]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_what_is_shown_saved_unchanged_changes_nothing(copy, controller, sign_in):
    client = sign_in(controller)

    for name in (one for one in PARTS if one != "kenh"):
        answer = client.post(part(copy, name), typed(client, part(copy, name)))
        assert answer.status_code == 302, (name, answer.context["errors"])

    assert fresh(copy).definition == copy.definition
    assert fresh(copy).revision == copy.revision


def test_others_neither_see_the_link_nor_open_the_pages(people, copy, controller, sign_in):
    leader, own = sign_in(people.leader), sign_in(controller)

    assert LIST not in leader.get(reverse("desk:inbox")).content.decode()
    assert LIST in own.get(reverse("desk:inbox")).content.decode()
    for page in (LIST, at(copy, "definition"), part(copy, "phi"), at(copy, "definition_publish")):
        assert leader.get(page).status_code == 403


def test_the_list_is_found_without_diacritics(controller, sign_in):
    client = sign_in(controller)
    found = client.get(LIST, {"q": "xac nhan tinh trang"}).content.decode()

    assert "Cấp Giấy xác nhận tình trạng hôn nhân" in found
    assert "Đăng ký khai tử" not in found
    assert "Không có thủ tục nào khớp" in client.get(LIST, {"q": "khong co gi the nay"}).content.decode()


def test_the_second_of_two_at_once_keeps_what_was_typed(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "noi-dung")
    sent = typed(client, address) | {"note": "Chữ của người thứ hai."}
    office.saved(copy, office.controller("other"), note="Chữ của người thứ nhất.")

    refused = client.post(address, sent)
    page = refused.content.decode()
    again = client.post(address, sent | {"version": refused.context["copy"].revision})

    assert refused.status_code == 409
    assert "vừa sửa bản làm việc này" in page
    assert "Chữ của người thứ hai." in page
    assert again.status_code == 302
    assert fresh(copy).definition["note"] == "Chữ của người thứ hai."


def test_an_online_level_can_be_taken_back_to_not_confirmed(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "chung")
    client.post(address, typed(client, address) | {"online_level": "toan_trinh"})
    chosen = fresh(copy).definition["online_level"]

    client.post(address, typed(client, address) | {"online_level": ""})

    assert (chosen, fresh(copy).definition["online_level"]) == ("toan_trinh", None)
    assert 'name="online_level" type="radio" value=""' in client.get(address).content.decode()


def test_a_row_goes_up_and_everything_typed_is_kept(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "thanh-phan")
    sent = typed(client, address) | {"ten-0": "Tờ khai đã sửa tên", "viec": "xuong:0"}

    answer = client.post(address, sent)

    names = [one["name"] for one in fresh(copy).definition["components"]]
    assert answer.headers["Location"].endswith("#xuong-1")
    assert names[1] == "Tờ khai đã sửa tên"
    assert len(names) == len(copy.definition["components"])


def test_a_row_is_dragged_to_a_place(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "thanh-phan")
    before = [one["name"] for one in copy.definition["components"]]

    client.post(address, typed(client, address) | {"viec": "chuyen:0:3"})

    assert [one["name"] for one in fresh(copy).definition["components"]] == [*before[1:4], before[0], *before[4:]]


def test_a_row_taken_out_comes_back_by_undo(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "thanh-phan")
    client.post(address, typed(client, address) | {"viec": "bo:1"})
    page = client.get(address).content.decode()

    client.post(at(copy, "definition_undo"), {"version": fresh(copy).revision, "muc": "thanh-phan"})

    assert "Bỏ giấy tờ “Giấy xác nhận đã cấp trước đây”" in page
    assert fresh(copy).definition == copy.definition


def test_a_new_row_waits_until_it_is_saved(copy, controller, sign_in):
    client, address = sign_in(controller), part(copy, "quy-trinh")

    added = client.post(address, typed(client, address) | {"viec": "them"})
    empty = client.post(address, {"version": copy.revision, "so-dong": "1"})

    assert added.status_code == 200
    assert len(added.context["rows"]) == 1
    assert empty.status_code == 422
    assert empty.context["errors"].keys() == {"lam-0", "ai-0"}
    assert fresh(copy).revision == copy.revision


@pytest.mark.parametrize(
    ("name", "sent", "box"),
    [
        ("chung", {"time_value": "ba"}, "time_value"),
        ("chung", {"time_unit": ""}, "time_unit"),
        ("chung", {"short_name": " "}, "short_name"),
        ("phi", {"kind": "fixed", "amount_vnd": "bảy trăm"}, "amount_vnd"),
        ("phi", {"kind": "free", "amount_vnd": "5000"}, "amount_vnd"),
        ("kenh", {"channels": ["truc_tuyen"], "thoihan-truc_tuyen": "3", "donvi-truc_tuyen": ""}, "donvi-truc_tuyen"),
        ("thanh-phan", {"ten-0": ""}, "ten-0"),
        ("thanh-phan", {"bansao-0": "hai"}, "bansao-0"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_at_its_box(copy, controller, sign_in, name, sent, box):
    client, address = sign_in(controller), part(copy, name)

    answer = client.post(address, typed(client, address) | sent)

    assert answer.status_code == 422
    assert box in answer.context["errors"]
    assert f'id="f-{box}-error"' in answer.content.decode()


@pytest.mark.parametrize("viec", ["len:99", "chuyen:0:99999", "bo:-1", "len:một", "xóa", "chuyen", "len:0:0:0:0"])
def test_a_bent_button_does_no_harm(copy, controller, sign_in, viec):
    client, address = sign_in(controller), part(copy, "thanh-phan")

    answer = client.post(address, typed(client, address) | {"viec": viec})

    assert answer.status_code == 302
    assert len(fresh(copy).definition["components"]) == len(copy.definition["components"])


FORM_DEEDS = [
    ("xuong:cau:nyc_ho_ten", "Hoàn tác"),
    ("chuyen:cau:nyc_ho_ten:nyc:3", "Hoàn tác"),
    ("len:phan:kq", "Hoàn tác"),
    ("bo:cau:nyc_noi_cap", "Đã bỏ"),
]


@pytest.mark.parametrize(("viec", "said"), FORM_DEEDS)
def test_the_form_is_put_in_order_and_back(copy, controller, sign_in, viec, said):
    client, address = sign_in(controller), at(copy, "definition_form")

    page = client.post(address, {"version": copy.revision, "viec": viec}, follow=True).content.decode()
    changed = fresh(copy).form
    client.post(at(copy, "definition_undo"), {"version": fresh(copy).revision, "muc": "bieu-mau"})

    assert said in page
    assert changed != copy.form
    assert fresh(copy).form == copy.form


@pytest.mark.parametrize(
    ("typed", "title"),
    [({"tieu-de": "Phần thêm"}, "Phần thêm"), ({"ten-kq": "Trả kết quả"}, "Trả kết quả")],
)
def test_enter_in_a_box_presses_the_button_beside_it(copy, controller, sign_in, typed, title):
    sign_in(controller).post(at(copy, "definition_form"), {"version": copy.revision, "viec": "enter", **typed})

    titles = [one["title"] for one in fresh(copy).form["sections"]]
    assert titles[-1] == title
    assert len(titles) == len(copy.form["sections"]) + ("tieu-de" in typed)


@pytest.mark.parametrize(
    ("viec", "sentence"),
    [
        ("len:cau:khong_co", "không còn trong biểu mẫu"),
        ("chuyen:cau:nyc_ho_ten:khong_co:1", "không còn trong biểu mẫu"),
        ("bo:cau:nyc_loai_giay_to", "điều kiện dựa vào"),
        ("them", "Hãy ghi tên của phần mới"),
        ("", "Không rõ việc vừa bấm"),
        ("nổ", "Không rõ việc vừa bấm"),
    ],
)
def test_what_cannot_be_done_to_the_form_is_said(copy, controller, sign_in, viec, sentence):
    answer = sign_in(controller).post(at(copy, "definition_form"), {"version": copy.revision, "viec": viec})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fresh(copy).form == copy.form


def test_the_preview_checks_like_the_real_form_and_keeps_nothing(copy, controller, sign_in):
    client = sign_in(controller)
    address = reverse("portal:preview_page", args=(copy.id, "nyc"))

    wrong = client.post(address, {"nyc_dien_thoai": "12"})

    assert wrong.status_code == 422
    assert "nyc_dien_thoai" in wrong.context["errors"]
    assert fresh(copy).saved_at == copy.saved_at
    assert client.get(reverse("portal:preview_page", args=(copy.id, "khong-co"))).status_code == 404


def test_a_bad_file_is_said_at_its_box_and_a_good_one_opens(copy, controller, sign_in):
    client, address = sign_in(controller), reverse("desk:definition_import")
    data = client.get(at(copy, "definition_file")).content
    client.post(at(copy, "definition_drop"), {"version": copy.revision})

    bad = client.post(address, {"tep": SimpleUploadedFile("x.json", b"{")})
    none = client.post(address, {})
    good = client.post(address, {"tep": SimpleUploadedFile("x.json", data)})

    assert (bad.status_code, none.status_code, good.status_code) == (422, 422, 302)
    assert "sai cú pháp" in bad.context["errors"]["tep"]
    assert json.loads(data)["digest"] == json.loads(client.get(good.headers["Location"] + "tep/").content)["digest"]


def test_publishing_asks_who_is_there(copy, controller):
    stale = signed_in(controller, ago_seconds=60 * 60 * 24)

    answer = stale.get(at(copy, "definition_publish"))

    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


@pytest.fixture
def signing(monkeypatch):
    """Sign without authorities."""
    real = publishing.publish
    monkeypatch.setattr(publishing, "publish", lambda copy_id, **said: real(copy_id, sign=office.signed, **said))


def test_a_signed_version_shows_its_paper_and_its_reason_in_public(copy, controller, sign_in, signing):
    """Row 70: a partial service shows its legal reason."""
    partial = {"ground": "co_mat", "reason": "Người nộp phải đến ký sổ tại UBND xã."}
    steps = [{"seq": 1, "actor": "Tư pháp", "work": "Thẩm định", "days": 3}]
    office.mended(copy, controller, online_level="mot_phan", partial=partial, steps=steps)
    client, today = sign_in(controller), timezone.localdate()
    day = {"valid_from-day": today.day, "valid_from-month": today.month, "valid_from-year": today.year}

    done = client.post(at(copy, "definition_publish"), {"version": fresh(copy).revision, **day}, follow=True)
    public = client.get(reverse("portal:service", args=(CODE,))).content.decode()
    paper = client.get(reverse("desk:version_paper", args=(CODE, 2)))

    assert "Đã ký và công bố phiên bản 2" in done.content.decode()
    assert "Người nộp phải đến ký sổ tại UBND xã." in public
    assert "Thẩm định, 3 ngày" in public
    assert b"".join(paper.streaming_content if paper.streaming else [paper.content]).startswith(b"%PDF")
    assert client.get(reverse("desk:version_paper", args=(CODE, 1))).status_code == 404


def test_nothing_is_published_without_a_day_or_with_something_in_the_way(copy, controller, sign_in, signing):
    client, address = sign_in(controller), at(copy, "definition_publish")
    copy = office.saved(copy, controller, note="Sửa ghi chú.")

    no_day = client.post(address, {"version": copy.revision})
    blocked = client.post(
        address, {"version": copy.revision, "valid_from-day": 1, "valid_from-month": 1, "valid_from-year": 2030}
    )

    assert (no_day.status_code, blocked.status_code) == (422, 422)
    assert "không có đơn vị" in blocked.context["errors"][""]
    assert ProcedureVersion.objects.filter(procedure_id=CODE).count() == 1
