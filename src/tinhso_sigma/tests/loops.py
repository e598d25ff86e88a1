# SPDX-License-Identifier: EUPL-1.2
"""Both loops for the tests: pure Python always, the C loop wherever it could be built."""

import json
from typing import Any

import pytest

from tinhso_sigma.compiled import is_available
from tinhso_sigma.engine import Engine
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.types import LogSource

needs_native = pytest.mark.skipif(
    not is_available(), reason="the C loop is not here: no C compiler, no Python.h, or TINHSO_SIGMA_PURE is set"
)
LOOPS = [pytest.param(False, id="python"), pytest.param(True, id="native", marks=needs_native)]


def line_of(event: dict[str, Any], *, ascii_only: bool = False) -> bytes:
    return json.dumps(event, ensure_ascii=ascii_only).encode()


def in_layout(event: dict[str, Any]) -> dict[str, Any]:
    """Return a flat event as Windows events are laid out."""
    return {"Event": {"System": {}, "EventData": event}}


def said(engine: Engine, *lines: bytes, source: LogSource | None = None) -> list[list[str] | str]:
    """Return for each line the keys of the rules that match, or the words of a refusal."""
    return [
        str(one) if isinstance(one, BadEvent) else [rule.key for rule in one]
        for one in engine.match_lines(list(lines), source)
    ]
