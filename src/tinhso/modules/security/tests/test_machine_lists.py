# SPDX-License-Identifier: EUPL-1.2
"""Lists of machines in files: read line by line, nothing lost, what is no list gets one sentence."""

import io

import pytest
from openpyxl import Workbook

from tinhso.modules.security import actions
from tinhso.modules.security.errors import MachineListUnreadable
from tinhso.modules.security.machine_list import MOST_LINES, read_list
from tinhso.modules.security.queries import machines_register, systems
from tinhso.modules.security.tests.registering import TODAY, machine, system
from tinhso.modules.security.tests.world import NOW

CSV = (
    "Danh sách máy\n"
    "Tên máy;Loại;Địa chỉ IP;Đơn vị;Hệ thống;Cần tác tử;Số tài sản\n"
    "web-1;Máy chủ;10.0.0.1, 10.0.0.2;Sở Y tế thử;Cổng dịch vụ công;có;TS1\n"
    "pc-1;may tram;;;;;\n"
    "pc-1;máy trạm;;;;;\n"
    "hai từ;máy trạm;;;;;\n"
    "x;tủ lạnh;;;;;\n"
    "y;máy chủ;10.0.0.300;;;;\n"
    "z;máy chủ;;Sở Không Có;;;\n"
    "t;máy chủ;;Sở Giáo dục thử;;;\n"
    "u;máy chủ;;;Hệ thống lạ;;\n"
    "v;máy chủ;;;;có lẽ;\n"
    "cu;máy chủ;;;;;\n"
    ";;;;;;\n"
)


def excel(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(world, data: bytes, name: str = "may.csv"):
    keeps = systems.units_to_keep(world.head, TODAY)
    return machines_register.read_lines(read_list(data, name), world.head, TODAY, keeps)


def test_a_list_is_read_line_by_line_and_nothing_is_lost(world):
    system(world)
    machine(world, "CU")
    found = read(world, b"\xef\xbb\xbf" + CSV.encode())

    assert [(one.line.number, one.line.get("host"), one.told is not None) for one in found] == [
        (3, "web-1", True), (4, "pc-1", True), (5, "pc-1", False), (6, "hai từ", False), (7, "x", False),
        (8, "y", False), (9, "z", False), (10, "t", False), (11, "u", False), (12, "v", False), (13, "cu", False),
    ]  # fmt: skip
    assert all(one.problem.endswith(".") for one in found if one.told is None)
    assert "dòng 4" in found[2].problem
    assert found[-1].known
    made = actions.take_machines([one.told for one in found if one.told], viewer=world.head, now=NOW)
    again = actions.take_machines([one.told for one in found if one.told], viewer=world.head, now=NOW)
    assert [(one.host, one.addresses, one.kind) for one in made] == [
        ("web-1", ["10.0.0.1", "10.0.0.2"], "server"),
        ("pc-1", [], "workstation"),
    ]
    assert again == []


def test_an_excel_list_reads_the_same(world):
    rows = [["Tên máy", "Loại", "Số tài sản"], ["web-1", "máy chủ", 12.0], [None, None, None], ["=1+1", "máy trạm", ""]]
    found = read(world, excel(rows), "may.XLSX")

    first = found[0].line
    assert (first.number, first.get("host"), first.get("asset_number")) == (2, "web-1", "12")
    assert found[0].told is not None


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.csv", "trống"),
        (b" \n", "a.csv", "trống"),
        (b"x" * (5 << 20) + b"x", "a.csv", "5 MB"),
        (b"a;b", "a.pdf", "chọn tệp Excel"),
        ("Tên máy;Loại".encode("utf-16"), "a.csv", "UTF-8"),
        (b"a\x00b", "a.csv", "ký tự không đọc được"),
        (b"a;b\nc;d", "a.csv", "tiêu đề"),
        (b"PK\x03\x04rest", "a.xlsx", ""),
        (b"MZ program", "a.xlsx", ""),
        (("host;loai\n" + "a;server\n" * (MOST_LINES + 1)).encode(), "a.csv", "quá 5000 dòng"),
        (b'"' + b"x" * 200_000, "a.csv", "CSV"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence(data, name, words):
    with pytest.raises(MachineListUnreadable) as refused:
        read_list(data, name)

    assert words in refused.value.sentence
    assert refused.value.sentence.endswith(".")
