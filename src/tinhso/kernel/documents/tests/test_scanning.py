# SPDX-License-Identifier: EUPL-1.2
"""Scanned pages: set upright, read, made into one searchable file; what fails keeps its picture and a sentence."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from tinhso.kernel.documents.rules.pdf_reader import read_pdf
from tinhso.kernel.documents.scanning import (
    Line,
    PageUnreadable,
    SheetImage,
    assemble,
    is_installed,
    look_at,
    recognising,
    straighten_and_read,
)
from tinhso.kernel.documents.tests import sheets

NOW = datetime(2026, 11, 22, tzinfo=UTC)
JPEG, PDF = "image/jpeg", "application/pdf"
needs_tesseract = pytest.mark.skipif(not is_installed(), reason="tesseract with Vietnamese data is not installed")


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program of ours in the place of tesseract."""

    def write(script: str) -> None:
        path = tmp_path / "tesseract"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(recognising, "_program", lambda: str(path))
        monkeypatch.setattr("tinhso.kernel.documents.scanning.upright.is_installed", lambda: True)

    return write


@needs_tesseract
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_laid_wrong_is_set_upright_and_read(turned):
    found = straighten_and_read(sheets.jpeg(turned=turned), JPEG)

    assert (found.turn + turned) % 360 == 0
    assert found.picture.height > found.picture.width
    assert "Nguyễn Thị Bưởi" in found.reading.text
    assert found.trouble == ""


@needs_tesseract
def test_a_turn_by_hand_is_never_doubted():
    assert straighten_and_read(sheets.jpeg(), JPEG, turn=90).turn == 90


@needs_tesseract
def test_each_page_of_a_pdf_is_read_by_its_number():
    data = sheets.pdf(("Trang thứ nhất của hợp đồng",), ("Trang thứ hai của hợp đồng",))

    assert "thứ hai" in straighten_and_read(data, PDF, page=1, turn=0).reading.text


def test_a_telephone_picture_follows_its_own_note_of_how_it_was_held():
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    sheets.sheet().rotate(90, expand=True).save(stream, "JPEG", exif=exif)

    picture = look_at(stream.getvalue(), JPEG)

    assert picture.height > picture.width


@pytest.mark.parametrize(
    ("lines", "blank"), [((), True), (("Số 5",), False), (sheets.LINES, False)], ids=["nothing", "a word", "a letter"]
)
def test_a_blank_page_is_told_from_one_with_a_word(lines, blank):
    assert look_at(sheets.jpeg(lines=lines), JPEG).is_blank is blank


@pytest.mark.parametrize(
    ("data", "kind", "page"),
    [(b"\xff\xd8\xff broken", JPEG, 0), (b"%PDF-1.4 broken", PDF, 0), (sheets.pdf(("một",)), PDF, 7)],
    ids=["a broken picture", "a broken PDF", "a page that is not there"],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(data, kind, page):
    with pytest.raises(PageUnreadable, match="quét lại"):
        look_at(data, kind, page=page)


@pytest.mark.parametrize(
    ("script", "words"),
    [("exec sleep 30", "quá thời gian"), ("exit 3", "không đọc được"), ("kill -9 $$", "không đọc được")],
    ids=["too slow", "fails", "killed"],
)
def test_a_recognition_that_fails_keeps_the_picture(program, monkeypatch, script, words):
    program(script)
    monkeypatch.setattr(recognising, "READING_SECONDS", 1)
    monkeypatch.setattr(recognising, "TURNING_SECONDS", 1)

    found = straighten_and_read(sheets.jpeg(), JPEG)

    assert words in found.trouble
    assert found.reading.text == ""
    assert found.picture.data.startswith(b"\xff\xd8")


def test_the_program_gets_no_more_memory_than_allowed(program, tmp_path):
    program(f"ulimit -v > {tmp_path}/limit; exit 1")

    straighten_and_read(sheets.jpeg(), JPEG)

    assert int((tmp_path / "limit").read_text()) == recognising.MOST_MEMORY_KB


def test_without_the_program_pages_are_kept_without_text(monkeypatch):
    monkeypatch.setattr("tinhso.kernel.documents.scanning.upright.is_installed", lambda: False)

    found = straighten_and_read(sheets.jpeg(), JPEG)

    assert (found.reading.text, found.trouble, found.turn) == ("", "", 0)


def page(*lines: Line) -> SheetImage:
    picture = look_at(sheets.jpeg(), JPEG)
    return SheetImage(picture.data, picture.width, picture.height, lines)


def test_the_file_is_pdf_a_and_its_text_is_found():
    made = assemble([page(Line("Họ tên: Đặng Thùy Mỵ", 180, 200, 600, 44)), page()], title="Giấy tờ", now=NOW)

    found = read_pdf(made)
    assert found["pages"] == 2
    assert "Đặng Thùy Mỵ" in found["text"]
    assert b"pdfaid" in made


@pytest.mark.parametrize("text", ["漢字 và chữ Việt", "#let x = 1", "*đậm* _nghiêng_ $x^2$ @nhan", "\u0001"])
def test_whatever_was_recognised_makes_a_file_and_is_never_read_as_a_program(text):
    made = assemble([page(Line(text, 10, 10, 300, 40))], title="#pagebreak()", now=NOW)

    assert read_pdf(made)["pages"] == 1


def test_the_pages_leave_no_folder_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assemble([page()], title="Giấy tờ", now=NOW)

    assert os.listdir(Path(tmp_path)) == []
