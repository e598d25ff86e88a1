# SPDX-License-Identifier: EUPL-1.2
"""What rests on which legal instrument, read from what procedures, steps, figures and indexes name themselves, and the
life of each as the register of the house tells it: in force on a day or not, what replaced it.
"""

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
from tinhso.modules.scorecards import instruments as book
from tinhso.modules.scorecards.dti import reading
from tinhso.modules.scorecards.errors import UnknownIndex
from tinhso.modules.scorecards.instruments import Entry, Standing
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
    on: date = date.max

    @property
    def entries(self) -> list[Entry]:
        """Return what the register knows under this number, the newest first; nothing when it knows none."""
        return book.named(self.number)

    @property
    def standings(self) -> list[Standing]:
        """Return how each entry stands on the day asked for; unknown when the register has none."""
        return [book.standing(one, self.on) for one in self.entries] or [Standing.UNKNOWN]

    @property
    def is_over(self) -> bool:
        """Whether nothing that bears this number is in force any more on the day asked for."""
        return book.no_longer(self.number, self.on) is not None

    @property
    def is_warned(self) -> bool:
        """Whether something in force here rests on it although it is over."""
        return self.is_over and bool(self.found)

    @property
    def about(self) -> str:
        """Return what it is about, from the register; empty when nobody noted it."""
        return "; ".join(one.title or one.subject or "" for one in self.entries)

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
    """Return every instrument of the register or that something in force on a day rests on, what carries most first."""
    found: dict[str, Instrument] = {}
    for group, title, source, href in _sources(on):
        for one in citations(source):
            known = found.setdefault(one.number, Instrument(one.number, one.kind, one.year, on=on))
            use = Use(group, title, one.article, href)
            known.found[use] = None
    for entry in book.entries():
        cited = citations(entry.number)[0]
        found.setdefault(entry.number, Instrument(entry.number, cited.kind, cited.year, on=on))
    return sorted(found.values(), key=lambda one: (-len(one.uses), one.number))


STANDS = {
    "con": gettext_lazy("Đang có hiệu lực"),
    "het": gettext_lazy("Hết hiệu lực hoặc đã có văn bản thay"),
    "canh-bao": gettext_lazy("Hết hiệu lực mà ở đây còn dựa vào"),
    "chua-ro": gettext_lazy("Chưa rõ hiệu lực"),
}
"""By what the list can be narrowed: how an instrument stands on the day asked for."""


def search(found: list[Instrument], text: str, kind: str, stands: str = "") -> list[Instrument]:
    """Return those whose title, subject, or the title of what rests on them, holds every word; of one kind, one
    standing when asked.
    """
    words = search_key(text).split()

    def holds(one: Instrument) -> bool:
        said = search_key(" ".join([one.title, one.about, *(use.title for use in one.uses)]))
        return all(word in said for word in words)

    return [one for one in found if (not kind or one.kind == kind) and _stands(one, stands) and holds(one)]


def _stands(one: Instrument, wanted: str) -> bool:
    if wanted == "con":
        return Standing.IN_FORCE in one.standings
    if wanted == "het":
        return one.is_over
    if wanted == "canh-bao":
        return one.is_warned
    return wanted != "chua-ro" or not ({Standing.IN_FORCE, *book.NO_LONGER} & set(one.standings))


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
    for code in (INDEX_766, NINE_INDICATORS):
        try:
            index = indexes.index(code, on)
        except UnknownIndex:
            continue
        yield "index", index.title, index.source, reverse("portal:index_766") if code == INDEX_766 else ""
    edition = reading.edition("DTI-922")
    yield "index", _("Xếp hạng chuyển đổi số cấp tỉnh"), edition.source, reverse("portal:ranking_edition")
