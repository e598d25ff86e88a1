# SPDX-License-Identifier: EUPL-1.2
"""Read pages and text of a PDF; also a program of its own, so that a hostile file can only hurt a child process.

As a program: the PDF on standard input, JSON on standard output. It imports nothing of the house, so that it starts
in a tenth of a second.
"""

import json
import resource
import sys
import threading
from typing import Any

import pypdfium2
from pypdfium2 import raw

MOST_PAGES_READ = 200
MOST_CHARACTERS = 400_000
MOST_SECONDS = 15
MOST_MEMORY_BYTES = 2 << 30
_PASSWORD_ERROR = 4
_engine = threading.Lock()
"""PDFium is not safe for threads; every call in this process passes here."""


def read_pdf(data: bytes) -> dict[str, Any]:
    """Return {"pages", "text", "encrypted", "scripts", "attachments"}, or {"broken": true} when it cannot be opened.

    At most MOST_PAGES_READ pages and MOST_CHARACTERS characters are read.
    """
    with _engine:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            return {"encrypted": True} if getattr(error, "err_code", 0) == _PASSWORD_ERROR else {"broken": True}
        try:
            return _read(document)
        except pypdfium2.PdfiumError:
            return {"broken": True}
        finally:
            document.close()


def _read(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    found = {
        "pages": len(document),
        "encrypted": raw.FPDF_GetSecurityHandlerRevision(document) != -1,
        "scripts": raw.FPDFDoc_GetJavaScriptActionCount(document),
        "attachments": raw.FPDFDoc_GetAttachmentCount(document),
    }
    return found | {"text": _text(document)}


def _text(document: pypdfium2.PdfDocument) -> str:
    texts: list[str] = []
    room = MOST_CHARACTERS
    for place in range(min(len(document), MOST_PAGES_READ)):
        page = document[place]
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range()[:room])
        room -= len(texts[-1])
        text_page.close()
        page.close()
        if room <= 0:
            break
    return "\n".join(texts)


def _tie_hands() -> None:
    """Bound what the child may use, before it sees the first byte."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _tie_hands()
    json.dump(read_pdf(sys.stdin.buffer.read()), sys.stdout)
