# SPDX-License-Identifier: EUPL-1.2
"""What provinces were reported to have promised: entries, quantities, disagreements and articles, read from files once.

Files: `data/commitments/*.yaml`. A faulty one stops the start with the name of the file and of the entry.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tinhso.kernel.indicators.commitments import (
    OPEN,
    Basis,
    Commitment,
    Denominator,
    Kind,
    Level,
    Measure,
    Qualifier,
    Text,
    obstacle,
)
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.scorecards.errors import CommitmentsFaulty, UnknownCommitment

FOLDER = Path(__file__).parent / "data" / "commitments"


@dataclass(frozen=True)
class Article:
    """A newspaper article (nguồn), named by what its text shows."""

    id: str
    province: str
    title: Text
    published: Text
    paper: Text


@dataclass(frozen=True)
class Quantity:
    """A measured quantity (đại lượng) in its own unit; times `scale` it is in the unit of its entries."""

    id: str
    article: str
    province: str
    kind: str
    subject: Text
    measure: Measure
    scale: int
    as_of: Text
    entries: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True)
class Side:
    """One side of a disagreement; without entries only the words of the article hold it."""

    label: Text
    article: str
    entries: tuple[str, ...]
    quantities: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Disagreement:
    """Two or more sides that must not be merged (điểm khác nhau). differs: in one sentence; kept: what we do."""

    id: str
    subject: Text
    differs: Text
    kept: Text
    sides: tuple[Side, ...]


One = TypeVar("One", Article, Commitment, Quantity, Disagreement)


@dataclass(frozen=True)
class Book:
    """Everything of a folder, by id, in the order of the files."""

    articles: Mapping[str, Article]
    commitments: Mapping[str, Commitment]
    quantities: Mapping[str, Quantity]
    disagreements: Mapping[str, Disagreement]

    def commitment(self, commitment_id: str) -> Commitment:
        """Return one entry; raises UnknownCommitment."""
        try:
            return self.commitments[commitment_id]
        except KeyError:
            raise UnknownCommitment(
                f"Không có cam kết mang mã “{commitment_id}”. Hãy xem lại danh sách cam kết."
            ) from None

    def disagreements_of(self, commitment_id: str) -> list[Disagreement]:
        """Return the disagreements one of whose sides names an entry."""
        return [one for one in self.disagreements.values() if any(commitment_id in side.entries for side in one.sides)]

    def quantities_of(self, commitment_id: str) -> list[Quantity]:
        return [one for one in self.quantities.values() if commitment_id in one.entries]


class Saying(StrEnum):
    """How far an entry can be measured: a threshold, no figure at all, or a figure that is no threshold."""

    THRESHOLD = "co-nguong"
    OPEN = "mo"
    OTHER = "khac"


def saying(commitment: Commitment) -> Saying:
    if obstacle(commitment) is None:
        return Saying.THRESHOLD
    return Saying.OPEN if commitment.measure.qualifier in OPEN else Saying.OTHER


@dataclass(frozen=True)
class Wanted:
    """What is looked for. text: each of its words begins a word of the entry, marks not needed; None = any."""

    text: str = ""
    province: str | None = None
    kind: Kind | None = None
    year: int | None = None
    saying: Saying | None = None


def find(wanted: Wanted, *, language: str = "vi") -> list[Commitment]:
    """Return the entries looked for in Vietnamese order of their subject, then by id."""
    words = search_key(wanted.text).split()
    found = [one for one in book().commitments.values() if _is_wanted(one, wanted) and _holds(one, words)]
    return sorted(found, key=lambda one: (sort_key(one.subject.en if language == "en" else one.subject.vi), one.id))


def _is_wanted(one: Commitment, wanted: Wanted) -> bool:
    return (
        wanted.province in (None, one.province)
        and wanted.kind in (None, one.kind)
        and wanted.year in (None, one.year)
        and wanted.saying in (None, saying(one))
    )


def _holds(one: Commitment, words: list[str]) -> bool:
    owner = one.owner.vi if one.owner else ""
    told = [one.id, one.province, one.subject.vi, one.subject.en, one.measure.said, one.measure.unit.vi, owner]
    key = f" {search_key(' '.join(told))}"
    return all(f" {word}" in key for word in words)


@cache
def book() -> Book:
    """Return the entries of this project."""
    return load(FOLDER)


def load(folder: Path) -> Book:
    """Read a folder of four files; raises CommitmentsFaulty naming file and entry."""
    articles = _read(folder / "articles.yaml", _article)
    commitments = _read(folder / "commitments.yaml", _commitment)
    quantities = _read(folder / "quantities.yaml", _quantity)
    found = Book(articles, commitments, quantities, _read(folder / "disagreements.yaml", _disagreement))
    for where, wrong in _loose_ends(found):
        raise CommitmentsFaulty(f"{where}: {wrong}")
    return found


def _read(path: Path, make: Callable[[Mapping[str, Any]], One]) -> dict[str, One]:
    found: dict[str, One] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))[path.stem]:
        try:
            one = make(entry)
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            name = entry.get("id", entry) if isinstance(entry, Mapping) else entry
            raise CommitmentsFaulty(f"{path.name}: {name}: {error!r}") from error
        if one.id in found:
            raise CommitmentsFaulty(f"{path.name}: {one.id}: twice")
        found[one.id] = one
    return found


def _loose_ends(found: Book) -> Iterator[tuple[str, str]]:
    """Yield what an entry names that is not there."""
    articles = [(one.id, one.article) for one in found.commitments.values()]
    articles += [(one.id, one.article) for one in found.quantities.values()]
    entries = [(one.id, entry) for one in found.quantities.values() for entry in one.entries]
    quantities: list[tuple[str, str]] = []
    for point in found.disagreements.values():
        for side in point.sides:
            articles.append((point.id, side.article))
            entries += [(point.id, entry) for entry in side.entries]
            quantities += [(point.id, quantity) for quantity in side.quantities]
    yield from ((where, f"no article {name}") for where, name in articles if name not in found.articles)
    yield from ((where, f"no entry {name}") for where, name in entries if name not in found.commitments)
    yield from ((where, f"no quantity {name}") for where, name in quantities if name not in found.quantities)


def _article(entry: Mapping[str, Any]) -> Article:
    return Article(
        entry["id"], entry["province"], _text(entry["title"]), _text(entry["published"]), _text(entry["paper"])
    )


def _commitment(entry: Mapping[str, Any]) -> Commitment:
    return Commitment(
        id=entry["id"],
        province=entry["province"],
        subject=_text(entry["subject"]),
        kind=Kind(entry["kind"]),
        measure=_measure(entry),
        levels=tuple(Level(one) for one in entry["levels"]),
        deadline_year=entry.get("deadline_year"),
        as_of_year=entry.get("as_of_year"),
        article=entry["article"],
        data_needed=_text(entry["data_needed"]),
        note=_text(entry["note"]) if "note" in entry else None,
        owner=_text(entry["owner"]) if "owner" in entry else None,
    )


def _quantity(entry: Mapping[str, Any]) -> Quantity:
    return Quantity(
        id=entry["id"],
        article=entry["article"],
        province=entry["province"],
        kind=entry["kind"],
        subject=_text(entry["subject"]),
        measure=_measure(entry),
        scale=entry.get("scale", 1),
        as_of=_text(entry["as_of"]),
        entries=tuple(entry["entries"]),
        note=_text(entry["note"]) if "note" in entry else None,
    )


def _measure(entry: Mapping[str, Any]) -> Measure:
    read_as = entry.get("read_as")
    return Measure(
        value=Decimal(entry["value"]) if "value" in entry else None,
        words=entry.get("words", ""),
        unit=_text(entry["unit"]),
        qualifier=Qualifier(entry["qualifier"]),
        denominator=_denominator(entry["denominator"]),
        said=entry["said"],
        strives=entry.get("strives", False),
        is_derived=entry.get("derived", False),
        read_as=Qualifier(read_as) if read_as else None,
    )


def _denominator(told: str | Mapping[str, str]) -> Denominator:
    return Denominator(Basis(told)) if isinstance(told, str) else Denominator(Basis.NAMED, _text(told))


def _disagreement(entry: Mapping[str, Any]) -> Disagreement:
    sides = tuple(
        Side(_text(one["label"]), one["article"], tuple(one["entries"]), tuple(one["quantities"]), one["said"])
        for one in entry["sides"]
    )
    if len(sides) < 2:
        raise ValueError("a disagreement has two sides at least")
    return Disagreement(entry["id"], _text(entry["subject"]), _text(entry["differs"]), _text(entry["kept"]), sides)


def _text(told: Mapping[str, str]) -> Text:
    return Text(told["vi"], told["en"])
