# SPDX-License-Identifier: EUPL-1.2
"""The peak hour of a whole province through HTTP: pages at a fixed pace, p95, and how much more the machine bears.

Design load (assumptions of ours): 3,000 dossiers in the hour, 60 calls each, 50 calls a second; tested with 150.
"""

from bench.figures import Figure, percentile
from bench.installation import installed
from bench.load import Answers, Page, ask_at
from bench.pages import form_page, load, serving
from bench.place import Place

DESIGN, TESTED, LIMIT_MS = 50, 150, 300.0
STEPS = (75, 100, 150, 200, 250, 300)
SECONDS = 20


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return p95 at the design load and at three times of it, and the highest pace whose p95 is within the limit."""
    seconds = 3 if quick else SECONDS
    with installed(place):
        cookie, form = form_page()
        load()
        pages = [
            Page("/", 3),
            Page("/dich-vu-cong/?q=khai+sinh", 3),
            Page("/dich-vu-cong/1.004873/", 3),
            Page(form, 4, cookie.partition(": ")[2]),
            Page("/so-lieu/", 1),
            Page("/tra-cuu/", 2),
        ]
        with serving("tinhso.config.wsgi:application") as address:
            ask_at(10, 3, address, pages)
            figures, borne = [], 0
            for pace in (DESIGN, *STEPS):
                answers = ask_at(pace, seconds, address, pages, seed=pace)
                p95 = percentile(answers.milliseconds, 0.95)
                if pace in (DESIGN, TESTED):
                    figures.append(_line(pace, p95, answers))
                if p95 > LIMIT_MS or answers.failed:
                    break
                borne = pace
    note = f"{borne / DESIGN:.1f} times the design load; client and database on the same cores"
    return [
        *figures,
        Figure("Highest pace with p95 within 300 ms", borne, "requests/s", DESIGN, "the design load", note),
    ]


def _line(pace: int, p95: float, answers: Answers) -> Figure:
    wrong = ", ".join(f"{count} × {status}" for status, count in answers.statuses.items() if not 200 <= status < 400)
    note = f"{len(answers.milliseconds):,} requests, {wrong or 'none failed'}"
    return Figure(f"Pages of the peak hour, {pace} requests a second, p95", p95, "ms", LIMIT_MS, "the goal", note)
