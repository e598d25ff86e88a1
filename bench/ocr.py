# SPDX-License-Identifier: EUPL-1.2
"""Recognised text beside what really stands on thirty pages; pages per minute beside bare tesseract."""

import shutil
import subprocess
import time

from bench.figures import Figure
from bench.paper_pages import PaperPage, paper_pages
from bench.place import Place

PAGES, FEW = 30, 4


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return character accuracy and pages per minute of one process; ends with a sentence without tesseract."""
    from tinhso.kernel.documents.scanning import is_installed, straighten_and_read  # noqa: PLC0415 - after place()

    if not is_installed():
        raise SystemExit("tesseract with Vietnamese data is not on this machine (apt install tesseract-ocr-vie)")
    pages = list(paper_pages(FEW if quick else PAGES))
    began = time.perf_counter()
    found = [straighten_and_read(page.jpeg, "image/jpeg") for page in pages]
    ours = len(pages) / (time.perf_counter() - began) * 60
    bare, bare_texts = _bare(pages)
    upright = [one for one in range(len(pages)) if not pages[one].turned]
    texts = [one.reading.text for one in found]
    straight = sum((page.turned + one.turn) % 360 == 0 for page, one in zip(pages, found, strict=True))
    what = "bare `tesseract -l vie --psm 3` on the same pages as they lie"
    return [
        Figure("Characters right", accuracy(pages, texts) * 100, "%", accuracy(pages, bare_texts) * 100, what,
               f"{len(pages)} pages, 200–300 dpi, noise, skew, 0/90/180/270°"),
        Figure("Characters right, pages that lay upright",
               accuracy([pages[one] for one in upright], [texts[one] for one in upright]) * 100, "%",
               accuracy([pages[one] for one in upright], [bare_texts[one] for one in upright]) * 100, "as above"),
        Figure("Pages set upright", straight, "pages", len(pages), "all of them"),
        Figure("Pages read, one process", ours, "pages/min", bare, what, "with straightening, one core"),
    ]  # fmt: skip


def _bare(pages: list[PaperPage]) -> tuple[float, list[str]]:
    """Return pages per minute and texts of the program alone, with one thread as we run it."""
    command = [str(shutil.which("tesseract")), "stdin", "stdout", "-l", "vie", "--psm", "3"]
    began = time.perf_counter()
    texts = [
        subprocess.run(command, input=one.jpeg, capture_output=True, check=True, env={"OMP_THREAD_LIMIT": "1"})
        .stdout.decode()
        for one in pages
    ]  # fmt: skip
    return len(pages) / (time.perf_counter() - began) * 60, texts


def accuracy(pages: list[PaperPage], texts: list[str]) -> float:
    """Return one minus the edits needed for each true character; white space counts as one space."""
    true = [" ".join(page.text.split()) for page in pages]
    edits = sum(distance(one, " ".join(text.split())) for one, text in zip(true, texts, strict=True))
    return max(0.0, 1 - edits / sum(map(len, true)))


def distance(one: str, other: str) -> int:
    """Return the least number of letters to insert, drop or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, there in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != there))
    return row[-1]
