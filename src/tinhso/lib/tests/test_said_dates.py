# SPDX-License-Identifier: EUPL-1.2
"""Times of plans are read in one way or not at all; what was said stays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.said_dates import LONGEST, DateKind, read_date

DAY, MONTH, QUARTER = DateKind.DAY, DateKind.MONTH, DateKind.QUARTER
HALF, YEAR, STANDING = DateKind.HALF_YEAR, DateKind.YEAR, DateKind.STANDING

SAID = [
    ("30/6/2026", DAY, date(2026, 6, 30)),
    ("30-06-2026", DAY, date(2026, 6, 30)),
    ("30.6.2026", DAY, date(2026, 6, 30)),
    ("Trước 30/6/2026", DAY, date(2026, 6, 30)),
    ("trước ngày 30/6/2026.", DAY, date(2026, 6, 30)),
    ("Hoàn thành trước ngày 05 tháng 9 năm 2026", DAY, date(2026, 9, 5)),
    ("ngày 15/12, năm 2026", DAY, date(2026, 12, 15)),
    ("29/02/2028", DAY, date(2028, 2, 29)),
    ("tháng 12 năm 2026", MONTH, date(2026, 12, 31)),
    ("Tháng 02/2027", MONTH, date(2027, 2, 28)),
    ("Tháng 12,\nnăm 2026", MONTH, date(2026, 12, 31)),
    ("6/2026", MONTH, date(2026, 6, 30)),
    ("cuối tháng 4/2026", MONTH, date(2026, 4, 30)),
    ("Quý III/2026", QUARTER, date(2026, 9, 30)),
    ("QUÝ Ⅲ/2026", QUARTER, date(2026, 9, 30)),
    ("quy 4 nam 2026", QUARTER, date(2026, 12, 31)),
    ("Trong quý I năm 2026", QUARTER, date(2026, 3, 31)),
    ("Q2/2026", QUARTER, date(2026, 6, 30)),
    ("6 tháng đầu năm 2026", HALF, date(2026, 6, 30)),
    ("Sáu tháng cuối năm 2026", HALF, date(2026, 12, 31)),
    ("2026", YEAR, date(2026, 12, 31)),
    ("Năm 2026", YEAR, date(2026, 12, 31)),
    ("Đến hết năm 2026", YEAR, date(2026, 12, 31)),
    ("2026 – 2030", YEAR, date(2030, 12, 31)),
    ("Giai đoạn 2026-2030", YEAR, date(2030, 12, 31)),
    ("Quý I - Quý III/2026", QUARTER, date(2026, 9, 30)),
    ("Quý II-IV/2026", QUARTER, date(2026, 12, 31)),
    ("Từ tháng 3 đến tháng 6/2026", MONTH, date(2026, 6, 30)),
    ("Tháng 3-6/2026", MONTH, date(2026, 6, 30)),
    ("tháng 11 - tháng 2/2027", MONTH, date(2027, 2, 28)),
    ("01/3 - 30/6/2026", DAY, date(2026, 6, 30)),
    ("Từ 1-3-2026 - 30-6-2026", DAY, date(2026, 6, 30)),
    ("Từ nay đến hết năm 2026", YEAR, date(2026, 12, 31)),
    ("Thường xuyên", STANDING, None),
    ("Hằng năm", STANDING, None),
    ("hàng quý", STANDING, None),
    ("Định kỳ hằng tháng", STANDING, None),
    ("Trước ngày 15/12 hằng năm", STANDING, None),
    ("Hằng năm, từ năm 2026", STANDING, None),
    ("Thường xuyên trong năm 2026", STANDING, date(2026, 12, 31)),
    ("Thường xuyên (2026-2030)", STANDING, date(2030, 12, 31)),
]


@pytest.mark.parametrize(("said", "kind", "day"), SAID)
def test_times_as_plans_write_them(said, kind, day):
    found = read_date(said)

    assert (found.kind, found.day, found.said, found.is_list) == (kind, day, said, False)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Quý II, quý IV/2026", date(2026, 12, 31)),
        ("Quý I, II, III/2026", date(2026, 9, 30)),
        ("Tháng 6 và tháng 12/2026", date(2026, 12, 31)),
        ("30/6 và 31/12/2026", date(2026, 12, 31)),
        ("Quý II/2026\nQuý IV/2026", date(2026, 12, 31)),
        ("năm 2027; năm 2026", date(2027, 12, 31)),
    ],
)
def test_of_several_times_the_last_counts_and_it_is_said_that_there_are_several(said, day):
    found = read_date(said)

    assert (found.day, found.is_list, found.said) == (day, True, said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "30/6",
        "trước ngày 30/6",
        "Quý III",
        "tháng 12",
        "30/6/26",
        "31/6/2026",
        "29/02/2026",
        "13/2026",
        "Quý V/2026",
        "5-6/2026",
        "12-2026",
        "Theo tiến độ dự án",
        "Sau 30/6/2026",
        "Từ năm 2026",
        "Đầu tháng 6/2026",
        "Sau khi Nghị quyết số 12/2026/NQ-HĐND có hiệu lực",
        "Hoàn thành trước 30/6/2026, sau đó duy trì thường xuyên",
        "2030 - 2026",
        "٣٠/٦/٢٠٢٦",
        "năm 1926",
    ],
)
def test_what_is_no_one_time_stays_unknown(said):
    found = read_date(said)

    assert (found.kind, found.day, found.said) == (DateKind.UNKNOWN, None, said)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_written_in_full_is_read_back(day):
    assert read_date(f"Trước ngày {day:%d/%m/%Y}").day == day
    assert read_date(f"ngày {day.day} tháng {day.month} năm {day.year}").day == day


@given(st.text(max_size=LONGEST * 3))
def test_no_text_breaks_the_reader_and_none_is_changed(said):
    assert read_date(said).said == said
