# SPDX-License-Identifier: EUPL-1.2
"""Filing without any script: place, pages, papers, last look, submit; wrong text is kept and shown back."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tinhso.faces.portal.tests.conftest import sign_in
from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.queries import document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.types import Actor
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.tests import world

MARRIAGE_STATUS = world.MARRIAGE_STATUS
COPIES = "2.000815"
BIRTH = "1.001193"
GUIDE = "1.004623"


def begin(client, code=COPIES):
    """Start a draft as the page does and return the address of its task list."""
    response = client.post(reverse("portal:start", args=[code]), {"noi": world.COMMUNE})
    assert response.status_code == 302
    return response["Location"]


def links(client, draft):
    return re.findall(r'task-list__link" href="([^"]+)"', client.get(draft).content.decode())


def test_the_place_of_residence_is_chosen_beforehand(client, person):
    html = client.get(reverse("portal:start", args=[COPIES])).content.decode()

    assert f'<option value="{world.COMMUNE}" selected>' in html


def test_no_place_no_draft(client, person):
    response = client.post(reverse("portal:start", args=[COPIES]), {"noi": "99999"})

    assert response.status_code == 422
    assert "Chọn xã, phường" in response.content.decode()


def test_what_the_e_id_knows_is_shown_and_not_asked(client, person):
    draft = begin(client, MARRIAGE_STATUS)

    html = client.get(f"{draft}trang/nyc/").content.decode()

    assert "Nguyễn Thị Bưởi" in html
    assert 'name="nyc_ho_ten"' not in html


def test_wrong_text_is_kept_and_shown_back(client, person):
    draft = begin(client, MARRIAGE_STATUS)
    address = f"{draft}trang/nyc/"

    response = client.post(address, {"nyc_dien_thoai": "12 sai"})

    assert response.status_code == 422
    assert "data-error-summary" in response.content.decode()
    assert 'value="12 sai"' in client.get(address).content.decode()
    assert "Cần sửa" in client.get(draft).content.decode()


def test_hostile_text_is_kept_without_breaking(client, person):
    draft = begin(client, MARRIAGE_STATUS)

    response = client.post(f"{draft}trang/nyc/", {"nyc_dien_thoai": "\x00" + "9" * 5000, "nyc_dien_thoai-\x00": "x"})

    assert response.status_code == 422


@pytest.mark.parametrize("number", ["²", "9" * 900])
def test_a_row_that_no_page_numbered_is_passed_over(client, person, number):
    address = f"{begin(client)}trang/giay_to/"

    response = client.post(address, {f"ban_chinh-{number}-so_trang": "2"})

    assert response.status_code == 422
    assert client.get(address).status_code == 200


def test_only_a_picture_of_ones_own_counts(client, person):
    address = f"{begin(client, GUIDE)}trang/de_nghi/"
    wanted = "Tải ảnh lên cho “Ảnh chân dung 3×4 nền trắng”."
    mine, others = (picture(owner) for owner in (person, world.citizen("083190000777", "Trần Thị Dừa")))

    assert wanted not in errors_of(client.post(address, {"anh": str(mine)}))
    for token in (str(others), str(uuid.uuid4()), "khong-phai-ma"):
        assert wanted in errors_of(client.post(address, {"anh": token})), token


@pytest.mark.usefixtures("people")
def test_a_declaration_with_a_picture_is_filed_and_the_officer_can_open_it(client, person):
    draft = begin(client, GUIDE)
    portrait = str(picture(person))
    answers = {
        "dien_thoai": "0912345678",
        "email": "buoi@example.vn",
        "thuong_tru_trong_nuoc": "trong_nuoc",
        "thuong_tru_ma_tinh": "83",
        "thuong_tru_ma_xa": world.COMMUNE,
        "loai_the": "noi_dia",
        "trinh_do": "dai_hoc",
        "chuyen_nganh": "Du lịch, 2012",
        "anh": portrait,
        "tra_ket_qua": "dien_tu",
        "cam_doan": "true",
    }
    for address in links(client, draft)[:-2]:
        response = client.post(address, answers)
        assert response.status_code == 302, errors_of(response)
    for key in required(GUIDE):
        upload = SimpleUploadedFile("giay.pdf", world.PDF, content_type="application/pdf")
        client.post(f"{draft}giay-to/{key}/tai-len/", {key: upload})

    filed = client.post(f"{draft}nop/")

    assert filed.status_code == 302, errors_of(filed)
    dossier = filed["Location"].split("/")[2]
    assert str(document(uuid.UUID(portrait)).case_id) == dossier
    assert "Ảnh chân dung 3×4 nền trắng" in client.get(f"/ho-so/{dossier}/").content.decode()
    again = client.post(f"{begin(client, GUIDE)}trang/de_nghi/", {"anh": portrait})
    assert "Tải ảnh lên cho “Ảnh chân dung 3×4 nền trắng”." in errors_of(again)


def picture(owner) -> uuid.UUID:
    content = io.BytesIO()
    Image.new("RGB", (30, 40)).save(content, "PNG")
    return store_upload(
        content.getvalue(),
        filename="anh.png",
        title="Ảnh",
        kind=DocumentKind.COMPONENT,
        owner=owner.key,
        retention=Retention.DRAFT,
        now=timezone.now(),
        by=Actor(owner.key),
    ).id


def test_asking_for_the_page_again_judges_nothing(client, person):
    draft = begin(client, MARRIAGE_STATUS)

    response = client.post(f"{draft}trang/nyc/", {"_lai": "", "nyc_dien_thoai": "12 sai"})

    assert response.status_code == 200
    assert "data-error-summary" not in response.content.decode()


def test_the_fragment_is_the_part_of_the_full_page(client, person):
    address = f"{begin(client, MARRIAGE_STATUS)}trang/nyc/"
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')

    full = token.sub("", client.get(address).content.decode())
    fragment = token.sub("", client.get(address, headers={"HX-Request": "true"}).content.decode())

    assert fragment.strip() in full


def test_an_unknown_page_is_not_found(client, person):
    assert client.get(f"{begin(client)}trang/khong-co/").status_code == 404


def test_an_incomplete_declaration_names_each_gap_and_leads_there(client, person):
    draft = begin(client, MARRIAGE_STATUS)

    response = client.post(f"{draft}nop/")

    html = response.content.decode()
    assert response.status_code == 422
    assert "Hồ sơ chưa đủ để nộp" in html
    assert f"{draft}trang/" in html


@pytest.mark.usefixtures("people")
def test_filing_on_line_without_script(client, person):
    """A procedure with the plain form: three pages, the papers, the last look, and one dossier for two presses."""
    code = plain_procedure()
    draft = begin(client, code)
    answers = {
        "nyc_dien_thoai": "0912345678",
        "nyc_noi_cu_tru_ma_tinh": "83",
        "nyc_noi_cu_tru_ma_xa": world.COMMUNE,
        "noi_dung_de_nghi": "Đề nghị giải quyết",
        "tra_ket_qua": "dien_tu",
        "cam_doan": "true",
    }
    for address in links(client, draft)[:-2]:
        response = client.post(address, answers)
        assert response.status_code == 302, errors_of(response)
    for key in required(code):
        upload = SimpleUploadedFile("giay.pdf", world.PDF, content_type="application/pdf")
        assert client.post(f"{draft}giay-to/{key}/tai-len/", {key: upload}).status_code == 302

    review = client.get(f"{draft}kiem-tra/").content.decode()
    first = client.post(f"{draft}nop/")
    second = client.post(f"{draft}nop/")

    assert "Đề nghị giải quyết" in review
    assert first.status_code == 302, errors_of(first)
    assert first["Location"] == second["Location"]
    assert "NT-" in client.get(first["Location"]).content.decode()
    for stale in (draft, f"{draft}kiem-tra/", f"{draft}trang/nyc/", f"{draft}giay-to/"):
        led = client.get(stale)
        assert led.status_code == 302
        assert led["Location"] in first["Location"]
    assert "Hồ sơ này đã nộp." in client.get(led["Location"]).content.decode()
    sign_in(client, "083190000777", "Trần Thị Dừa")
    assert client.get(draft).status_code == 404


def test_a_missing_required_paper_stands_in_the_way_of_filing(client, person):
    draft = begin(client, COPIES)
    key = required(COPIES)[0]

    html = client.get(f"{draft}kiem-tra/").content.decode()

    assert "Hãy tải tệp lên ở mục Giấy tờ kèm theo." in html
    assert f"{draft}giay-to/#f-{key}" in html
    assert f'action="{draft}nop/"' not in html


def test_a_warning_is_shown_once_and_may_be_kept(client, person):
    """A mother's number that contradicts her year of birth is unusual, not forbidden."""
    code = next(code for code, form in definitions.forms().items() if form["id"] == "dang_ky_khai_sinh")
    draft = begin(client, code)
    address = f"{draft}trang/me/"
    sent = {"me_so_dinh_danh": "083190001234", "me_ngay_sinh-year": "1991"}

    warned = client.post(address, sent)
    kept = client.post(address, sent | {"_giu": "1"})
    review = client.get(f"{draft}kiem-tra/").content.decode()

    assert warned.status_code == 200, errors_of(warned)
    html = warned.content.decode()
    assert "năm sinh 1990" in html
    assert "Vẫn giữ như đã khai" in html
    assert "data-error-summary" not in html
    assert kept.status_code == 302
    assert "năm sinh 1990" in review


