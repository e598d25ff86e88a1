# SPDX-License-Identifier: EUPL-1.2
"""Read what others offer: one page of a TAXII 2.1 collection, the manifest and the events of a MISP feed.

The other side is hostile input: an answer is bounded in size and time, no redirect is followed, and whatever is not
what was asked for is a failure with one sentence.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.modules.security.intelligence import misp, stix
from tinhso.modules.security.intelligence.errors import NotIntelligence

TAXII = "application/taxii+json;version=2.1"
TIMEOUT_SECONDS = (5.0, 60.0)
LARGEST_ANSWER = 100_000_000
PAGE = 1_000
BUSY = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Fetched:
    """One page. last: when its last object arrived there, empty when it was not said."""

    objects: list[Any]
    more: bool
    following: str
    last: str


@dataclass(frozen=True)
class Reader:
    """How one source is read: an address and who asks there."""

    place: str
    login: str = ""
    secret: str = field(default="", repr=False)

    def page(self, added_after: str, following: str) -> Fetched:
        """Return one page of a TAXII collection. Raises TemporaryFailure, PermanentFailure."""
        asked = {"limit": str(PAGE)}
        if added_after:
            asked["added_after"] = added_after
        if following:
            asked["next"] = following
        content, headers = self._get(f"{self.place.rstrip('/')}/objects/", asked, TAXII)
        if not headers.get("Content-Type", "").replace(" ", "").startswith("application/taxii+json"):
            raise PermanentFailure("Nơi gửi không trả lời bằng TAXII 2.1. Hãy kiểm tra địa chỉ bộ sưu tập.")
        said = _json(content)
        try:
            objects = stix.objects_of(said)
        except NotIntelligence as error:
            raise PermanentFailure(f"Nơi gửi trả lời không đúng chuẩn: {error.sentence}") from error
        following = said.get("next") if isinstance(said.get("next"), str) else ""
        last = headers.get("X-TAXII-Date-Added-Last", "")
        return Fetched(objects, said.get("more") is True, following, last if stix.MOMENT.fullmatch(last) else "")

    def manifest(self) -> dict[str, int]:
        """Return the manifest of a MISP feed. Raises TemporaryFailure, PermanentFailure."""
        try:
            return misp.manifest(_json(self._file("manifest.json")))
        except NotIntelligence as error:
            raise PermanentFailure(error.sentence) from error

    def event(self, key: str) -> dict[str, Any]:
        """Return one event of a MISP feed. Raises NotIntelligence, TemporaryFailure, PermanentFailure."""
        return misp.event(_json(self._file(f"{key}.json")))

    def _file(self, name: str) -> bytes:
        if self.place.startswith(("http://", "https://")):
            return self._get(f"{self.place.rstrip('/')}/{name}", {}, "application/json")[0]
        path = Path(self.place) / name
        try:
            if path.stat().st_size > LARGEST_ANSWER:
                raise PermanentFailure(f"Tệp {name} lớn hơn 100 MB.")
            return path.read_bytes()
        except OSError as error:
            raise PermanentFailure(f"Không đọc được {name} trong thư mục nguồn tin ({error.strerror}).") from error

    def _get(self, url: str, asked: Mapping[str, str], accept: str) -> tuple[bytes, Mapping[str, str]]:
        who: Any = (self.login.encode(), self.secret.encode()) if self.login else None  # UTF-8, not Latin-1
        try:
            with requests.get(
                url, params=dict(asked), headers={"Accept": accept}, auth=who, timeout=TIMEOUT_SECONDS,
                allow_redirects=False, stream=True
            ) as response:  # fmt: skip
                _check(response.status_code)
                return _whole(response), response.headers
        except requests.RequestException as error:
            raise TemporaryFailure(f"Nơi gửi chưa trả lời ({type(error).__name__}); sẽ tự hỏi lại.") from error


def _check(status: int) -> None:
    if status in BUSY:
        raise TemporaryFailure(f"Nơi gửi đang bận (HTTP {status}); sẽ tự hỏi lại.")
    sentences = {
        401: "Nơi gửi từ chối tên đăng nhập hoặc khóa. Hãy kiểm tra rồi đăng ký lại nguồn tin.",
        403: "Nơi gửi không cho phép đọc. Hãy đề nghị nơi gửi cấp quyền.",
        404: "Nơi gửi không có địa chỉ này. Hãy kiểm tra địa chỉ.",
        406: "Nơi gửi không nói TAXII 2.1. Hãy hỏi nơi gửi địa chỉ TAXII 2.1.",
    }
    if status != 200:
        raise PermanentFailure(sentences.get(status, f"Nơi gửi trả lời không dùng được (HTTP {status})."))


def _whole(response: requests.Response) -> bytes:
    found = bytearray()
    for part in response.iter_content(1 << 16):
        found += part
        if len(found) > LARGEST_ANSWER:
            raise PermanentFailure("Nơi gửi trả lời một lần hơn 100 MB nên không nhận.")
    return bytes(found)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PermanentFailure("Nơi gửi trả lời không phải JSON đọc được.") from error
