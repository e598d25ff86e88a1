# SPDX-License-Identifier: EUPL-1.2
"""The coordination API of 2026 over HTTP: the messages of the sync service, spoken in its steps.

A record becomes: a number drawn from the portal, its files, the dossier, its status; a step becomes progress and
status.
Number and files are settled before the delivery and kept as names the portal gave, so a delivery that is cut off draws
no second number. Every call has a key of its own made from the message's. Source: a vendor's description of the API
(GetNextValue, MaHoSo, IdTepTin, HashTepTin, LoaiDoiTuong 0–2); paths, the look-up and more fields are ours.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import requests

from tinhso.config import demo, env
from tinhso.kernel.exchange import queries
from tinhso.kernel.exchange.actions import note_their_name
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.types import Envelope
from tinhso.modules.onestop.national import dialect
from tinhso.modules.onestop.national.channel import TIMEOUT_SECONDS, FileMissing, SessionOver, download
from tinhso.modules.onestop.national.mapping import PARTNER, Service

NAME = "national_2026"


class CoordinationChannel:
    """Carries messages to the portal over the coordination API; keeps one token per address."""

    name = NAME

    def __init__(self) -> None:
        self._tokens: dict[str, str] = {}

    def prepare(self, envelope: Envelope, now: datetime) -> None:
        """Draw the number of a dossier and hand in its files, each kept as soon as the portal has answered."""
        message = dialect.opened(envelope.body)
        if message.service == Service.ANSWER:
            return
        endpoint = envelope.recipient
        if dialect.needs_number(message.number) and not queries.was_told_otherwise(PARTNER, envelope.stream, NAME):
            drawn = self._call("GET", f"{endpoint}/v2/GetNextValue", endpoint, params={"unit": message.unit})
            note_their_name(PARTNER, message.number, _text(drawn, "MaHoSo"), now=now)
        for paper in dialect.missing_papers(message):
            kept = self._call("POST", f"{endpoint}/v2/TepTin", endpoint, data=dialect.content_of(paper))
            note_their_name(PARTNER, paper.name, _text(kept, "IdTepTin"), now=now)

    def send(self, envelope: Envelope) -> str:
        """Return the receipt of the last call. Raises TemporaryFailure, PermanentFailure."""
        message = dialect.opened(envelope.body)
        receipt = ""
        told_before = queries.was_told_otherwise(PARTNER, envelope.stream, NAME)
        for place, (path, body) in enumerate(dialect.calls(message, keeps_number=told_before), 1):
            headers = {"X-Message-Key": f"{envelope.key}/{place}", "X-Message-Signature": envelope.signature}
            url = f"{envelope.recipient}/v2/{path}"
            answer = self._call("POST", url, envelope.recipient, json=body, headers=headers)
            receipt = _text(answer, "MaBienNhan") + (" (đã nhận trước đó)" if answer.get("DaNhanTruocDo") else "")
        return receipt

    def look_up(
        self, endpoint: str, unit: str, *, numbers: Sequence[str] = (), span: tuple[str, str] | None = None
    ) -> list[dict[str, str]]:
        """Return what the portal holds of our numbers, or of all received in a span, by the numbers used here."""
        theirs = queries.their_names(PARTNER, numbers)
        asked: dict[str, Any] = {"MaDonVi": unit, "MaHoSo": [theirs.get(one, one) for one in numbers]}
        if span is not None:
            asked |= {"TuNgay": span[0], "DenNgay": span[1]}
        rows = self._call("POST", f"{endpoint}/v2/TraCuu", endpoint, json=asked).get("HoSo")
        if not isinstance(rows, list):
            raise TemporaryFailure("Cổng Dịch vụ công quốc gia trả lời tra cứu không đúng mẫu; hãy đối soát lại sau.")
        found = [one for one in rows if isinstance(one, dict) and one.get("MaHoSo")]
        ours = queries.our_names(PARTNER, [str(one["MaHoSo"]) for one in found])
        return [one | {"MaHoSo": ours.get(str(one["MaHoSo"]), str(one["MaHoSo"]))} for one in found]

    def fetch(self, endpoint: str, address: str, limit_bytes: int) -> bytes:
        """Return a file the applicant left at the portal. Raises TemporaryFailure; FileMissing, FileTooBig."""
        if not address.startswith(f"{endpoint}/files/") or ".." in address:
            raise FileMissing("Địa chỉ của tệp không nằm trên Cổng Dịch vụ công quốc gia nên không tải được.")
        try:
            return download(address, {"Authorization": f"Bearer {self._token(endpoint)}"}, limit_bytes)
        except SessionOver:
            self._tokens.pop(endpoint, None)
            raise

    def _token(self, endpoint: str) -> str:
        if endpoint not in self._tokens:
            secret = env.NATIONAL_PASSWORD or demo.national_password(env.VAR, env.NATIONAL_USER)
            asked = {"client_id": env.NATIONAL_USER, "client_secret": secret}
            response = _ask("POST", f"{endpoint}/v2/token", json=asked)
            if response.status_code in (400, 401, 403):
                # The message is good, the account is not: it waits until an operator has mended the settings.
                raise TemporaryFailure(
                    "Cổng Dịch vụ công quốc gia không cấp thẻ truy cập. Hãy kiểm tra TINHSO_NATIONAL_USER và "
                    "TINHSO_NATIONAL_PASSWORD; sẽ tự gửi lại."
                )
            self._tokens[endpoint] = _text(_read(response), "access_token")
        return self._tokens[endpoint]

    def _call(
        self, method: str, url: str, endpoint: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> dict[str, Any]:
        """Ask once with the token kept, and once more with a new one when it has ended."""
        for _ in range(2):
            signed = {**(headers or {}), "Authorization": f"Bearer {self._token(endpoint)}"}
            response = _ask(method, url, headers=signed, **more)
            if response.status_code != 401:
                return _read(response)
            del self._tokens[endpoint]
        raise TemporaryFailure("Cổng Dịch vụ công quốc gia không nhận thẻ truy cập; sẽ tự gửi lại.")


def _ask(method: str, url: str, **more: Any) -> requests.Response:
    try:
        return requests.request(method, url, timeout=TIMEOUT_SECONDS, allow_redirects=False, **more)
    except requests.RequestException as error:
        raise TemporaryFailure(
            f"Cổng Dịch vụ công quốc gia chưa trả lời ({type(error).__name__}); sẽ tự gửi lại."
        ) from error


def _read(response: requests.Response) -> dict[str, Any]:
    """Return a good answer. A fault in the message is final; no right (403) is mended by an operator, so it waits."""
    try:
        found = response.json()
    except requests.JSONDecodeError:
        found = None
    if response.status_code in (400, 404):
        said = found.get("message", "") if isinstance(found, dict) else ""
        raise PermanentFailure(f"Cổng Dịch vụ công quốc gia từ chối (HTTP {response.status_code}): {said}"[:500])
    if response.status_code != 200 or not isinstance(found, dict):
        raise TemporaryFailure(
            f"Cổng Dịch vụ công quốc gia trả lời không dùng được (HTTP {response.status_code}); sẽ tự gửi lại."
        )
    return found


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise TemporaryFailure(f"Cổng Dịch vụ công quốc gia trả lời thiếu {name}; sẽ tự gửi lại.")
    return value


CHANNEL = CoordinationChannel()
