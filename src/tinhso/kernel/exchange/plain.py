# SPDX-License-Identifier: EUPL-1.2
"""Signed JSON over HTTP: the way to partners that have no protocol of their own here.

The body goes as it was signed, to `<endpoint>/messages`, its head in X-Message-* as partners send to us. 200 and 202
are a receipt; 4xx but 408 and 429 is final; anything else waits.
"""

import requests

from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.types import Envelope

TIMEOUT_SECONDS = (3.0, 10.0)


class PlainChannel:
    """Posts signed JSON; the key tells a repeat."""

    name = "json"

    def send(self, envelope: Envelope) -> str:
        """Return the receipt of the other side. Raises TemporaryFailure, PermanentFailure."""
        headers = {
            "Content-Type": "application/json",
            "X-Message-Key": envelope.key,
            "X-Message-Recipient": envelope.recipient,
            "X-Message-Stream": envelope.stream,
            "X-Message-Sequence": str(envelope.sequence),
            "X-Message-Hash": envelope.digest,
            "X-Message-Signature": envelope.signature,
            "X-Message-Key-Id": envelope.key_id,
        }
        url = f"{envelope.recipient}/messages"
        try:
            response = requests.post(
                url, data=envelope.body.encode(), headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            raise TemporaryFailure(f"Đối tác chưa trả lời ({type(error).__name__}); sẽ tự gửi lại.") from error
        if 400 <= response.status_code < 500 and response.status_code not in (408, 429):
            raise PermanentFailure(f"Đối tác từ chối (HTTP {response.status_code}): {response.text}"[:500])
        try:
            found = response.json() if response.status_code in (200, 202) else None
        except requests.JSONDecodeError:
            found = None
        if not isinstance(found, dict) or not found.get("receipt"):
            raise TemporaryFailure(f"Đối tác trả lời không dùng được (HTTP {response.status_code}); sẽ tự gửi lại.")
        return f"{found['receipt']}{' (đã nhận trước đó)' if found.get('repeated') else ''}"
