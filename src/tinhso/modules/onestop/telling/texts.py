# SPDX-License-Identifier: EUPL-1.2
"""The short texts of `data/sms_texts.yaml`, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.onestop.telling.types import Kind, ShortText

FILE = Path(__file__).parents[1] / "data" / "sms_texts.yaml"


@cache
def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@cache
def short_texts() -> dict[str, ShortText]:
    """Return the wording of every act that is told, by verb."""
    found = _read()["texts"].items()
    return {verb: ShortText(Kind(one["kind"]), int(one["version"]), str(one["text"])) for verb, one in found}


def must_be_told(kind: Kind) -> bool:
    """Tell whether notices of a kind go by e-mail whatever the person chose."""
    return bool(_read()["kinds"][kind.value]["always"])
