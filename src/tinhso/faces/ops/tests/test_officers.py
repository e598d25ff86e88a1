# SPDX-License-Identifier: EUPL-1.2
"""Pages of the administrator: an officer from the form to the first sign-in, and back out."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from tinhso.faces.ops.staff_sheet import HEADERS
from tinhso.faces.ops.tests.conftest import _signed_in
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.models import Account, Assignment, Officer, StaffProposal
from tinhso.kernel.identity.staff.founding import found_operator
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world

WHY = "Quyết định 12/QĐ-UBND"
PASSWORD = "mat-khau-du-dai-2026"


def today(name: str, **more: str) -> dict[str, str]:
    day = timezone.localdate()
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)} | more


@pytest.fixture
def second(at) -> Client:
    """Another administrator at the head of the province."""
    return _signed_in(world.officer_in(registry.territory().root, PostRole.OPERATOR, "operator"))


def make(client: Client, **typed: str) -> Officer:
    facts = {"full_name": "Phạm Thị Ngọc Ánh", "username": "anh.pham", "email": "", "phone": "", "reason": WHY}
    answer = client.post(reverse("ops:officer_new"), facts | typed)
    assert answer.status_code == 302, answer.text
    return Officer.objects.get(account__username="anh.pham")


def test_from_the_form_to_the_first_sign_in(at, people):
    made = make(at["operator"])
    post = create_post(unit=people.unit, title="Cán bộ một cửa", role=PostRole.RECEPTION, begins=world.BEGINS)
    choose = reverse("ops:appoint", args=[made.id])
    assert people.unit.name in at["operator"].get(choose, {"q": "phu khuong"}).text
    page = at["operator"].post(
        f"{choose}?don-vi={people.unit.id}", today("begins", post=str(post.id), replaces="", reason=WHY), follow=True
    )
    shown = at["operator"].post(reverse("ops:officer_deed", args=[made.id, "mat-khau"]), {"reason": WHY}).text
    link = re.search(r"/tai-khoan/mat-khau-moi/[^\"]+", shown).group()
    visitor = Client()
    form = visitor.get(link)
    unequal = visitor.post(link, {"password1": PASSWORD, "password2": "khác"})
    weak = visitor.post(link, {"password1": "123456789", "password2": "123456789"})
    done = visitor.post(link, {"password1": PASSWORD, "password2": PASSWORD})
    signed_in = visitor.post(reverse("account_login"), {"login": "anh.pham", "password": PASSWORD})
    inside = visitor.get(reverse("desk:inbox"))

    assert "Cán bộ một cửa" in page.text
    assert "anh.pham" in form.text
    assert "no-store" in form["Cache-Control"]
    assert (unequal.status_code, weak.status_code, done.status_code) == (422, 422, 302)
    assert signed_in.status_code == 302
    assert inside["Location"] == reverse("mfa_activate_totp")
    assert visitor.get(link).status_code == 422


def test_a_closed_officer_is_refused_at_the_very_next_request(at, people):
    officer = Officer.objects.get(id=people.specialist.officer_id)
    client = _signed_in(officer)
    before = client.get(reverse("desk:inbox")).status_code

    at["operator"].post(reverse("ops:disable", args=[officer.id]), {"reason": WHY})
    after = client.get(reverse("desk:inbox"))
    again = at["operator"].post(reverse("ops:disable", args=[officer.id]), {"reason": WHY})

    assert before == 200
    assert after.status_code == 302
    assert reverse("account_login") in after["Location"]
    assert again.status_code == 409


def test_history_keeps_the_name_of_one_who_is_gone(at, people, person):
    dossier = world.received(person, people)
    officer = Officer.objects.get(id=people.reception.officer_id)
    head = _signed_in(Officer.objects.get(id=people.head.officer_id))
    address = reverse("desk:dossier", args=[dossier.case_id])

    at["operator"].post(reverse("ops:disable", args=[officer.id]), {"reason": WHY})
    held = Assignment.objects.get(officer=officer)
    ended = at["operator"].post(reverse("ops:end_post", args=[officer.id, held.id]), today("ends", reason=WHY))

    assert ended.status_code == 302
    assert officer.full_name in head.get(address).text


def test_a_reset_of_the_factor_ends_open_sessions(at, people):
    officer = Officer.objects.get(id=people.specialist.officer_id)
    client = _signed_in(officer)

    done = at["operator"].post(reverse("ops:officer_deed", args=[officer.id, "lop-thu-hai"]), {"reason": WHY})
    after = client.get(reverse("desk:inbox"))

    assert done.status_code == 302
    assert reverse("account_login") in after["Location"]


def test_a_leader_is_appointed_by_two(at, second, people):
    made = make(at["operator"])
    post = create_post(unit=people.unit, title="Chủ tịch", role=PostRole.LEADER, begins=world.BEGINS)
    choose = f"{reverse('ops:appoint', args=[made.id])}?don-vi={people.unit.id}"
    at["operator"].post(choose, today("begins", post=str(post.id), replaces="", reason=WHY))
    proposal = StaffProposal.objects.get()
    address = reverse("ops:decide", args=[proposal.id])
    word = {"quyet-dinh": "duyet", "reason": WHY}

    own = at["operator"].post(address, word)
    auditor = at["auditor"].post(address, word)
    listed = second.get(reverse("ops:officers")).text
    done = second.post(address, word)
    twice = second.post(address, word)

    assert (own.status_code, auditor.status_code, done.status_code, twice.status_code) == (403, 403, 302, 409)
    assert "Chờ người thứ hai duyệt" in listed
    assert Assignment.objects.get(officer=made).post.role == PostRole.LEADER


def test_the_own_page_offers_nothing_and_the_post_is_refused(at):
    me = Officer.objects.get(account__username__startswith="operator.")
    page = at["operator"].get(reverse("ops:officer", args=[me.id])).text
    refused = at["operator"].post(reverse("ops:officer_deed", args=[me.id, "mat-khau"]), {"reason": WHY})

    assert "Không ai tự quản trị" in page
    assert reverse("ops:appoint", args=[me.id]) not in page
    assert refused.status_code == 403


def test_the_auditor_reads_and_changes_nothing(at, people):
    ident = people.specialist.officer_id
    page = at["auditor"].get(reverse("ops:officer", args=[ident]))

    assert page.status_code == 200
    assert "Việc có thể làm" not in page.text
    for name, args in (("officer_new", []), ("appoint", [ident]), ("disable", [ident]), ("staff_list", [])):
        assert at["auditor"].get(reverse(f"ops:{name}", args=args)).status_code == 403


def test_bad_input_stays_on_the_form(at, people):
    made = make(at["operator"])
    choose = f"{reverse('ops:appoint', args=[made.id])}?don-vi={people.unit.id}"
    post = create_post(unit=people.unit, title="Cán bộ một cửa", role=PostRole.RECEPTION, begins=world.BEGINS)
    asked = [
        (reverse("ops:officer_new"), {"full_name": "x", "username": "x", "reason": ""}),
        (choose, today("begins", reason=WHY)),
        (choose, today("begins", post="không phải mã", reason=WHY)),
        (choose, {"post": str(post.id), "begins-day": "31", "begins-month": "2", "begins-year": "2026", "reason": WHY}),
        (choose, today("begins", post=str(post.id), reason="ngắn")),
        (reverse("ops:staff_list"), {}),
    ]

    for address, sent in asked:
        assert at["operator"].post(address, sent).status_code == 422, address
    assert at["operator"].get(reverse("ops:officer_deed", args=[made.id, "bay-len"])).status_code == 404
    assert at["operator"].get(reverse("ops:officers"), {"q": "khong ai ten the"}).text.count("Không có cán bộ nào")


def sheet(*rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> SimpleUploadedFile:
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("danh-sach.xlsx", stream.getvalue())


@pytest.mark.parametrize("kind", ["xlsx", "csv", "csv;"])
def test_a_list_is_looked_at_and_then_written(at, people, kind):
    create_post(unit=people.unit, title="Cán bộ một cửa", role=PostRole.RECEPTION, begins=world.BEGINS)
    row = ("Võ Thị Đào", "dao.vo", "dao@cq.example", "0912345678", people.unit.name, "Cán bộ một cửa")
    between = kind[3:] or ","
    text = "\n".join(between.join(one) for one in (HEADERS, row))
    upload = sheet(row) if kind == "xlsx" else SimpleUploadedFile("a.csv", ("\ufeff" + text).encode())
    address = reverse("ops:staff_list")

    shown = at["operator"].post(address, {"tep": upload})
    before = Account.objects.filter(username="dao.vo").exists()
    kept = re.search(r'name="kept" value="([^"]+)"', shown.text).group(1)
    short = at["operator"].post(address, {"kept": kept, "reason": "ngắn", "ghi": "1"})
    bent = at["operator"].post(address, {"kept": kept[:-3] + "abc", "reason": WHY, "ghi": "1"})
    done = at["operator"].post(address, {"kept": kept, "reason": WHY, "ghi": "1"})
    twice = at["operator"].post(address, {"kept": kept, "reason": WHY, "ghi": "1"})

    assert "Cán bộ mới" in shown.text
    assert not before
    assert (short.status_code, bent.status_code, done.status_code, twice.status_code) == (422, 422, 302, 422)
    assert Assignment.objects.get(officer__account__username="dao.vo").post.title == "Cán bộ một cửa"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"PK\x03\x04 not a book", b"a,b,c\n1,2,3", "Họ và tên\n".encode(), b"x" * 3_000_000, b'"\0'],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(at, data):
    answer = at["operator"].post(reverse("ops:staff_list"), {"tep": SimpleUploadedFile("a.xlsx", data)})

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_the_template_has_the_headers_the_reader_wants(at):
    book = load_workbook(io.BytesIO(at["operator"].get(reverse("ops:staff_template")).content))

    assert tuple(cell.value for cell in book.worksheets[0][1]) == HEADERS


def test_a_post_missing_in_the_list_is_opened_once(at, people):
    made = make(at["operator"])
    address = reverse("ops:open_post", args=[made.id, people.unit.id])

    done = at["operator"].post(address, {"title": " Công chức  văn hóa ", "role": "specialist"}, follow=True)
    twice = at["operator"].post(address, {"title": "Công chức văn hóa", "role": "specialist"})
    wrong = at["operator"].post(address, {"title": "Công chức văn hóa", "role": "emperor"})
    auditor = at["auditor"].post(address, {"title": "Khác", "role": "leader"})

    assert "Công chức văn hóa (Chuyên viên)" in done.text
    assert (twice.status_code, wrong.status_code, auditor.status_code) == (409, 422, 403)


def test_the_first_two_administrators_are_made_at_the_server(people):
    links = [
        found_operator(f"Lý Văn {name}", f"quan-tri.{index}", reason=WHY, now=world.START, by=world.SETUP)
        for index, name in enumerate(("Một", "Hai"))
    ]

    with pytest.raises(Refused, match="Đã có hai quản trị viên"):
        found_operator("Lý Văn Ba", "quan-tri.3", reason=WHY, now=world.START, by=world.SETUP)
    assert all(Client().get(reverse("ui:way_in", args=link)).status_code == 200 for link in links)
