# SPDX-License-Identifier: EUPL-1.2
"""The other side of `collect.ndjson`: lines go to the HTTP door, patiently, until it says that they are on its disk."""

import ipaddress
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tinhso.modules.security.collect.ndjson import PATH
from tinhso.modules.security.importing.errors import DoorUnusable
from tinhso.modules.security.importing.notes import Batch

LATER = {408, 425, 429, 500, 502, 503, 504}
"""Answers after which the same bytes may be taken: the door's own are 408 and 503, a proxy gives the others."""

OF_THE_BATCH = {400, 413, 415}
CONNECT_SECONDS, ANSWER_SECONDS = 10, 120
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
NOT_OURS = "nơi trả lời không phải là bộ thu thập. Hãy xem lại địa chỉ."


@dataclass(frozen=True)
class Confirmed:
    """kept: lines written now; known: those kept before under the same numbers.

    was_doubtful: an answer to the same bytes was lost before, so that they may be the known ones themselves.
    """

    kept: int
    known: int
    was_doubtful: bool = False


class Door:
    """url: of the door, without path; token: of a source; ca: PEM of who signed its certificate, None: the usual ones.

    patience_seconds: how long no answer is waited for; say: is told once when the waiting begins.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        ca: Path | None = None,
        patience_seconds: float = 300,
        say: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url, self._patience, self._say, self._sleep, self._clock = (
            checked(url),
            patience_seconds,
            say,
            sleep,
            clock,
        )
        self._session = requests.Session()
        self._session.trust_env = False  # the token and the events go to the collector, never through a proxy
        self._session.verify = str(ca) if ca else True
        self._session.headers.update({"Authorization": f"Bearer {token}", "Content-Encoding": "gzip"})

    def close(self) -> None:
        self._session.close()

    def send(self, batch: Batch) -> Confirmed:
        """Send a batch until it is confirmed. Raises DoorUnusable: refused, or out of patience."""
        ends, wait, why = self._clock() + self._patience, FIRST_WAIT, ""
        while True:
            answer, fault = self._post(batch)
            if answer is not None and answer.status_code not in LATER:
                return _confirmed(answer, batch, was_doubtful=bool(why))
            if not why:
                self._say(f"Bộ thu thập chưa nhận: {fault}. Đang thử lại, nhiều nhất {self._patience:.0f} giây …")
            why = fault
            pause = max(wait, _asked(answer))
            if self._clock() + pause > ends:
                raise DoorUnusable(
                    f"Bộ thu thập ở {self.url} chưa nhận sau {self._patience:.0f} giây: {why}. Hãy kiểm tra bộ thu "
                    "thập (tinhso status), rồi chạy lại đúng lệnh này: phần đã xác nhận không gửi lại."
                )
            self._sleep(pause)
            wait = min(2 * wait, LONGEST_WAIT)

    def _post(self, batch: Batch) -> tuple[requests.Response | None, str]:
        """Return the answer, or none, with why it is not final yet."""
        numbered = {"X-Sequence": str(batch.first), "X-Stream": batch.stream}
        try:
            answer = self._session.post(
                self.url + PATH,
                data=batch.body,
                headers=numbered,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            raise DoorUnusable(
                f"Chứng thư của {self.url} không kiểm tra được. Hãy chỉ chứng thư của nơi cấp bằng --ca, và dùng đúng "
                "tên máy ghi trong chứng thư."
            ) from error
        except requests.exceptions.Timeout:
            return None, "không trả lời kịp"
        except requests.exceptions.ConnectionError:
            return None, "không kết nối được"
        except (requests.exceptions.RequestException, UnicodeError) as error:
            raise DoorUnusable(f"Không gửi được tới {self.url}: {error}.") from error
        return answer, _detail(answer).rstrip(".")


def checked(url: str) -> str:
    """Return the address without path. Raises DoorUnusable for one that is none, or would show the token around."""
    try:
        told = urlsplit(url.strip())
        host, port = told.hostname or "", told.port
    except ValueError:
        host, port = "", None
    if not host or told.scheme not in {"http", "https"} or port == 0 or told.path.strip("/") or told.query:
        raise DoorUnusable(f"Địa chỉ {url} không đúng. Ví dụ đúng: https://thuthap.tinh.gov.vn:8515.")
    if told.scheme == "http" and not _is_here(host):
        raise DoorUnusable(f"Địa chỉ {url} không mã hóa: http:// chỉ dùng trên chính máy này. Hãy dùng https://.")
    return f"{told.scheme}://{told.netloc.rpartition('@')[2]}"


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _confirmed(answer: requests.Response, batch: Batch, *, was_doubtful: bool) -> Confirmed:
    if answer.status_code != 200:
        sentence = f"Bộ thu thập từ chối ({answer.status_code}): {_detail(answer)}"
        raise DoorUnusable(sentence, is_batch=answer.status_code in OF_THE_BATCH)
    try:
        told = answer.json()
        found = Confirmed(int(told["kept"]), int(told["known"]), was_doubtful)
    except (requests.exceptions.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise DoorUnusable(f"{answer.url}: {NOT_OURS}") from error
    if found.kept + found.known != batch.count:
        raise DoorUnusable(
            f"{answer.url}: xác nhận {found.kept + found.known} trên {batch.count} dòng đã gửi; {NOT_OURS}"
        )
    return found


def _detail(answer: requests.Response) -> str:
    """Return the sentence of a refusal; of a stranger only its number."""
    try:
        told = json.loads(answer.content)
    except ValueError:
        return f"trả lời {answer.status_code}."
    found = told.get("detail") if isinstance(told, dict) else None
    return found if isinstance(found, str) and found else f"trả lời {answer.status_code}."


def _asked(answer: requests.Response | None) -> float:
    """Return how long the door asks to wait, in seconds, at most LONGEST_WAIT."""
    said = answer.headers.get("Retry-After", "") if answer is not None else ""
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else 0.0
