# SPDX-License-Identifier: EUPL-1.2
"""What all official numbers share: the error with a sentence, and the cleaning of text typed by hand.

Each number has its own file beside this one: personal_number, tax_code, agency_code, dossier_code,
procedure_code, phone.
"""

import re
import unicodedata
from typing import Final

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SPACES: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
_LONGEST: Final = 200


class IdentifierError(ValueError):
    """A number that cannot be read or cannot be true; `sentence` says in Vietnamese what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def squeeze(text: str) -> str:
    """Return the text in capitals without any spaces, with plain hyphens and figures.

    Codes are copied from Word files and scans: typographic dashes, full-width figures and invisible
    spaces come with them. Cut to 200 characters, longer than any code.
    """
    plain = unicodedata.normalize("NFKC", text[: _LONGEST * 2])
    return _SPACES.sub("", _DASHES.sub("-", plain)).upper()[:_LONGEST]
