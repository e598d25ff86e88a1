# SPDX-License-Identifier: EUPL-1.2
"""Every verb of the ledger is well named, is really recorded, and carries nothing about a person but identifiers."""

import ast
import os
import subprocess
import sys
import typing
from dataclasses import dataclass
from functools import cache

from tests.architecture.tree import listed, product_modules
from tinhso.kernel.events.catalogue import GRAMMAR, VERBS, Verb

PERSONAL_WORDS = {
    *("name", "full_name", "names", "phone", "mobile", "email", "mail", "address", "place", "residence"),
    *("birth", "birth_date", "born", "sex", "gender", "personal_number", "passport", "id_card", "tax_code", "bank"),
    *("photo", "face", "fingerprint", "ip", "password", "secret", "token", "salary", "religion", "ethnicity", "health"),
}
"""Field names that say the value is about a person. A proof of an act may be shown to anyone, and it stays for ever."""

FREE_TEXT_WORDS = {"reason", "text", "body", "comment", "note", "title", "question", "answer", "content", "description"}
"""Field names of sentences people type; a sentence may name somebody, so the ledger should hold a code instead."""

KNOWN_FREE_TEXT = {
    "case:extended.reason": "typed by the leader who apologises; told to the applicant anyway",
    "case:handed_over.reason": "made by the program, names the reorganisation",
    "dossier:sent_back.reason": "typed by the leader for the drafter",
}
"""Sentences that are in the ledger today; see docs/known-limits.md. No new ones."""


def ours() -> list[Verb]:
    """Return the verbs declared by the product, not those that a test made up."""
    return [verb for verb in VERBS.values() if ".tests." not in verb.payload.__module__]


def test_every_verb_follows_the_grammar():
    wrong = [verb.name for verb in ours() if not GRAMMAR.match(verb.name)]

    assert len(ours()) > 40
    assert not wrong, listed(wrong)


def test_every_verb_has_a_vietnamese_title_of_its_own():
    plain = [verb.name for verb in ours() if verb.title.isascii()]
    titles = [verb.title for verb in ours()]
    twice = sorted({title for title in titles if titles.count(title) > 1})

    assert not plain, listed(plain)
    assert not twice, listed(twice)


def words_in(verb: Verb, words: set[str]) -> list[str]:
    fields = typing.get_type_hints(verb.payload)
    return [f"{verb.name}.{field}" for field in fields if words & {field, field.rpartition("_")[2]}]


def test_no_verb_carries_personal_data():
    found = [field for verb in ours() for field in words_in(verb, PERSONAL_WORDS)]

    assert not found, listed(found)


def test_no_new_free_text_gets_into_the_ledger():
    found = [field for verb in ours() for field in words_in(verb, FREE_TEXT_WORDS)]

    assert sorted(found) == sorted(KNOWN_FREE_TEXT)


@dataclass(frozen=True)
class Telltale:
    full_name: str
    reason: str
    unit: str


def test_a_telling_field_is_seen():
    verb = Verb("person:told", "Kể", 1, Telltale)

    assert words_in(verb, PERSONAL_WORDS) == ["person:told.full_name"]
    assert words_in(verb, FREE_TEXT_WORDS) == ["person:told.reason"]


@cache
def built() -> frozenset[str]:
    """Return the names of everything the product calls like a class; a payload that is built is recorded."""
    calls = (node for module in product_modules() for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return frozenset(_called(call) for call in calls)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_every_verb_is_recorded_somewhere():
    unused = [f"{verb.name} ({verb.payload.__name__})" for verb in ours() if verb.payload.__name__ not in built()]

    assert not unused, listed(unused)


KNOWN = """
import pkgutil, importlib, django
django.setup()
from tinhso.kernel.events.catalogue import VERBS
known = set(VERBS)
import tinhso
for one in pkgutil.walk_packages(tinhso.__path__, "tinhso."):
    if not {"tests", "migrations", "__main__"} & set(one.name.split(".")) and "wsgi" not in one.name:
        importlib.import_module(one.name)
print(*sorted(set(VERBS) - known))
"""


def test_every_verb_is_known_as_soon_as_the_house_stands():
    """A process that reads the ledger need not have imported who writes."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tinhso.config.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KNOWN], capture_output=True, text=True, env=environment
    )

    assert done.returncode == 0, done.stderr
    assert not done.stdout.strip()
