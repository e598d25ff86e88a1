# SPDX-License-Identifier: EUPL-1.2
"""What rests on which legal instrument: procedures, steps, figures and indexes, read from what each names itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.casework.workflow import all_workflows
from tinhso.kernel.indicators import definitions as indicators
from tinhso.lib.citations import KINDS, citations
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.queries.catalogue import legal_bases
from tinhso.modules.scorecards import definitions as indexes
from tinhso.modules.scorecards.dti import reading
from tinhso.modules.scorecards.queries import INDEX_766, NINE_INDICATORS

GROUPS = {
    "procedure": gettext_lazy("Thủ tục hành chính"),
    "step": gettext_lazy("Bước xử lý"),
    "figure": gettext_lazy("Số liệu"),
    "index": gettext_lazy("Bộ chỉ số"),
}
"""What can rest on an instrument, in the order pages show it."""


@dataclass(frozen=True)
class Use:
    """One thing that rests on an instrument. article: which part of it, as said; href: where it is shown, or empty."""

    group: str
    title: str
    article: str
    href: str


@dataclass
class Instrument:
    """Văn bản: an instrument and all that rests on it here."""

    number: str
    kind: str
    year: int | None
    found: dict[Use, None] = field(default_factory=dict)

    @property
    def uses(self) -> list[Use]:
        """Return all uses in the order they were found, none twice."""
        return list(self.found)

    @property
    def title(self) -> str:
        return f"{KINDS[self.kind]} {self.number}"

    def grouped(self) -> list[tuple[str, list[Use]]]:
        """Return the uses by group, none empty."""
        found = [(str(title), [one for one in self.uses if one.group == key]) for key, title in GROUPS.items()]
        return [(title, uses) for title, uses in found if uses]

    def counts(self) -> str:
        """Return how many of each group, in words."""
        return ", ".join(f"{title.lower()}: {len(uses)}" for title, uses in self.grouped())


def register(on: date) -> list[Instrument]:
    """Return every instrument something in force on a day rests on, what carries most first."""
    found: dict[str, Instrument] = {}
    for group, title, source, href in _sources(on):
        for one in citations(source):
            known = found.setdefault(one.number, Instrument(one.number, one.kind, one.year))
            use = Use(group, title, one.article, href)
            known.found[use] = None
    return sorted(found.values(), key=lambda one: (-len(one.uses), one.number))


def search(found: list[Instrument], text: str, kind: str) -> list[Instrument]:
    """Return those whose title, or the title of what rests on them, holds every word; of one kind when asked."""
    words = search_key(text).split()

    def holds(one: Instrument) -> bool:
        said = search_key(" ".join([one.title, *(use.title for use in one.uses)]))
        return all(word in said for word in words)

    return [one for one in found if (not kind or one.kind == kind) and holds(one)]


def _sources(on: date) -> Iterator[tuple[str, str, str, str]]:
    """Yield group, title, text that cites, and where it is shown."""
    for code, name, bases in legal_bases(on):
        for basis in bases:
            yield "procedure", f"{name} ({code})", basis, reverse("portal:service", args=[code])
    for workflow in all_workflows():
        for step in workflow.steps.values():
            yield "step", step.title, step.law, ""
    for definition in indicators.definitions(on):
        yield "figure", definition.title, definition.source, reverse("portal:figure", args=[definition.code])
    for index in (indexes.index(INDEX_766, on), indexes.index(NINE_INDICATORS, on)):
        href = reverse("portal:index_766") if index.code == INDEX_766 else ""
        yield "index", index.title, index.source, href
    edition = reading.edition("DTI-922")
    yield "index", _("Xếp hạng chuyển đổi số cấp tỉnh"), edition.source, reverse("portal:ranking_edition")
