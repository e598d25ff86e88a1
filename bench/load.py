# SPDX-License-Identifier: EUPL-1.2
"""Requests that come at their own pace, as people do, whether or not the answers to earlier ones are there."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Page:
    """One address, the header that signs somebody in, and how often it is asked beside the others."""

    path: str
    weight: int
    cookie: str = ""


@dataclass
class Answers:
    """What came back: milliseconds from the moment a request was due, and how many by status (0: none came)."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status == 0 or status >= 400)


def ask_at(rate: float, seconds: float, address: str, pages: Sequence[Page], seed: int = 1) -> Answers:
    """Ask so many pages a second, each drawn by weight."""
    dice = random.Random(seed)
    drawn = dice.choices(pages, [one.weight for one in pages], k=int(rate * seconds))
    answers = Answers()
    asyncio.run(_all(rate, address, drawn, answers))
    return answers


async def _all(rate: float, address: str, drawn: Sequence[Page], answers: Answers) -> None:
    async with _session() as session:
        began = time.perf_counter()
        tasks = []
        for number, page in enumerate(drawn):
            due = began + number / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(_one(session, address, page, due, answers)))
        await asyncio.gather(*tasks)


def _session() -> aiohttp.ClientSession:
    limit = aiohttp.TCPConnector(limit=0)
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    return aiohttp.ClientSession(connector=limit, timeout=patience, cookie_jar=aiohttp.DummyCookieJar())


async def _one(session: aiohttp.ClientSession, address: str, page: Page, due: float, answers: Answers) -> None:
    headers = {"Cookie": page.cookie} if page.cookie else {}
    status = 0
    try:
        async with session.get(address + page.path, headers=headers, allow_redirects=False) as answer:
            await answer.read()
            status = answer.status
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    answers.milliseconds.append((time.perf_counter() - due) * 1000)
    answers.statuses[status] += 1


@dataclass
class Arrival:
    """One visitor at the door: when they came, when they were let in, how often they asked, what went wrong."""

    came: float
    entered: float = 0.0
    asked: int = 0
    failed: int = 0


def arrive_at(rate: float, seconds: float, url: str, is_in: Callable[[int], bool]) -> list[Arrival]:
    """Let so many visitors a second come to a door and do as its pages tell them (header Refresh) until they are in."""
    return asyncio.run(_arrivals(rate, seconds, url, is_in))


async def _arrivals(rate: float, seconds: float, url: str, is_in: Callable[[int], bool]) -> list[Arrival]:
    async with _session() as session:
        began, tasks = time.perf_counter(), []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
            tasks.append(asyncio.create_task(_visit(session, url, is_in)))
        return list(await asyncio.gather(*tasks))


async def _visit(session: aiohttp.ClientSession, url: str, is_in: Callable[[int], bool]) -> Arrival:
    visitor, cookies = Arrival(time.perf_counter()), {}
    while not visitor.entered:
        visitor.asked += 1
        try:
            async with session.get(url, cookies=cookies, allow_redirects=False) as answer:
                await answer.read()
                cookies |= {name: one.value for name, one in answer.cookies.items()}
                visitor.failed += answer.status >= 400
                if is_in(answer.status):
                    visitor.entered = time.perf_counter()
                pause = float(answer.headers.get("Refresh", "3"))
        except (aiohttp.ClientError, TimeoutError):
            visitor.failed, pause = visitor.failed + 1, 3.0
        if not visitor.entered:
            await asyncio.sleep(pause)
    return visitor
