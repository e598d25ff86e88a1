# SPDX-License-Identifier: EUPL-1.2
"""A measured figure beside its limit, the machine it was measured on, and the table of both."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "measurements.md"
HEADER = ("What", "Measured", "Limit in the same run", "Ratio", "Notes")


@dataclass(frozen=True)
class Figure:
    """One line of the table. limit: what the machine could do at best, None where there is no meaningful one."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    limit_what: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.limit if self.limit else None

    def cells(self) -> tuple[str, ...]:
        limit = f"{written(self.limit)} {self.unit}: {self.limit_what}" if self.limit else "–"
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else "–"
        return self.what, f"{written(self.value)} {self.unit}", limit, ratio, self.note


def written(value: float) -> str:
    """Return a number with about three significant digits."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def median_of(runs: int, measure: Callable[[], float]) -> float:
    """Return the median of several runs of a measurement."""
    return statistics.median(measure() for _ in range(runs))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """Return processor, cores, memory and system in one line."""
    model = "unknown processor"
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{model}, {os.cpu_count()} cores, {memory / 1_048_576:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load before the run {load}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def table(figures: Sequence[Figure]) -> str:
    rows = [HEADER, tuple("---" for _ in HEADER), *(figure.cells() for figure in figures)]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)


def section(name: str, figures: Sequence[Figure], began: datetime, where: str) -> str:
    """Return one section of the document, between marks by which the next run finds it."""
    text = f"Measured {began:%Y-%m-%d %H:%M} UTC by `python -m bench {name}` on {where}."
    return f"<!-- bench:{name} -->\n## {TITLES[name]}\n\n{text}\n\n{table(figures)}\n<!-- /bench:{name} -->"


TITLES = {
    "lives": "Whole life of a dossier",
    "ledger": "Ledger of acts",
    "lists": "Lists and pages as dossiers grow",
    "signing": "Signatures",
    "ocr": "Recognised text of scans",
    "http": "Pages over HTTP",
    "peak": "Peak hour of the province",
    "surge": "Surge of sign-ins",
    "workers": "A second worker",
    "play": "A month of the province",
    "start": "First start",
    "planner": "Choice of tasks by the planner",
    "acts": "Replay of the ledger, pages of scores",
    "sigma": "Detection by Sigma rules",
    "collect": "Collector of events",
    "watch": "Detector and store of events",
    "taxii": "Threat intelligence: TAXII and the watch list",
}


def write(sections: dict[str, str]) -> Path:
    """Put sections into the document, each in the place of its predecessor."""
    text = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# Measurements\n"
    for name, fresh in sections.items():
        begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
        if begin in text and end in text:
            head, _, rest = text.partition(begin)
            text = head + fresh + rest.partition(end)[2]
        else:
            text = text.rstrip() + "\n\n" + fresh + "\n"
    DOCUMENT.write_text(text, encoding="utf-8")
    return DOCUMENT


def now() -> datetime:
    return datetime.now(UTC)
