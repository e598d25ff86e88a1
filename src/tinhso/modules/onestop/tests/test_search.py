# SPDX-License-Identifier: EUPL-1.2
"""Services are found in the words people use: a table of questions, the tiers in order, bad input."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.indicators import actions as indicators
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries import asking
from tinhso.modules.onestop.queries.search import Tier, search
from tinhso.modules.onestop.tests.world import MARRIAGE_STATUS, TODAY

pytestmark = pytest.mark.usefixtures("installed_province", "db")

FIRST_THREE = 3

QUESTIONS = {
    # everyday words
    "làm giấy khai sinh cho con": "1.001193",
    "đăng ký kết hôn": "1.000894",
    "sang tên sổ đỏ": "1.013831",
    "làm lại căn cước": "3.000228",
    "mở tiệm tạp hóa": "1.001612",
    "giấy độc thân": "1.004873",
    "xin giấy báo tử": "1.000656",
    "tôi muốn cưới vợ": "1.000894",
    "lấy chồng nước ngoài": "2.000806",
    "mất giấy khai sinh": "2.000635",
    "sửa tên trong giấy khai sinh": "1.004859",
    "xin con nuôi": "2.001263",
    "nhập hộ khẩu": "1.004222",
    "cắt hộ khẩu": "1.003197",
    "đăng ký ở trọ": "1.004194",
    "sao y bản chính": "2.000815",
    "viết di chúc": "2.001019",
    "mất sổ đỏ": "1.012786",
    "tách sổ": "1.012784",
    "lên thổ cư": "1.013949",
    "xin phép xây nhà": "1.013225",
    "giấy không tiền án": "3.000333",
    "mất bằng lái": "3.000348",
    "sang tên xe máy": "1.013076",
    "tiền thất nghiệp": "1.001978",
    "tiền người già": "1.014027",
    "hộ nghèo": "1.011607",
    "mở công ty": "2.001583",
    "dẹp tiệm": "1.001266",
    "bán rượu": "2.000620",
    "mở quán karaoke": "1.001029",
    "mở nhà trẻ": "1.012971",
    "khoan giếng": "1.001662",
    "VNeID": "3.000228",
    "chuyển trường cho con": "2.002854",
    # bare letters, other order, part of a word still being typed
    "giay doc than": "1.004873",
    "dang ky tam tru": "1.004194",
    "sinh khai": "1.001193",
    "tam tr": "1.004194",
    "lý lịch tư pháp": "3.000333",
    "1.012784": "1.012784",
    # slips of the hand
    "khai sinhh": "1.001193",
    "kahi sinh": "1.001193",
    "kết hn": "1.000894",
    "khaisinh": "1.001193",
    "dang ki kethon": "1.000894",
    "ly lich tu phpa": "3.000333",
    "căng cước": "3.000228",
    "chứng thực chữ kí": "2.000884",
    "hộ kinh doah": "1.001612",
    "đăng ký tạm chú": "1.004194",
    "giấy phép xay dung nha": "1.013225",
    # sentences
    "thủ tục nhận con nuôi trong nước": "2.001263",
    "hòa giải tranh chấp đất đai ở xã": "1.012812",
    "cấp lại giấy phép lái xe bị mất": "3.000348",
}


def found(text: str) -> list[str]:
    return [one.procedure.code for one in search(text=text, on=TODAY).hits]


def test_questions_find_their_service_among_the_first_three(capsys):
    missed = {text: found(text)[:5] for text, code in QUESTIONS.items() if code not in found(text)[:FIRST_THREE]}

    with capsys.disabled():
        print(f"\nrecall among the first three: {len(QUESTIONS) - len(missed)} of {len(QUESTIONS)}")
    assert missed == {}


def first(text: str) -> str:
    return search(text=text, on=TODAY).hits[0].procedure.short_name


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("Tách thửa hoặc hợp thửa đất", Tier.NAME),
        ("mở tiệm tạp hóa", Tier.EVERYDAY),
        ("khai sinh", Tier.ALL_IN_NAME),
        ("giấy độc thân để vay tiền", Tier.EVERYDAY_PART),
        ("xác định lại mức khuyết tật bảo trợ", Tier.ALL_IN_KEY),
        ("đăng ký kế hôn", Tier.NEAR),
    ],
)
def test_the_best_reason_stands_first(text, tier):
    tiers = [one.tier for one in search(text=text, on=TODAY).hits]

    assert tiers[0] is tier
    assert tiers == sorted(tiers)


def test_a_whole_word_comes_before_a_beginning():
    assert first("con") == "Nuôi con nuôi trong nước"
    assert first("xe") == "Cấp lại giấy phép lái xe"


def test_popular_comes_before_rare(people):
    same_tier = [one.procedure.code for one in search(text="đất", on=TODAY).hits if one.tier is Tier.ALL_IN_NAME]
    rare = same_tier[-1]
    key = ("onestop.submitted_by_procedure", TODAY - timedelta(days=1), None, "", rare)

    indicators.write_sums(Counter({key: 10}))

    assert found("đất")[0] == rare


def test_only_procedures_in_force_are_found():
    assert found("kết hôn")

    assert search(text="kết hôn", on=date(2023, 12, 31)).hits == []
    assert search(on=date(2023, 12, 31)).hits == []
    assert len(search(on=TODAY).hits) == len({one["code"] for one in definitions.procedures() if one["code"]})


def test_an_everyday_name_says_why_and_the_official_one_does_not():
    hit = search(text="giấy độc thân", on=TODAY).hits[0]

    assert hit.said == "giấy độc thân"
    assert search(text="đăng ký kết hôn", on=TODAY).hits[0].said == ""


def test_words_that_promise_more_than_the_catalogue_holds_carry_a_note():
    hit = search(text="làm lại căn cước", on=TODAY).hits[0]

    assert "chưa có thủ tục cấp thẻ căn cước" in hit.note["vi"]
    assert hit.note["en"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kahi sinh", "khai sinh"),
        ("dang ky kethon", "đăng ký kết hôn"),
        ("căng cước", "căn cước"),
        ("chanh chấp đất", "tranh chấp đất"),
        ("khai sinh", ""),
        ("tam tr", ""),
        ("hộ chiếu", ""),
        ("nuôi tôm", ""),
        ("xd", ""),
    ],
)
def test_a_slip_is_mended_only_where_a_neighbour_vouches_for_it(typed, meant):
    assert asking.question(typed).mended == meant


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("làm giấy khai sinh cho con", ("giay", "khai", "sinh", "con")),
        ("ban quan ly cho", ("ban", "quan", "ly")),
        ("ban quản lý chợ", ("ban", "quan", "ly", "cho")),
        ("làm", ("lam",)),
    ],
)
def test_filling_words_are_left_out_and_their_likes_are_not(written, words):
    assert asking._content(written) == list(words)


@pytest.mark.parametrize(
    "text", ["?!…–()", "%", "_", "%_%", "\\", "😀🎉", "' OR 1=1 --", "漢字", "\u0301", "   .   ", "zzzz", "\t%\n"]
)
def test_text_without_a_known_word_finds_nothing(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["a " * 250, "khai sinh " * 50, "x" * 500, "đ" * 500, "1" * 500, "%khai%" * 80])
def test_five_hundred_characters_are_answered(text):
    assert len(found(text)) <= len(definitions.procedures())


def test_a_field_narrows_the_answer():
    hits = search(text="đăng ký", field="Hộ tịch", on=TODAY).hits

    assert {one.procedure.field for one in hits} == {"Hộ tịch"}


def test_a_question_costs_three_reads_once_the_catalogue_is_known(django_assert_max_num_queries):
    search(text="đất", on=TODAY)

    with django_assert_max_num_queries(3):
        search(text="làm giấy khai sinh cho con", on=TODAY)


def test_a_new_version_and_the_end_of_one_are_seen_at_once():
    assert found("giấy độc thân")
    version = ProcedureVersion.objects.get(procedure_id=MARRIAGE_STATUS)
    version.valid = DateRange(version.valid.lower, TODAY)
    version.save(update_fields=["valid"])
    gone = found("giấy độc thân")
    version.pk, version.number, version.valid = None, version.number + 1, DateRange(TODAY, None)
    version.save(force_insert=True)

    assert MARRIAGE_STATUS not in gone
    assert MARRIAGE_STATUS in found("giấy độc thân")


def test_everyday_names_lead_to_procedures_that_exist():
    known = {str(one["code"]) for one in definitions.procedures()}

    assert {code for one in asking.everyday() for code in one.codes} <= known
    assert all(one.words for one in asking.everyday())


def test_every_everyday_name_finds_its_first_procedure_first():
    wrong = {
        one.written: found(one.written)[:2] for one in asking.everyday() if one.codes[0] not in found(one.written)[:3]
    }

    assert wrong == {}
