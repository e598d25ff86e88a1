# SPDX-License-Identifier: EUPL-1.2
"""The portal's JSON service over HTTP: session, one envelope, what its answers mean."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from tinhso.config import demo, env
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.types import Envelope

NAME = "national"
TIMEOUT_SECONDS = (3.0, 10.0)
"""To connect and to answer; a portal slower than this counts as down and the message waits."""
OK, NOT_SIGNED_IN = "0", "100"


class NationalChannel:
    """Carries messages to the portal; keeps one session per address and opens a new one when it has ended."""

    name = NAME

    def __init__(self) -> None:
        self._sessions: dict[str, str] = {}

    def send(self, envelope: Envelope) -> str:
        """Return the receipt of the portal. Raises TemporaryFailure, PermanentFailure (a business error is final)."""
        headers = {
            "X-Message-Key": envelope.key,
            "X-Message-Stream": envelope.stream,
            "X-Message-Sequence": str(envelope.sequence),
            "X-Message-Hash": envelope.digest,
            "X-Message-Signature": envelope.signature,
            "X-Message-Key-Id": envelope.key_id,
        }
        answer = self.ask(envelope.recipient, json.loads(envelope.body), headers)
        return f"{answer.get('response_code', '')}{' (đã nhận trước đó)' if answer.get('repeated') else ''}"

    def ask(self, endpoint: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the answer to one envelope, signing in when there is no session or it has ended."""
        for is_last in (False, True):
            if endpoint not in self._sessions:
                self._sessions[endpoint] = self._login(endpoint)
            answer = _post(f"{endpoint}/service", {**body, "session": self._sessions[endpoint]}, headers or {})
            if str(answer.get("error_code")) != NOT_SIGNED_IN:
                break
            del self._sessions[endpoint]
            if is_last:
                raise TemporaryFailure("Cổng Dịch vụ công quốc gia không nhận phiên làm việc; sẽ tự gửi lại.")
        if str(answer.get("error_code")) != OK:
            raise PermanentFailure(
                f"Cổng Dịch vụ công quốc gia từ chối ({answer.get('error_code')}): {answer.get('message', '')}"[:500]
            )
        return answer

    def look_up(
        self, endpoint: str, unit: str, *, numbers: Sequence[str] = (), span: tuple[str, str] | None = None
    ) -> list[dict[str, str]]:
        """Return what the portal holds of these numbers, or of all received in a span of fourteen-digit times."""
        data = [{"MaHoSo": one} for one in numbers] if span is None else [{"TuNgay": span[0], "DenNgay": span[1]}]
        body = {"madonvi": unit, "service": "TraCuuHoSo", "isUpdating": False, "data": data}
        rows = self.ask(endpoint, body).get("data")
        if not isinstance(rows, list):
            raise TemporaryFailure("Cổng Dịch vụ công quốc gia trả lời tra cứu không đúng mẫu; hãy đối soát lại sau.")
        return [row for row in rows if isinstance(row, dict) and row.get("MaHoSo")]

    def fetch(self, endpoint: str, address: str, limit_bytes: int) -> bytes:
        """Return a file the applicant left at the portal. Raises TemporaryFailure; FileMissing, FileTooBig.

        Only addresses below the portal's own are asked, so that no message can send us anywhere else.
        """
        if not address.startswith(f"{endpoint}/files/") or ".." in address:
            raise FileMissing("Địa chỉ của tệp không nằm trên Cổng Dịch vụ công quốc gia nên không tải được.")
        if endpoint not in self._sessions:
            self._sessions[endpoint] = self._login(endpoint)
        try:
            return download(address, {"X-Session": self._sessions[endpoint]}, limit_bytes)
        except SessionOver:
            self._sessions.pop(endpoint, None)
            raise

    def _login(self, endpoint: str) -> str:
        password = env.NATIONAL_PASSWORD or demo.national_password(env.VAR, env.NATIONAL_USER)
        answer = _post(f"{endpoint}/login", {"username": env.NATIONAL_USER, "password": password}, {})
        session = answer.get("session")
        if str(answer.get("error_code")) != OK or not isinstance(session, str):
            # The message is good, the account is not: it waits until an operator has mended the settings.
            raise TemporaryFailure(
                "Cổng Dịch vụ công quốc gia không cho đăng nhập. Hãy kiểm tra TINHSO_NATIONAL_USER và "
                "TINHSO_NATIONAL_PASSWORD; sẽ tự gửi lại."
            )
        return session


class FileMissing(PermanentFailure):
    """The portal has no such file, or it lies somewhere else."""


class SessionOver(TemporaryFailure):
    """The session has ended; the next try opens a new one."""


class FileTooBig(PermanentFailure):
    """A file larger than this installation takes."""


def download(address: str, headers: Mapping[str, str], limit_bytes: int) -> bytes:
    """Return a file of the portal, proved by the headers. Raises TemporaryFailure, FileMissing, FileTooBig."""
    try:
        with requests.get(
            address, headers=dict(headers), timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
        ) as response:
            if response.status_code == 401:
                raise SessionOver("Phiên làm việc với Cổng đã hết; sẽ tự thử lại.")
            if response.status_code in (403, 404, 410):
                raise FileMissing(f"Cổng Dịch vụ công quốc gia không có tệp này (HTTP {response.status_code}).")
            if response.status_code != 200:
                raise TemporaryFailure(f"Chưa tải được tệp từ Cổng (HTTP {response.status_code}); sẽ tự thử lại.")
            found = b""
            for part in response.iter_content(64 * 1024):
                found += part
                if len(found) > limit_bytes:
                    raise FileTooBig(f"Tệp lớn hơn {limit_bytes >> 20} MB nên không nhận được.")
            return found
    except requests.RequestException as error:
        raise TemporaryFailure(f"Chưa tải được tệp từ Cổng ({type(error).__name__}); sẽ tự thử lại.") from error


def _post(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    try:
        response = requests.post(url, json=body, headers=dict(headers), timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise TemporaryFailure(
            f"Cổng Dịch vụ công quốc gia chưa trả lời ({type(error).__name__}); sẽ tự gửi lại."
        ) from error
    if 400 <= response.status_code < 500 and response.status_code not in (408, 429):
        raise PermanentFailure(f"Cổng Dịch vụ công quốc gia từ chối: HTTP {response.status_code}")
    try:
        found = response.json() if response.ok else None
    except requests.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise TemporaryFailure(
            f"Cổng Dịch vụ công quốc gia trả lời không đọc được (HTTP {response.status_code}); sẽ tự gửi lại."
        )
    return found


CHANNEL = NationalChannel()
"""The one of this process: its sessions are shared by deliveries and reconciliation."""
