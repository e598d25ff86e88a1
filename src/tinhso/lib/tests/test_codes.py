# SPDX-License-Identifier: EUPL-1.2
"""Codes of agencies, dossiers and procedures in every form that is in use."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.agency_code import AgencyScheme, parse_agency_code
from tinhso.lib.dossier_code import format_dossier_code, parse_dossier_code
from tinhso.lib.ids import IdentifierError
from tinhso.lib.procedure_code import parse_procedure_code


@pytest.mark.parametrize(
    ("text", "scheme", "level_one", "parent"),
    [
        ("h07.31 .01", AgencyScheme.QD20, "H07", "H07.31"),
        ("H07", AgencyScheme.QD20, "H07", None),
        ("000.00.18.G12", AgencyScheme.QCVN102, "G12", None),
        ("0314409058-002", AgencyScheme.ENTERPRISE, None, None),
        ("Z01ABC-9", AgencyScheme.REGISTERED, None, None),
    ],
)
def test_agency_codes_of_all_schemes(text, scheme, level_one, parent):
    """Quyết định 20/2020/QĐ-TTg, Điều 4–6; QCVN 102:2016/BTTTT."""
    code = parse_agency_code(text)

    assert (code.scheme, code.level_one, code.parent) == (scheme, level_one, parent)


@pytest.mark.parametrize("text", ["", "H7", "H07.", "H07..01", "H07." + "1" * 40, "Đ07.01", "07.31"])
def test_what_is_not_an_agency_code_is_refused(text):
    with pytest.raises(IdentifierError, match="mã định danh"):
        parse_agency_code(text)


def test_a_new_dossier_code():
    assert format_dossier_code("H07.31.01", date(2026, 11, 21), 1) == "H07.31.01-261121-0001"
    assert format_dossier_code("H07.31.01", date(2026, 11, 21), 12345) == "H07.31.01-261121-12345"
    with pytest.raises(ValueError, match="start at 1"):
        format_dossier_code("H07.31.01", date(2026, 11, 21), 0)


@pytest.mark.parametrize(
    ("text", "agency", "day", "number"),
    [
        ("000.00.01.H22-240315-0001", "000.00.01.H22", date(2024, 3, 15), 1),
        ("H07.31.01-261121-0001", "H07.31.01", date(2026, 11, 21), 1),
        ("H19.20-260102-123456", "H19.20", date(2026, 1, 2), 123456),
        ("G09.20-20260520-0000123", "G09.20", date(2026, 5, 20), 123),
        ("G01.899.01-260520-310042", "G01.899.01", date(2026, 5, 20), 310042),
        (" h07.31.01 – 261121 - 0001\u200b", "H07.31.01", date(2026, 11, 21), 1),
        ("0314409058-002-260520-0007", "0314409058-002", date(2026, 5, 20), 7),
    ],
)
def test_dossier_codes_of_all_shapes(text, agency, day, number):
    """Thông tư 01/2018/TT-VPCP, Điều 19; 03/2025, Điều 13; 04/2025, Điều 23."""
    code = parse_dossier_code(text)

    assert (code.agency.text, code.day, code.number) == (agency, day, number)


def test_owner_digits_of_a_central_service():
    assert parse_dossier_code("G01.899.01-260520-310042").split_central() == ("31", 42)
    with pytest.raises(IdentifierError):
        parse_dossier_code("H07.31.01-261121-0001").split_central()


@pytest.mark.parametrize(
    "text", ["", "H07.31.01", "H07.31.01-261321-0001", "H07-261121-001", "-261121-0001", "H07-2611211-0001"]
)
def test_what_is_not_a_dossier_code_is_refused(text):
    with pytest.raises(IdentifierError):
        parse_dossier_code(text)


@given(
    st.sampled_from(["H07", "H07.31.01", "000.00.01.H22", "0314409058-002"]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 10**9),
)
def test_a_code_reads_back_as_it_was_made(agency, day, number):
    text = format_dossier_code(agency, day, number)

    code = parse_dossier_code(text.lower())

    assert (code.text, code.agency.text, code.day, code.number) == (text, agency, day, number)


@pytest.mark.parametrize("read", [parse_dossier_code, parse_procedure_code, parse_agency_code])
@given(text=st.text(max_size=60))
def test_no_text_breaks_the_readers(read, text):
    with contextlib.suppress(IdentifierError):
        read(text)


@pytest.mark.parametrize(
    ("written", "code", "owner", "slips"),
    [
        ("1.001193", "1.001193", None, 0),
        ("1.014199.H05", "1.014199", "H05", 0),
        ("2.000635.000.00.00.H21", "2.000635", "000.00.00.H21", 0),
        (" 1.001193 ", "1.001193", None, 0),
        ("1. 001193", "1.001193", None, 1),
        ("1.014.111", "1.014111", None, 1),
        ("1.014.111.h05", "1.014111", "H05", 1),
        ("1.01499", "1.01499", None, 1),
        ("1.0014199", "1.0014199", None, 1),
        ("5.001193", "5.001193", None, 1),
    ],
)
def test_slips_in_procedure_codes_are_put_right_or_reported(written, code, owner, slips):
    procedure = parse_procedure_code(written)

    assert (procedure.text, procedure.owner, len(procedure.warnings)) == (code, owner, slips)
    assert procedure.is_regular == (len(code) == 8 and code[0] in "123")


@pytest.mark.parametrize("text", ["", "1", "1.", "KQ.G15.000031", "11.001193", "1,001193"])
def test_what_is_not_a_procedure_code_is_refused(text):
    with pytest.raises(IdentifierError, match="mã thủ tục"):
        parse_procedure_code(text)
