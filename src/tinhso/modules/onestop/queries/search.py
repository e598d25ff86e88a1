# SPDX-License-Identifier: EUPL-1.2
"""Services found in the citizen's own words: bare letters, everyday names, slips of the hand; the likeliest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from math import log, log10

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Procedure, ProcedureVersion
from tinhso.modules.onestop.queries.asking import Everyday, Question, meant, question
from tinhso.modules.onestop.queries.portal import FIRST_SHOWN, filed_lately

ENOUGH = 3
"""When fewer services hold all the words, those that hold most of them fill up, unless an everyday name says it all."""

ENOUGH_WEIGHT = 0.75
"""The share of the question's weight that must be found; a rare word weighs more than a common one."""

ENOUGH_LIKENESS = 0.6
"""pg_trgm's own threshold of word similarity; below it, names that share one syllable come in."""


class Tier(IntEnum):
    """Why a service is shown, the best reason first."""

    NAME = 0
    EVERYDAY = 1
    ALL_IN_NAME = 2
    EVERYDAY_PART = 3
    ALL_IN_KEY = 4
    NEAR = 5


@dataclass(frozen=True)
class Hit:
    """One service found; `said` is the everyday name it was found by, `note` what to know of that name, by language."""

    procedure: Procedure
    tier: Tier
    said: str = ""
    note: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Services in order; `mended` is the question as it was understood when a word of it is not in the catalogue."""

    hits: list[Hit]
    mended: str = ""


@dataclass(frozen=True)
class _Candidate:
    hit: Hit
    fit: float
    """The place in the list of an everyday name, or what share is missing: small is good."""

    begun: bool = False
    """The last word only begins a word of the service."""


def search(*, text: str = "", field: str = "", on: date) -> Found:
    """Return the procedures in force on a day that answer a question, all of them when nothing is asked.

    A text without a letter or figure finds nothing. Two reads of the database, one when nothing is asked.
    """
    asked = question(text)
    if not text.strip():
        return Found([Hit(one, Tier.ALL_IN_KEY) for one in _in_force(asked, field, on)])
    if not asked.words:
        return Found([])
    names = meant(asked)
    listed = _in_force(asked, field, on)
    found = [one for procedure in listed if (one := _judge(procedure, asked, names))]
    if len(found) < ENOUGH and not any(one.hit.tier is Tier.EVERYDAY for one in found):
        found += _near(asked, listed, {one.hit.procedure.code for one in found})
    return Found(_in_order(found, on), asked.mended)


def _in_force(asked: Question, field: str, on: date) -> list[Procedure]:
    """Return the procedures in force with `likeness` to the question; some hundred rows, so all are read."""
    valid = ProcedureVersion.objects.filter(procedure_id=OuterRef("code"), valid__contains=on)
    likeness = TrigramWordSimilarity(" ".join(asked.words), "search_key")
    found = Procedure.objects.filter(Exists(valid)).annotate(likeness=likeness).order_by("sort_key", "code")
    return list(found.filter(field=field) if field else found)


def _judge(procedure: Procedure, asked: Question, names: Sequence[Everyday]) -> _Candidate | None:
    name = search_key(procedure.short_name)
    if asked.key in (name, search_key(procedure.code)):
        return _Candidate(Hit(procedure, Tier.NAME), 0)
    called = next((one for one in names if procedure.code in one.codes), None)
    if called and len(called.words) == len(asked.words):
        return _called(procedure, Tier.EVERYDAY, names)
    return (
        _holding(procedure, Tier.ALL_IN_NAME, name.split(), asked)
        or (_called(procedure, Tier.EVERYDAY_PART, names) if called else None)
        or _holding(procedure, Tier.ALL_IN_KEY, procedure.search_key.split(), asked)
    )


def _holding(procedure: Procedure, tier: Tier, words: Sequence[str], asked: Question) -> _Candidate | None:
    """Return the service when all words are there; the last may be a beginning, as it may still be being typed."""
    *whole, last = asked.words
    if not (set(whole) <= set(words) and any(one.startswith(last) for one in words)):
        return None
    missing = 1 - len(asked.words) / max(len(procedure.short_name.split()), len(asked.words))
    return _Candidate(Hit(procedure, tier), missing, begun=last not in words)


def _called(procedure: Procedure, tier: Tier, names: Sequence[Everyday]) -> _Candidate:
    """Return a service as its everyday name finds it: the longest name first, then the order of that name's codes.

    A name that is the official one, or a part of it, needs no explanation.
    """
    place, called = next((place, one) for place, one in enumerate(names) if procedure.code in one.codes)
    is_official = set(called.words) <= set(search_key(procedure.short_name).split())
    said = "" if is_official and not called.note else called.written
    return _Candidate(Hit(procedure, tier, said, called.note), place + called.codes.index(procedure.code) / 100)


def _near(asked: Question, listed: Iterable[Procedure], known: set[str]) -> list[_Candidate]:
    """Return the services that hold most of the question by weight, or whose words look much like it."""
    keys = {one.code: set(one.search_key.split()) for one in listed}
    weights = {word: _weight(word, keys.values()) for word in asked.words}
    total = sum(weights.values())
    found = []
    for one in listed:
        share = sum(weights[word] for word in weights if word in keys[one.code]) / total
        likeness = float(one.likeness)  # type: ignore[attr-defined]  # the annotation above
        if one.code not in known and (share >= ENOUGH_WEIGHT or likeness >= ENOUGH_LIKENESS):
            found.append(_Candidate(Hit(one, Tier.NEAR), 2 - round(share, 2) - round(likeness, 2)))
    return found


def _weight(word: str, keys: Iterable[set[str]]) -> float:
    """Return how telling a word is: nothing if every service has it, most if only one has."""
    all_keys = list(keys)
    return log((len(all_keys) + 2) / (sum(word in key for key in all_keys) + 1))


def _in_order(found: Sequence[_Candidate], on: date) -> list[Hit]:
    """Sort by reason; everyday names keep their own order; then popular before rare, short names before long."""
    filed = filed_lately(on, [one.hit.procedure.code for one in found]) if found else {}

    def rank(one: _Candidate) -> tuple[int, float, bool, int, int, float, str, str]:
        code, tier = one.hit.procedure.code, one.hit.tier
        own = one.fit if tier in (Tier.EVERYDAY, Tier.EVERYDAY_PART, Tier.NEAR) else 0
        usual = FIRST_SHOWN.index(code) if code in FIRST_SHOWN else len(FIRST_SHOWN)
        steps = int(log10(filed.get(code, 0) + 1))
        return (tier, own, one.begun, -steps, usual, one.fit, one.hit.procedure.sort_key, code)

    return [one.hit for one in sorted(found, key=rank)]
