# SPDX-License-Identifier: EUPL-1.2
"""Gazetteer: place names of today and of before a merger lead to the communes of today; a divided one asks."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.registry.models import Area, AreaChange
from tinhso.kernel.registry.queries.areas import areas_as_of, successors
from tinhso.lib.vntext import search_key

LONGEST = 160
SHORT_FORMS = {
    "x": "xa",
    "p": "phuong",
    "tt": "thi tran",
    "h": "huyen",
    "q": "quan",
    "tx": "thi xa",
    "tp": "thanh pho",
    "t": "tinh",
}
"""How kinds of places are abbreviated on envelopes: "P. 5, TP. Bến Tre"."""

KINDS = (("tinh",), ("huyen",), ("quan",), ("thi", "xa"), ("thanh", "pho"))

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True)
class NamedPlace:
    """Địa danh (cũ hoặc nay): a commune or district as it is or was called, and the communes of today it lies in.

    within: district and province it lies or lay in, the nearest first. last_day: None while it still exists.
    More than one commune of today means that it was divided, or that it is a district: ask, never guess.
    """

    code: str
    name: str
    within: tuple[str, ...]
    last_day: date | None
    today: tuple[tuple[str, str], ...]


def places_named(text: str, home: str, on: date) -> list[NamedPlace]:
    """Return the places a text may mean, of today or of before, that lie in the province `home` of a day of the law.

    The text is a name, alone or followed by the names of what it lay in, with or without marks, in any common short
    form. An empty list means that no commune or district is or was called so here.
    """
    asked = _words(text)
    if not asked:
        return []
    until = DateRange(None, on, "[]")
    known = Area.objects.filter(
        valid__overlap=until, level__in=("commune", "district"), province_code__in=_provinces(home, on)
    )
    named = [one for one in known if _rests(one, asked)]
    above = _Above(named, on)
    meant = [one for one in named if _is_meant(one, above.names(one), asked)]
    found = [NamedPlace(one.code, one.full_name, above.names(one), _gone(one, on), _today_of(one, on)) for one in meant]
    return _once(_as_written([one for one in found if one.today], text))


def _as_written(places: list[NamedPlace], text: str) -> list[NamedPlace]:
    """Return those whose name stands in the text with its marks, all when there is none: Mỹ Thành is not Mỹ Thạnh."""
    written = unicodedata.normalize("NFC", text[:LONGEST]).lower()
    exact = [one for one in places if one.name.lower().partition(" ")[2] in written]
    return exact or places


def _once(places: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return places in order, those that exist first; of one place that ended twice only the last."""
    latest = sorted(places, key=lambda one: one.last_day or date.max)
    once = {(one.name, one.within, one.today): one for one in latest}
    return sorted(once.values(), key=lambda one: (one.last_day is not None, one.name, one.within))


def _gone(place: Area, on: date) -> date | None:
    last = _last_day(place, on)
    return None if last == on else last


def _provinces(home: str, on: date) -> set[str]:
    """Return the province and those that were merged into it up to a day."""
    merged = AreaChange.objects.filter(level="province", successor=home, on__lte=on)
    return {home, *merged.values_list("predecessor", flat=True)}


class _Above:
    """Names of the districts and provinces that places lie or lay in, read at once."""

    def __init__(self, places: Iterable[Area], on: date) -> None:
        self._day = on
        codes = {code for one in places for code in (one.parent_code, one.province_code)}
        self._known: dict[tuple[str, str], list[Area]] = defaultdict(list)
        for one in Area.objects.filter(code__in=codes, level__in=("district", "province")):
            self._known[one.level, one.code].append(one)

    def names(self, place: Area) -> tuple[str, ...]:
        """Return the full names of district and province as they were on the last day of a place."""
        day = _last_day(place, self._day)
        steps = (("district", place.parent_code), ("province", place.province_code))
        found = (next((one for one in self._known[step] if _covers(one, day)), None) for step in steps)
        return tuple(one.full_name for one in found if one is not None)


def _covers(place: Area, day: date) -> bool:
    begins, ends = place.valid.lower, place.valid.upper
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _last_day(place: Area, on: date) -> date:
    """Return the last day a place existed, the day asked for when it still exists."""
    ends: date | None = place.valid.upper
    return on if ends is None or ends > on else ends - timedelta(days=1)


def _words(text: str) -> list[str]:
    words = search_key(text[:LONGEST]).split()
    spread = [part for word in words for part in _apart(word)]
    return [plain for word in spread for plain in SHORT_FORMS.get(word, word).split()]


def _apart(word: str) -> Sequence[str]:
    """Part a kind and a number written as one: "p5" is "p 5"."""
    return (word[0], word[1:]) if word[:1] in ("p", "q") and word[1:].isdigit() else (word,)


def _rests(place: Area, asked: Sequence[str]) -> list[list[str]]:
    """Return what follows the place's name in a text that begins with it, with or without its kind."""
    names = (search_key(one).split() for one in (place.full_name, place.name))
    return [list(asked[len(name) :]) for name in names if list(asked[: len(name)]) == name]


def _is_meant(place: Area, within: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether nothing follows the name but what the place lies or lay in, the nearest first."""
    return any(_names(rest, within) for rest in _rests(place, asked))


def _names(rest: Sequence[str], within: Sequence[str]) -> bool:
    if not rest:
        return True
    for place, name in enumerate(within):
        full = search_key(name).split()
        for words in (full, *_without_kind(full)):
            if list(rest[: len(words)]) == words and _names(rest[len(words) :], within[place + 1 :]):
                return True
    return False


def _without_kind(full: Sequence[str]) -> list[list[str]]:
    return [list(full[len(kind) :]) for kind in KINDS if tuple(full[: len(kind)]) == kind]


def _today_of(place: Area, on: date) -> tuple[tuple[str, str], ...]:
    """Return code and name of the communes of a day that a place lies in, in order of code."""
    inside = [place]
    if place.level == "district":
        last = _last_day(place, on)
        inside = list(Area.objects.filter(level="commune", parent_code=place.code, valid__contains=last))
    return tuple(sorted({one for commune in inside for one in _followers(commune, on)}))


def _followers(commune: Area, on: date) -> list[tuple[str, str]]:
    steps = successors(commune.code, commune.valid.lower or BEGINNING, on)
    if steps:
        return [(step.successor, step.successor_name) for step in steps]
    return [(commune.code, commune.full_name)]


def namesakes(places: Sequence[Area], on: date) -> dict[str, str]:
    """Return the district of each area that shares its name with another of the same province, by code.

    Since the district level ended on 1 July 2025 no province has two communes of one name.
    """
    counts = Counter((one.province_code, one.full_name) for one in places)
    twice = {one.code: one.parent_code for one in places if counts[one.province_code, one.full_name] > 1}
    districts = areas_as_of(on).filter(level="district", code__in=set(twice.values())) if twice else []
    names = {one.code: one.full_name for one in districts}
    return {code: names[parent] for code, parent in twice.items() if parent in names}


def told_apart(places: Sequence[Area], on: date) -> list[tuple[str, str]]:
    """Return code and full name in the order given; those of one name bear their district."""
    districts = namesakes(places, on)
    return [(one.code, with_district(one.full_name, districts.get(one.code, ""))) for one in places]


def with_district(name: str, district: str) -> str:
    """Return "Xã An Thạnh (huyện Thạnh Phú)", the name alone when there is no district to name."""
    return f"{name} ({district[:1].lower()}{district[1:]})" if district else name
