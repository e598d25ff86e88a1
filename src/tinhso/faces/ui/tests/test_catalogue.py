# SPDX-License-Identifier: EUPL-1.2
"""Every text of the faces has its English, compiled, with the same variables."""

import gettext
import re

import pytest

from tinhso.faces.ui.catalogue import FACES, entries, messages

SOURCES = sorted(FACES.glob("*/locale/en/LC_MESSAGES/django.po"))
VARIABLES = re.compile(r"%\(\w+\)[sd]|\{n\}")
FACES_HERE = ("ui", "portal", "desk", "ops")


def english() -> dict[str, list[str]]:
    return {message: texts for source in SOURCES for message, texts in entries(source).items()}


@pytest.mark.parametrize("face", FACES_HERE)
def test_no_text_lacks_its_english(face: str):
    known = english()

    lacking = sorted(text for text in messages(FACES / face) if not all(known.get(text, [""])))

    assert lacking == []


def test_translations_keep_the_variables():
    wrong = [
        message
        for message, texts in english().items()
        if message and any(set(VARIABLES.findall(text)) != set(VARIABLES.findall(message)) for text in texts)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "source", [one for one in FACES.glob("*/locale/*/LC_MESSAGES/django.po") if one.stat().st_size]
)
def test_catalogues_are_compiled(source):
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message, texts in entries(source).items():
        if message and len(texts) == 1 and texts[0]:
            assert compiled.gettext(message) == texts[0], "run python -m tinhso.faces.ui.catalogue"


def test_the_sign_in_library_speaks_vietnamese():
    known = entries(FACES / "ui" / "locale" / "vi" / "LC_MESSAGES" / "django.po")

    assert known["Incorrect password."] == ["Mật khẩu không đúng."]
