# SPDX-License-Identifier: EUPL-1.2
"""Rounds of assessment in the browser: opened, assigned, declared, judged, scored, asked about, exported, refused."""

import csv
import io
import uuid
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tinhso.faces.ui import folded
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.queries.six_shares import Share
from tinhso.modules.onestop.tests import world
from tinhso.modules.scorecards.declaring import weighing
from tinhso.modules.scorecards.declaring.reckoning import scored_codes
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.simulation import equal_weights
from tinhso.modules.scorecards.models import Assessment, Declaration, Question, Score, Statement


def day(name: str, ahead: int) -> dict[str, int]:
    on = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def round_form(**more: object) -> dict[str, object]:
    year = timezone.localdate().year
    return {
        "edition": "DTI-922",
        "year": str(year),
        **day("first_on", -30),
        **day("last_on", 60),
        **day("due_on", 20),
    } | more


def html_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.fixture
def office(people) -> world.Staff:
    return world.staff(registry.territory().root)


@pytest.fixture
def keeper(office, sign_in):
    return sign_in(office.leader)


@pytest.fixture
def opened(keeper) -> Assessment:
    answer = keeper.post(reverse("desk:assessment_new", args=[uuid.uuid4()]), round_form())
    assert answer.status_code == 302, answer.content.decode()
    return Assessment.objects.get()


def of(code: str) -> Declaration:
    return Declaration.objects.select_related("case").get(component=code)


def page_of(code: str) -> str:
    return reverse("desk:declaration", args=[of(code).case_id])


@pytest.fixture
def given(opened, keeper, people) -> Declaration:
    """Give 1.1 and 7.6 to the commune's staff."""
    chosen = [f"{of(code).case_id}:1" for code in ("1.1", "7.6")]
    sent = {"unit": str(people.unit.id), "component": chosen, "officer": "", **day("due_on", 10)}
    answer = keeper.post(reverse("desk:assessment_assign", args=[opened.id]), sent)
    assert answer.status_code == 302, answer.content.decode()
    return of("1.1")


def ratio(**more: object) -> dict[str, object]:
    return {
        "act": "declare",
        "form": "ratio",
        "numerator": "1.200",
        "denominator": "2.400",
        "version": 2,
        **day("as_of", 0),
    } | more


def shares(**percent: tuple[int, int]) -> list[Share]:
    keys = ("prefilled", "personal", "filed", "handled", "accounts", "satisfied")
    return [Share(key, "", "", *percent.get(key, (0, 0))) for key in keys]


@pytest.fixture
def folding(monkeypatch):
    """Let acts say that one service of four is pre-filled, and nothing of the rest."""
    monkeypatch.setattr(folded, "six_shares", lambda scope: shares(prefilled=(1, 4)))


def test_the_whole_way(given, opened, people, keeper, sign_in, head):
    specialist = sign_in(people.specialist)
    there = page_of("1.1")
    assert there in html_of(head.get(reverse("desk:inbox")))
    assert there in html_of(head.get(reverse("desk:declarations")))
    named = {"act": "pass_on", "officer": str(people.specialist.officer_id), "version": 2}
    assert head.post(there, named).status_code == 302
    assert there in html_of(specialist.get(reverse("desk:inbox")))
    file = SimpleUploadedFile("so-lieu.pdf", world.PDF, "application/pdf")
    assert specialist.post(there, ratio(version=3, files=file)).status_code == 302
    assert there in html_of(keeper.get(reverse("desk:inbox")))
    page = html_of(keeper.get(there))
    assert "1.200 / 2.400" in page
    kept = Statement.objects.get().files.get()
    got = keeper.get(reverse("desk:declaration_file", args=[given.case_id, kept.id]))
    assert got.content == world.PDF

    assert keeper.post(there, {"act": "accept", "accept-text": "", "version": 4}).status_code == 302

    page = html_of(keeper.get(there))
    assert "50,00" in page
    assert "kê khai được chấp nhận" in page
    assert "Chỉ số tôi kê khai" in html_of(specialist.get(reverse("desk:declarations")))