def test_a_missing_paper_is_named_on_the_last_page(client, person):
    draft = begin(client, COPIES)

    html = client.get(f"{draft}giay-to/").content.decode()

    assert "Bắt buộc" in html
    assert "Mỗi tệp tối đa" in html


def test_a_file_is_taken_off_again(client, person):
    draft = begin(client, COPIES)
    key = required(COPIES)[0]
    upload = SimpleUploadedFile("giay.pdf", world.PDF, content_type="application/pdf")
    client.post(f"{draft}giay-to/{key}/tai-len/", {key: upload})
    assert "giay.pdf" in client.get(f"{draft}giay-to/").content.decode()

    client.post(f"{draft}giay-to/{key}/bo/")

    assert "giay.pdf" not in client.get(f"{draft}giay-to/").content.decode()


def test_addresses_that_only_take_a_form_lead_to_its_page(client, person):
    draft = begin(client, COPIES)

    assert client.get(f"{draft}giay-to/{required(COPIES)[0]}/tai-len/")["Location"] == f"{draft}giay-to/"
    assert client.get(f"{draft}giay-to/{required(COPIES)[0]}/bo/")["Location"] == f"{draft}giay-to/"
    assert client.get(f"{draft}nop/")["Location"] == f"{draft}kiem-tra/"


