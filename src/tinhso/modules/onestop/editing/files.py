# SPDX-License-Identifier: EUPL-1.2
"""A definition as one file, to keep it or carry it elsewhere, and back. JSON is written, JSON or YAML read."""

import json
from typing import Any, Final

import yaml

from tinhso.modules.onestop.definitions import digest_of
from tinhso.modules.onestop.editing.reading import checked
from tinhso.modules.onestop.editing.types import Content
from tinhso.modules.onestop.errors import DefinitionUnreadable

KIND: Final = "tinhso/procedure"
FORMAT: Final = 1
LARGEST_BYTES: Final = 1_000_000
DEEPEST: Final = 20
_KEYS: Final = {"kind", "format", "digest", "definition", "form"}


class _PlainLoader(yaml.SafeLoader):
    """YAML without anchors: a few lines of them could unfold into gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("alias")
        return super().compose_node(parent, index)


def written(content: Content) -> bytes:
    """Return the file of a definition: UTF-8 JSON that people can read, with the digest of what it holds."""
    data = {
        "kind": KIND,
        "format": FORMAT,
        "digest": digest_of(content.definition, content.form),
        "definition": content.definition,
        "form": content.form,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes) -> Content:
    """Return the definition in a file; raises DefinitionUnreadable with one sentence, and nothing is kept of it.

    A digest in the file must be that of its content: a file changed by hand leaves the line out.
    """
    if len(data) > LARGEST_BYTES:
        raise DefinitionUnreadable("Tệp lớn hơn 1 MB nên không phải tệp thủ tục. Hãy chọn tệp đã xuất từ hệ thống.")
    found = _parsed(data)
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise DefinitionUnreadable("Tệp không phải tệp thủ tục của hệ thống. Hãy chọn tệp đã xuất từ trang này.")
    if found.get("format") != FORMAT:
        raise DefinitionUnreadable(f"Tệp thuộc định dạng khác (đọc được định dạng {FORMAT}). Hãy xuất lại tệp.")
    strange = sorted(str(key)[:60] for key in set(found) - _KEYS)
    if strange:
        raise DefinitionUnreadable(f"Tệp có mục lạ “{strange[0]}”. Hãy bỏ mục này rồi nhập lại.")
    _check_depth(found)
    content = checked(Content(found.get("definition") or {}, found.get("form")))
    if "digest" in found and found["digest"] != digest_of(content.definition, content.form):
        raise DefinitionUnreadable(
            "Nội dung tệp khác mã băm ghi trong tệp: tệp đã bị sửa hoặc hỏng. "
            "Hãy lấy lại tệp gốc, hoặc bỏ dòng “digest” nếu bạn chủ động sửa."
        )
    return content


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionUnreadable("Tệp không phải văn bản UTF-8 nên không đọc được. Hãy xuất lại tệp.") from error
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text, parse_constant=_no_constant)
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader, without anchors
    except (ValueError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", getattr(error, "lineno", 1) - 1) + 1
        raise DefinitionUnreadable(f"Tệp sai cú pháp ở gần dòng {line}. Hãy sửa hoặc xuất lại tệp.") from error
    except RecursionError as error:
        raise DefinitionUnreadable("Tệp lồng quá nhiều cấp nên không phải tệp thủ tục.") from error


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise DefinitionUnreadable("Tệp lồng quá nhiều cấp nên không phải tệp thủ tục.")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        _check_depth(one, depth + 1)
