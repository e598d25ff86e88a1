# SPDX-License-Identifier: EUPL-1.2
"""What the data of a declaration form must look like before the form engine reads them, and that it can."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tinhso.modules.onestop.editing.shape import (
    Check,
    Fault,
    anything_storable,
    each,
    maybe,
    record,
    text,
    whole,
    yes_or_no,
)
from tinhso.modules.onestop.errors import DefinitionUnreadable
from tinhso.modules.onestop.forms import Form, FormDataError, parse_form

KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
MOST_QUESTIONS: Final = 400


def _key(value: Any) -> Iterator[Fault]:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        yield "", "phải bắt đầu bằng chữ cái không dấu, chỉ gồm chữ cái không dấu, chữ số và gạch dưới"


def _option(value: Any) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from record({"key": text(80), "label": text(300)}, ("key", "label"))(value)
    elif type(value) is not int:
        yield from text(80)(value)


def _options(value: Any) -> Iterator[Fault]:
    yield from text(60)(value) if isinstance(value, str) else each(_option)(value)


_QUESTION: Final[Mapping[str, Check]] = {
    "key": _key,
    "label": text(400),
    "type": text(40),
    "required": yes_or_no,
    "validation": each(text(100), 20),
    "options": _options,
    "when": text(400),
    "prefill": record({"source": text(40), "field": text(80), "grade": text(20)}, ("source", "field", "grade")),
    "max_length": maybe(whole(1, 100_000)),
    "note": text(1000),
    "repeat": record({"columns": each(text(80), 40), "min": whole(0, 200), "max": whole(0, 200)}, ("columns",)),
}
_SECTION: Final[Mapping[str, Check]] = {
    "key": _key,
    "title": text(300),
    "fields": each(record(_QUESTION, ("key", "label", "type")), MOST_QUESTIONS),
}
_form = record(
    {
        "id": _key,
        "title": text(400),
        "procedures": each(text(12)),
        "template": anything_storable,
        "sections": each(record(_SECTION, ("key", "title", "fields")), 60),
        "counts": anything_storable,
        "attachments": each(anything_storable),
        "note": text(1000),
        "unverified": each(text(200)),
    },
    ("id", "title", "sections"),
)


def check_form(raw: Any) -> Form:
    """Return the form as the engine reads it; raises DefinitionUnreadable with one sentence about what it cannot."""
    for place, fault in _form(raw):
        raise DefinitionUnreadable(f"Biểu mẫu, mục “{place.lstrip('.') or 'biểu mẫu'}” {fault}. Chưa ghi gì.")
    if not isinstance(raw.get("template") or {}, dict):
        raise DefinitionUnreadable("Biểu mẫu, mục “template” phải là nhóm các mục. Chưa ghi gì.")
    try:
        form = parse_form(raw)
    except FormDataError as error:
        raise DefinitionUnreadable(
            f"Biểu mẫu không dùng được ở “{error.place}”: {error.fault}. Hãy sửa rồi làm lại; chưa ghi gì."
        ) from error
    if len(form.fields) > MOST_QUESTIONS:
        raise DefinitionUnreadable(f"Biểu mẫu có quá {MOST_QUESTIONS} câu hỏi. Hãy bớt câu hỏi; chưa ghi gì.")
    if not form.own_sections:
        raise DefinitionUnreadable("Biểu mẫu không có phần nào cho người nộp. Hãy thêm một phần; chưa ghi gì.")
    keys = [one.key for one in form.sections]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise DefinitionUnreadable(f"Biểu mẫu có hai phần cùng khóa “{twice}”. Hãy sửa rồi làm lại; chưa ghi gì.")
    return form