def test_nobody_opens_somebody_elses_draft(client, person):
    draft = begin(client)
    client.logout()
    sign_in(client, "083190000777", "Trần Thị Dừa")

    assert client.get(draft).status_code == 403
    assert client.get(f"{draft}trang/nyc/").status_code == 403


def test_a_draft_is_deleted_after_asking(client, person):
    draft = begin(client)

    assert "Xóa bản nháp" in client.get(f"{draft}xoa/").content.decode()
    client.post(f"{draft}xoa/")

    assert client.get(draft).status_code == 404


def test_every_declaration_form_can_be_opened(client, person):
    """Tables, pictures, dates, areas: each kind of question has its control on every page of every form."""
    seen = set()
    for code, form in definitions.forms().items():
        if form["id"] in seen:
            continue
        seen.add(form["id"])
        draft = begin(client, code)
        for address in links(client, draft):
            assert client.get(address).status_code == 200, (form["id"], address)
    assert len(seen) > 10


def plain_procedure() -> str:
    """Return a commune's procedure that has no form of its own and can be filed on line by a person."""
    described = definitions.forms()
    return next(
        one["code"]
        for one in definitions.procedures()
        if one["code"] not in described and one["level"] == ["xa"] and one["applicants"] == ["ca_nhan"]
    )


def required(code: str) -> list[str]:
    definition = next(one for one in definitions.procedures() if one["code"] == code)
    return [one["key"] for one in definitions.components_of(definition) if one["required"]]


def errors_of(response) -> list[str]:
    return re.findall(r'<li><a href="[^"]*">([^<]+)', response.content.decode())


@pytest.mark.parametrize(
    ("typed", "words", "chosen"),
    [
        ("xã Mỹ Thành", "nay thuộc Xã Bình Phú", True),
        ("my thanh, tp ben tre", "tên dùng đến 31/01/2020", True),
        ("An Hiệp", "Tên này ứng với nhiều xã, phường hiện nay", False),
        ("huyện Chợ Lách", "Tên này ứng với nhiều xã, phường hiện nay", False),
        ("Hà Nội", "Không tìm thấy nơi nào từng tên “Hà Nội”", False),
        ("<b>%_", "&lt;b&gt;%_", False),
    ],
)
def test_an_old_name_leads_to_the_commune_of_today(client, person, typed, words, chosen):
    html = client.get(reverse("portal:start", args=("1.004873",)), {"ten-cu": typed}).content.decode()

    assert words in html
    assert ('value="28789" selected' in html) is chosen
    assert '<form method="post" action="/dich-vu-cong/1.004873/nop/"' in html


def test_committees_of_one_name_bear_their_district(client, person):
    html = client.get(reverse("portal:start", args=("1.004873",))).content.decode()

    assert "Ủy ban nhân dân xã An Hiệp (huyện Ba Tri)" in html
    assert "Ủy ban nhân dân xã An Hiệp (huyện Châu Thành)" in html


def test_a_mother_who_files_finds_herself_on_her_page_and_may_empty_it(client, person):
    draft = begin(client, BIRTH)
    client.post(f"{draft}trang/nyc/", {"nyc_quan_he": "me", "nyc_noi_cu_tru_trong_nuoc": "trong_nuoc"})

    own, other = (client.get(f"{draft}trang/{one}/").content.decode() for one in ("me", "cha"))
    assert re.search(r'name="me_ho_ten"[^>]*value="Nguyễn Thị Bưởi"', own)
    assert "Nguyễn Thị Bưởi" not in other.partition("<main")[2]

    client.post(f"{draft}trang/me/", {"me_ho_ten": ""})
    assert "Nguyễn Thị Bưởi" not in client.get(f"{draft}trang/me/").content.decode().partition("<main")[2]
