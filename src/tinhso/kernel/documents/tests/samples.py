# SPDX-License-Identifier: EUPL-1.2
"""Files that tests send in: honest ones, and hostile ones built byte by byte."""

import io
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import segno
import typst
from PIL import Image

from tinhso.kernel.documents.rendering import render
from tinhso.kernel.documents.rules.sniffing import DOCX, ODT, XLSX
from tinhso.kernel.events.types import Actor

NOW = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
CLERK = Actor("officer:018f0000-0000-7000-8000-000000000001")
DECISION = Path(__file__).parent / "templates" / "decision.typ"
LIMIT_BYTES = 20 << 20
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(text: str = "Giấy khai sinh của Nguyễn Thị Bích Đào") -> bytes:
    return bytes(typst.compile(f"{text} \n#pagebreak()\nTrang hai".encode()))


def qr_svg(text: str = "https://motcua.example/tra-cuu/1") -> str:
    stream = io.BytesIO()
    segno.make(text, error="m").save(stream, kind="svg", xmldecl=False)
    return stream.getvalue().decode()


def decision(name: str = "Nguyễn Thị Bích Đào", **more: str) -> bytes:
    """A paper with places for the leader's signature and the agency's."""
    data = {"number": "15/QĐ-STP", "about": "Về việc thay đổi họ, chữ đệm, tên", "name": name, "qr": qr_svg()}
    return render(DECISION, {**data, **more}, title="Quyết định", now=NOW)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 180, 160)).save(stream, kind)
    return stream.getvalue()


def huge_png() -> bytes:
    """A picture of 40,000 × 40,000 points in some hundred bytes."""
    size = (40_000).to_bytes(4, "big") * 2

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = chunk(b"IHDR", size + b"\x08\x02\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


def zipped(**members: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(text: str = "Đơn đề nghị", **more: bytes | str) -> bytes:
    body = f"<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
    return zipped(**{"[Content_Types].xml": types, "word/document.xml": body, **more})


def xlsx(text: str = "Bảng kê") -> bytes:
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/></Types>'
    strings = f"<sst><si><t>{text}</t></si></sst>"
    return zipped(**{"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": strings})


def odt(text: str = "Bản cam kết") -> bytes:
    return zipped(mimetype=ODT, **{"content.xml": f"<office:text><text:p>{text}</text:p></office:text>"})


def bare_pdf(extra: str = "", *, packed: bytes = b"") -> bytes:
    """A PDF of one page written by hand, with `extra` in its catalogue and `packed` in an object stream."""
    parts = [
        f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R {extra} >>\nendobj\n".encode(),
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>\nendobj\n",
    ]
    if packed:
        body = zlib.compress(b"7 0 " + packed)
        head = f"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(body)} >>\nstream\n"
        parts.append(head.encode() + body + b"\nendstream\nendobj\n")
    data, places = b"%PDF-1.7\n", []
    for part in parts:
        places.append(len(data))
        data += part
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
