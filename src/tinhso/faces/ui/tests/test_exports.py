# SPDX-License-Identifier: EUPL-1.2
"""Lists as files: what a citizen typed is text in a spreadsheet, never a formula and never a fault."""

import io

import pytest
from openpyxl import load_workbook

from tinhso.faces.ui.exports import csv_file, excel_file

TYPED = [
    ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
    ("+84", "'+84"),
    ("@tên", "'@tên"),
    ("Bưởi\x00\x0b", "Bưởi"),
    ("\x01=1+1", "'=1+1"),
    ("Nguyễn Thị Bưởi", "Nguyễn Thị Bưởi"),
]


@pytest.mark.parametrize(("typed", "written"), TYPED)
def test_what_was_typed_is_text_in_excel(typed, written):
    book = load_workbook(io.BytesIO(excel_file("ten", ["Tên"], [[typed]]).content))
    assert book.active["A2"].value == written
    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize(("typed", "written"), TYPED)
def test_what_was_typed_is_text_in_csv(typed, written):
    assert written in csv_file("ten", ["Tên"], [[typed]]).content.decode("utf-8-sig")