def test_evidence_is_not_for_others(given, people, sign_in, head):
    there = page_of("1.1")
    file = SimpleUploadedFile("so-lieu.pdf", world.PDF, "application/pdf")
    assert head.post(there, ratio(files=file)).status_code == 302
    kept = Statement.objects.get().files.get()
    stranger = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)

    assert stranger.get(there).status_code == 200
    assert stranger.get(reverse("desk:declaration_file", args=[given.case_id, kept.id])).status_code == 404
    assert stranger.post(there, ratio(version=3)).status_code == 403
    assert head.get(reverse("desk:declaration_file", args=[of("7.6").case_id, kept.id])).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"form": ""}, "Hãy chọn cách kê khai"),
        ({"numerator": ""}, "Hãy ghi tử số"),
        ({"numerator": "1.5"}, "dấu chấm ngăn hàng nghìn"),
        ({"numerator": "NaN"}, "dấu chấm ngăn hàng nghìn"),
        ({"numerator": "９"}, "dấu chấm ngăn hàng nghìn"),
        ({"numerator": "9" * 30}, "dấu chấm ngăn hàng nghìn"),
        ({"denominator": "0"}, "Mẫu số phải lớn hơn 0"),
        ({"numerator": "3.000"}, "Tử số lớn hơn mẫu số"),
        ({"form": "yes_no"}, "Hãy chọn có hoặc không"),
        ({"form": "number", "number": "3"}, "Hãy ghi đơn vị tính"),
        ({"form": "number", "number": "3", "unit_of_measure": "cuộc", "claimed": "101"}, "từ 0 đến 100"),
        ({"as_of-day": "31", "as_of-month": "2"}, "Ngày này không có trong lịch"),
        ({"as_of-year": "2099"}, "Ngày chốt số liệu chưa đến"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(given, people, sign_in, more, said, head):

    page = html_of(head.post(page_of("1.1"), ratio(note="Lời ghi giữ lại") | more), 422)

    assert said in page
    assert "Lời ghi giữ lại" in page
    assert not Statement.objects.exists()


def test_a_stale_tab_and_a_double_click_lose_nothing(given, people, sign_in, head):
    there = page_of("1.1")
    assert head.post(there, ratio()).status_code == 302

    page = html_of(head.post(there, ratio(note="Bản thứ hai")), 409)

    assert "vừa được người khác xử lý" in page
    assert Statement.objects.count() == 1


def test_a_contradiction_is_shown_and_both_numbers_stay(given, opened, people, keeper, sign_in, folding, head):
    there = page_of("7.6")
    assert "25,00" in html_of(head.get(there))
    assert head.post(there, ratio()).status_code == 302

    page = html_of(keeper.get(there))

    assert "khác số tính từ việc đã làm 25,00" in page
    assert "Kê khai khác số tính" in html_of(
        keeper.get(reverse("desk:assessment", args=[opened.id]), {"canh_bao": "contradicts"})
    )
    assert Statement.objects.get().numerator == 1200


def test_the_round_narrows_searches_and_goes_out_as_files(given, opened, keeper):
    address = reverse("desk:assessment", args=[opened.id])
    page = html_of(keeper.get(address, {"q": "nguoi dung dau tinh la truong ban"}))
    assert page_of("1.1") in page
    assert page_of("7.6") not in page
    assert "Không có chỉ số thành phần nào khớp" in html_of(keeper.get(address, {"q": "khong co gi nhu the"}))
    for wrong in ({"nguon": "la"}, {"don_vi": "x"}, {"canh_bao": "x"}, {"chi_so": "77"}, {"tt": "x"}, {"trang": "x"}):
        assert keeper.get(address, wrong).status_code == 200

    answer = keeper.get(address, {"dang": "csv", "chi_so": "7"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(edition("DTI-922").main[6].parts)
    book = openpyxl.load_workbook(io.BytesIO(keeper.get(address, {"dang": "xlsx"}).content))
    assert len(list(book.active.values)) == 99


def test_without_weights_every_score_is_called_a_simulation(given, opened, keeper):
    address = reverse("desk:assessment", args=[opened.id])

    for query in ({}, {"chung_minh": "1"}):
        page = html_of(keeper.get(address, query))
        assert "Điểm mô phỏng" in page
        assert "không phải điểm chính thức" in page
        assert "Điểm chính thức" not in page
        assert "chia đều" in page
        assert "Điểm công nhận</th>" not in page


def weights(tmp_path, monkeypatch, text: str) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(weighing.env, "DTI_WEIGHTS", str(path))


def test_a_bad_file_of_weights_is_one_sentence_and_nothing_of_it_counts(given, opened, keeper, tmp_path, monkeypatch):
    weights(tmp_path, monkeypatch, "edition: [")

    page = html_of(keeper.get(reverse("desk:assessment", args=[opened.id])))

    assert "không đúng cú pháp YAML" in page
    assert "Điểm mô phỏng" in page
    assert "không đúng cú pháp YAML" in html_of(keeper.get(page_of("1.1")))


def test_points_stand_where_the_weight_is_confirmed_and_the_whole_is_official_only_when_all_are(
    opened, keeper, tmp_path, monkeypatch
):
    of_all = equal_weights(edition("DTI-922"), timezone.localdate()).points
    lines = [
        {
            "component": code,
            "points": str(of_all[code]),
            "source": "thử",
            "dated": timezone.localdate(),
            "confirmed": True,
        }
        for code in scored_codes(edition("DTI-922"))
    ]
    head = {"edition": "DTI-922", "title": "Thử", "weights": lines}
    weights(tmp_path, monkeypatch, yaml.safe_dump(head))
    address = reverse("desk:assessment", args=[opened.id])
    officer = Assessment.objects.get().keeper
    for one in Declaration.objects.exclude(component="1.2"):
        Score.objects.create(
            declaration=one, whose="final", share=Decimal("0.5"), paper="1/QĐ", paper_on=timezone.localdate(),
            officer=officer, at=timezone.now(),
        )  # fmt: skip
    page = html_of(keeper.get(address))
    assert "Điểm mô phỏng" in page
    assert "Chưa biết, tính là 0: 1.2." in page
    assert "5,00" in page

    sent = {
        "act": "score",
        "whose": "final",
        "share": "50",
        "score-paper": "1/QĐ",
        "seen-final": "0",
        **day("paper_on", 0),
    }
    assert keeper.post(page_of("1.2"), sent).status_code == 302

    assert "Trọng số đã xác nhận: 10,00 điểm" in html_of(keeper.get(page_of("1.2")))
    page = html_of(keeper.get(address))
    assert "Điểm chính thức" in page
    assert "500,00 / 1.000,00" in page
    assert "Điểm mô phỏng" in html_of(keeper.get(address, {"chung_minh": "1"}))


def test_an_unconfirmed_weight_gives_no_points(given, keeper, tmp_path, monkeypatch):
    line = "{component: '1.1', points: 7, source: thử, dated: 2026-01-02, confirmed: false}"
    weights(tmp_path, monkeypatch, f"edition: DTI-922\ntitle: Thử\nweights: [{line}]")
    sent = {"act": "score", "whose": "final", "share": "50", "score-paper": "1/QĐ", "seen-final": "0"}
    assert keeper.post(page_of("1.1"), sent | day("paper_on", 0)).status_code == 302

    page = html_of(keeper.get(page_of("1.1")))

    assert "chỉ dùng cho mô phỏng" in page
    assert "3,50" not in page
    assert "Điểm công nhận:" not in page


def test_scores_questions_and_asking_again(given, people, keeper, sign_in, head):
    there = page_of("1.1")
    assert head.post(there, ratio()).status_code == 302
    assert keeper.post(there, {"act": "accept", "version": 3}).status_code == 302
    score = {"act": "score", "whose": "appraised", "share": "85,5", "score-paper": "12/CV", "seen-appraised": "0"}
    assert keeper.post(there, score | day("paper_on", 0)).status_code == 302
    assert "85,50" in html_of(keeper.get(there))
    assert "vì sao thay đổi" in html_of(
        keeper.post(there, score | day("paper_on", 0) | {"share": "90", "seen-appraised": str(Score.objects.get().id)}),
        422,
    )
    assert keeper.post(there, score | day("paper_on", 0) | {"share": "91"}).status_code == 409
    line = {"act": "question", "line": str(uuid.uuid4()), "side": "ministry", "who": "Cục thử", **day("on", 0)}
    assert keeper.post(there, line | {"question-text": "Đề nghị gửi quyết định."}).status_code == 302
    asked = Question.objects.get()
    reply = line | {
        "line": str(uuid.uuid4()),
        "side": "province",
        "answers": str(asked.id),
        "question-text": "Đã gửi ngày 2.",
    }
    assert keeper.post(there, reply).status_code == 302
    page = html_of(keeper.get(there))
    assert "Đề nghị gửi quyết định." in page
    assert "Đã gửi ngày 2." in page
    again = {"act": "ask_again", "ask_again-text": "Số liệu đã thay đổi.", "version": 4, **day("ask_again-day", 5)}
    assert keeper.post(there, again).status_code == 302
    assert there in html_of(head.get(reverse("desk:inbox")))


def test_sending_back_needs_words(given, people, keeper, sign_in, head):
    there = page_of("1.1")
    assert head.post(there, ratio()).status_code == 302

    page = html_of(keeper.post(there, {"act": "send_back", "send_back-text": "", "version": 3}), 422)

    assert "Hãy ghi rõ điều cần kê khai lại" in page
    sent = {"act": "send_back", "send_back-text": "Mẫu số chưa đúng.", "version": 3}
    assert keeper.post(there, sent).status_code == 302
    assert "Mẫu số chưa đúng." in html_of(head.get(there))


def test_who_may_not_open_or_assign(people, opened, sign_in, head):
    assert head.get(reverse("desk:assessment_new", args=[uuid.uuid4()])).status_code == 403
    assert head.get(reverse("desk:assessment_assign", args=[opened.id])).status_code == 403
    assert head.post(reverse("desk:assessment_close", args=[opened.id]), {"version": 1}).status_code == 403
    page = html_of(sign_in(people.reception).get(reverse("desk:assessments")))
    assert "Mở kỳ đánh giá" not in page
    assert str(opened.year) in page


def test_assigning_keeps_what_was_ticked_when_refused(opened, keeper, people, head):
    address = reverse("desk:assessment_assign", args=[opened.id])
    assert "Chọn đơn vị trước" in html_of(keeper.get(address))
    page = html_of(keeper.get(address, {"unit": str(people.unit.id), "main": "1"}))
    assert "1.10" in page
    assert people.head.name in page
    chosen = f"{of('1.1').case_id}:1"
    page = html_of(keeper.post(address, {"unit": str(people.unit.id), "component": [chosen], **day("due_on", 90)}), 422)
    assert "Hạn kê khai phải trong kỳ đánh giá" in page
    assert f'value="{chosen}" checked' in " ".join(page.split())
    assert "Hãy chọn ít nhất một chỉ số" in html_of(
        keeper.post(address, {"unit": str(people.unit.id), **day("due_on", 9)}), 422
    )


def test_closing(given, opened, keeper):
    address = reverse("desk:assessment_close", args=[opened.id])
    assert keeper.post(address, {"version": 9}).status_code == 409
    assert keeper.post(address, {"version": 1}).status_code == 302
    assert "Đã đóng" in html_of(keeper.get(reverse("desk:assessment", args=[opened.id])))


def test_acts_of_a_year_that_has_not_begun_say_nothing(db):
    today = timezone.localdate()

    assert folded.folded_of("DTI-922", today.year + 1, today) == {}
    assert folded.folded_of("DTI-922", today.year, today)["7.10"].share is None


def test_empty_lists_say_what_to_do(people, sign_in, head):

    assert "Chưa có kỳ đánh giá nào" in html_of(head.get(reverse("desk:assessments")))
    assert "Không có chỉ số nào giao cho bạn" in html_of(head.get(reverse("desk:declarations")))
