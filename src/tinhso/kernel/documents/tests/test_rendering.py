# SPDX-License-Identifier: EUPL-1.2
"""Papers: PDF/A with our fonts and every Vietnamese letter, data that stay data, places for signatures."""

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from tinhso.kernel.documents.errors import TemplateBroken
from tinhso.kernel.documents.rendering import FONTS, render
from tinhso.kernel.documents.rules.intake import inspect
from tinhso.kernel.documents.rules.pdf_reader import read_pdf
from tinhso.kernel.documents.tests import samples
from tinhso.kernel.documents.tests.samples import LIMIT_BYTES

LETTERS = "ắ ằ ẳ ẵ ặ, ấ ầ ẩ ẫ ậ, ế ề ể ễ ệ, ố ồ ổ ỗ ộ, ớ ờ ở ỡ ợ, ứ ừ ử ữ ự, ỳ ý ỷ ỹ ỵ, đ Đ"


def words(pdf: bytes) -> str:
    return " ".join(read_pdf(pdf)["text"].split())


def test_a_paper_says_what_the_decree_wants_in_its_order():
    text = words(samples.decision())

    wanted = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BẾN TRE",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 15/QĐ-STP",
        "Bến Tre, ngày 05 tháng 02 năm 2026",
        "QUYẾT ĐỊNH",
        "KT. GIÁM ĐỐC",
        "Trần Thị Ngọc Ánh",
    ]
    assert [one for one in wanted if one not in text] == []
    assert "Nơi nhận:" in text
    assert "- Lưu: VT, HCTP." in text
    assert LETTERS in text


@pytest.mark.parametrize(
    "name",
    [
        'Nguyễn *Thị* #panic("x") _Đào_',
        '#read("/config/settings.py")',
        "$ x^2 $ `code` <label> @ref // comment /* x */",
        '"]) #import "x.typ" \\u{41} \\',
        "{{ name }} \n\n= Tiêu đề",
    ],
)
def test_data_are_shown_and_never_read_as_typst(name):
    assert " ".join(name.split()) in words(samples.decision(name))


def test_a_paper_is_pdfa_with_its_own_fonts_and_a_title():
    data = samples.decision()

    reader = PdfFileReader(io.BytesIO(data))
    metadata = reader.root["/Metadata"].data.decode()
    said = subprocess.run(["pdffonts", "-"], input=data, capture_output=True, timeout=20)
    rows = said.stdout.decode().splitlines()[2:]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "Quyết định" in metadata
    assert rows
    assert all("Tinos" in row and " yes yes yes " in row for row in rows)


def test_places_for_signatures_are_empty_fields_inside_the_page():
    reader = PdfFileReader(io.BytesIO(samples.decision()))

    found = {name: ref.get_object()["/Rect"] for name, filled, ref in enumerate_sig_fields(reader) if filled is None}
    assert set(found) == {"person", "agency"}
    for left, bottom, right, top in found.values():
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842
    assert abs((found["agency"][2] - found["agency"][0]) - 102) <= 2  # 36 mm, the size of a seal


def test_small_papers_are_a5_on_one_page():
    reader = PdfFileReader(io.BytesIO(samples.decision(size="a5")))

    assert [round(float(edge)) for edge in reader.root["/Pages"]["/Kids"][0]["/MediaBox"]][2:] == [420, 595]
    assert read_pdf(samples.decision(size="a5"))["pages"] == 1


def test_our_own_papers_pass_our_own_door():
    assert inspect(samples.decision(), filename="a.pdf", limit_bytes=LIMIT_BYTES).pages == 1


def test_a_template_that_lacks_its_data_is_a_fault_of_the_program():
    with pytest.raises(TemplateBroken, match="decision"):
        render(samples.DECISION, {}, title="Quyết định")


def test_threads_do_not_mix_their_papers():
    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(lambda n: words(samples.decision(f"Người số {n}")), range(12)))

    assert all(f"Người số {n} " in paper for n, paper in enumerate(papers))


def test_a_template_reaches_nothing_outside_the_package(tmp_path):
    outside = Path(samples.DECISION).with_name("outside.typ")
    outside.write_text('#read("../../../../../../../etc/passwd")', encoding="utf-8")
    try:
        with pytest.raises(TemplateBroken):
            render(outside, {}, title="x")
    finally:
        outside.unlink()


def test_fonts_come_with_their_licences():
    families = {path.name.split("_")[0] for path in FONTS.glob("*.ttf")}

    assert families == {"Tinos", "BeVietnamPro"}
    for family in families:
        assert "SIL Open Font License" in (FONTS / f"{family}-LICENSE.txt").read_text("utf-8")


@pytest.mark.peer
def test_poppler_draws_the_page(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(samples.decision())
    subprocess.run(["pdftoppm", "-r", "50", "-png", "paper.pdf", "page"], cwd=tmp_path, check=True, timeout=30)

    with Image.open(tmp_path / "page-1.png") as page:
        dark = sum(page.convert("L").histogram()[:100])
    assert dark > 2000
