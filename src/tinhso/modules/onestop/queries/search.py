# SPDX-License-Identifier: EUPL-1.2
"""Services found in the citizen's own words: bare letters, everyday names, slips of the hand; the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from math import log, log10

from django.contrib.postgres.search import TrigramWordSimilarity

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Procedure
from tinhso.modules.onestop.queries.asking import Everyday, Question, meant, question
from tinhso.modules.onestop.queries.offered import Offered, offered
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

    A text without a letter or figure finds nothing. At most three small reads of the database.
    """
    asked = question(text)
    listed = [one for one in offered(on) if field in ("", one.procedure.field)]
    if not text.strip():
        return Found([Hit(one.procedure, Tier.ALL_IN_KEY) for one in listed])
    if not asked.words:
        return Found([])
    names = meant(asked)
    found = [one for service in listed if (one := _judge(service, asked, names))]
    if len(found) < ENOUGH and not any(one.hit.tier is Tier.EVERYDAY for one in found):
        found += _near(asked, listed, {one.hit.procedure.code for one in found})
    return Found(_in_order(found, on), asked.mended)


def _judge(service: Offered, asked: Question, names: Sequence[Everyday]) -> _Candidate | None:
    procedure = service.procedure
    if asked.key in (service.name, service.code_key):
        return _Candidate(Hit(procedure, Tier.NAME), 0)
    called = next((one for one in names if procedure.code in one.codes), None)
    if called and len(called.words) == len(asked.words):
        return _called(procedure, Tier.EVERYDAY, names)
    return (
        _holding(procedure, Tier.ALL_IN_NAME, service.name_words, asked)
        or (_called(procedure, Tier.EVERYDAY_PART, names) if called else None)
        or _holding(procedure, Tier.ALL_IN_KEY, service.words, asked)
    )


def _holding(procedure: Procedure, tier: Tier, words: frozenset[str], asked: Question) -> _Candidate | None:
    """Return the service when all words are there; the last may be a beginning, as it may still be being typed."""
    *whole, last = asked.words
    if not (words.issuperset(whole) and (last in words or any(one.startswith(last) for one in words))):
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


def _near(asked: Question, listed: Sequence[Offered], known: set[str]) -> list[_Candidate]:
    """Return the services that hold most of the question by weight, or whose words look much like it."""
    weights = {word: _weight(word, listed) for word in asked.words}
    total, likeness = sum(weights.values()), _likeness(asked)
    found = []
    for one in listed:
        code = one.procedure.code
        share = sum(weight for word, weight in weights.items() if word in one.words) / total
        alike = likeness.get(code, 0.0)
        if code not in known and (share >= ENOUGH_WEIGHT or alike >= ENOUGH_LIKENESS):
            found.append(_Candidate(Hit(one.procedure, Tier.NEAR), 2 - round(share, 2) - round(alike, 2)))
    return found


def _likeness(asked: Question) -> dict[str, float]:
    """Return how much the words of each service look like the question."""
    alike = TrigramWordSimilarity(" ".join(asked.words), "search_key")
    return dict(Procedure.objects.annotate(alike=alike).filter(alike__gt=0).values_list("code", "alike"))


def _weight(word: str, listed: Sequence[Offered]) -> float:
    """Return how telling a word is: nothing if every service has it, most if only one has."""
    return log((len(listed) + 2) / (sum(word in one.words for one in listed) + 1))


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
