# SPDX-License-Identifier: EUPL-1.2
"""Legal numbers in Vietnamese texts: shapes as they are really written, and what only looks like one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.citations import KINDS, citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("61/2018/NĐ-CP", [("61/2018/NĐ-CP", "NĐ", 2018, "")]),
        ("766/QĐ-TTg, nhóm số hóa", [("766/QĐ-TTg", "QĐ", None, "")]),
        ("118/2025/NĐ-CP, Điều 15", [("118/2025/NĐ-CP", "NĐ", 2025, "Điều 15")]),
        ("224/2026/NĐ-CP, Điều 16–17", [("224/2026/NĐ-CP", "NĐ", 2026, "Điều 16–17")]),
        ("khoản 2 Điều 13 Thông tư 01/2018/TT-VPCP", [("01/2018/TT-VPCP", "TT", 2018, "khoản 2 Điều 13")]),
        ("điểm a khoản 1 Điều 5 của 30/2020/NĐ-CP", [("30/2020/NĐ-CP", "NĐ", 2020, "điểm a khoản 1 Điều 5")]),
        ("Luật Căn cước 26/2023/QH15, Điều 21", [("26/2023/QH15", "QH", 2023, "Điều 21")]),
        ("1211/2016/UBTVQH13", [("1211/2016/UBTVQH13", "UBTVQH", 2016, "")]),
        (
            "32/2017/TT-BTTTT; 766/QĐ-TTg, nhóm mức độ hài lòng",
            [("32/2017/TT-BTTTT", "TT", 2017, ""), ("766/QĐ-TTg", "QĐ", None, "")],
        ),
        ("66.7/2025/NQ-CP, Điều 5", [("66.7/2025/NQ-CP", "NQ", 2025, "Điều 5")]),
        ("Kế hoạch 3015/KH-UBND của Gia Lai", [("3015/KH-UBND", "KH", None, "")]),
        ("118/2025/nd-cp", [("118/2025/NĐ-CP", "NĐ", 2025, "")]),
        ("QD 766/QD-TTG", [("766/QĐ-TTg", "QĐ", None, "")]),
        ("15/2021/TTLT-BTP-BCA", [("15/2021/TTLT-BTP-BCA", "TTLT", 2021, "")]),
        (
            "Điều 29 61/2018/NĐ-CP và Điều 13 01/2018/TT-VPCP",
            [("61/2018/NĐ-CP", "NĐ", 2018, "Điều 29"), ("01/2018/TT-VPCP", "TT", 2018, "Điều 13")],
        ),
    ],
)
def test_numbers_as_they_are_written(text, expected):
    assert [(one.number, one.kind, one.year, one.article) for one in citations(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "27/3/2026",
        "12/2024",
        "ngày 20/5/2022",
        "3/4",
        "http://x.vn/766/QĐ-TTg/abc",
        "NĐ-CP",
        "1/2018/XX-YY",
        "62/63",
        "",
    ],
)
def test_what_only_looks_like_one(text):
    assert citations(text) == []


def test_an_article_of_another_sentence_is_not_taken():
    assert [one.article for one in citations("61/2018/NĐ-CP. Xem Điều 5.")] == [""]


def test_decomposed_letters_are_read_as_composed():
    assert citations(unicodedata.normalize("NFD", "61/2018/NĐ-CP"))[0].number == "61/2018/NĐ-CP"


def test_the_title_says_the_kind():
    assert citations("766/QĐ-TTg")[0].title == "Quyết định 766/QĐ-TTg"


@given(
    st.integers(1, 99_999),
    st.one_of(st.none(), st.integers(1946, 2099)),
    st.sampled_from([kind for kind in KINDS if kind not in ("QH", "UBTVQH", "HP")]),
    st.sampled_from(["CP", "TTg", "BTTTT", "UBND", "VPCP", "BNV-BTC"]),
)
def test_every_well_formed_number_is_read_back(number, year, kind, who):
    written = f"{number}/{f'{year}/' if year else ''}{kind}-{who}"
    (found,) = citations(f"Căn cứ {written}, đề nghị")

    assert (found.number, found.year, found.kind) == (written, year, kind)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fall(text):
    for one in citations(text):
        assert one.start < one.end
