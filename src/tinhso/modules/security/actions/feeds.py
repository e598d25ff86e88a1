# SPDX-License-Identifier: EUPL-1.2
"""Sources of intelligence that are read by the clock: where we are is written with what we read."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from tinhso.config import env
from tinhso.kernel.events.actions import record
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.rules import partner_delay
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.private_files import write_over
from tinhso.modules.security import policies
from tinhso.modules.security.actions.objects import load_objects
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence import misp
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.models import Collection, Feed, FeedEvent
from tinhso.modules.security.pulling import Reader
from tinhso.modules.security.types import FeedKind, FeedRegistered, FeedStopped

SHORTEST, LONGEST = 5, 7 * 24 * 60
"""Minutes between two readings; ours."""
MOST_PAGES, MOST_EVENTS = 2_000, 500
"""Of one reading; the next goes on from there."""


@dataclass(frozen=True)
class FeedTold:
    """What the form of a source of intelligence says."""

    kind: FeedKind
    title: str
    place: str
    collection_id: uuid.UUID
    interval_minutes: int
    login: str = ""
    secret: str = ""
    confidence: int | None = None


def _secret_file(feed_id: uuid.UUID) -> Path:
    return env.KEY_FOLDER / "feeds" / str(feed_id)


def feed_subject(feed_id: uuid.UUID) -> str:
    return f"intelligence_feed:{feed_id}"


def register_feed(feed_id: uuid.UUID, told: FeedTold, *, viewer: Viewer, now: datetime) -> Feed:
    """Register a source under the id of its form; it is read for the first time at once. Raises IntelligenceIncomplete.

    The secret is written to a file of its own below the folder of keys, never to the database.
    """
    seat = policies.check_intelligence(viewer)
    before = Feed.objects.filter(id=feed_id).first()
    if before is not None:
        return before
    _check(told)
    if told.secret:
        write_over(_secret_file(feed_id), told.secret.encode())
    with transaction.atomic(durable=True):
        feed = Feed.objects.create(
            id=feed_id,
            kind=told.kind,
            title=told.title.strip(),
            place=told.place.strip(),
            login=told.login.strip(),
            collection_id=told.collection_id,
            confidence=told.confidence,
            interval_minutes=told.interval_minutes,
            registered_by_id=viewer.as_officer,
            registered_at=now,
            next_at=now,
        )
        payload = FeedRegistered(told.kind, told.interval_minutes)
        record(payload, at=now, actor=viewer.actor(seat), subject=feed_subject(feed.id))
    return feed


def _check(told: FeedTold) -> None:
    if not told.title.strip() or len(told.title) > 200:
        raise IntelligenceIncomplete("Hãy ghi tên nguồn tin, không quá 200 ký tự.", code="title")
    if not _is_place(told.kind, told.place.strip()):
        sentence = "Hãy ghi địa chỉ https:// của bộ sưu tập TAXII, hoặc địa chỉ hay thư mục của nguồn MISP."
        raise IntelligenceIncomplete(sentence, code="place")
    if told.login and urlsplit(told.place).scheme == "http" and not _is_loopback(told.place):
        raise IntelligenceIncomplete("Nguồn có mật khẩu phải dùng https:// để không lộ mật khẩu.", code="place")
    if not SHORTEST <= told.interval_minutes <= LONGEST:
        raise IntelligenceIncomplete("Khoảng cách hai lần đọc từ 5 phút đến 7 ngày.", code="interval")
    if told.confidence is not None and not 0 <= told.confidence <= 100:
        raise IntelligenceIncomplete("Độ tin cậy từ 0 đến 100, hoặc để trống.", code="confidence")
    if ":" in told.login or len(told.login) > 120 or len(told.secret) > 500:
        raise IntelligenceIncomplete("Tên đăng nhập không quá 120 ký tự, không có dấu hai chấm.", code="login")
    if not Collection.objects.filter(id=told.collection_id).exists():
        raise IntelligenceIncomplete("Hãy chọn bộ sưu tập để cất tin.", code="collection")


def _is_place(kind: FeedKind, place: str) -> bool:
    if len(place) > 500 or "\x00" in place:
        return False
    try:
        parts = urlsplit(place)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return False
    return is_web or (kind == FeedKind.MISP and place.startswith("/"))


def _is_loopback(place: str) -> bool:
    return (urlsplit(place).hostname or "") in ("localhost", "127.0.0.1", "::1")


@transaction.atomic(durable=True)
def stop_feed(feed_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Read a source no more; what came from it stays."""
    seat = policies.check_intelligence(viewer)
    feed = Feed.objects.select_for_update(of=("self",)).get(id=feed_id)
    if feed.stopped_at is None:
        Feed.objects.filter(id=feed.id).update(stopped_at=now)
        record(FeedStopped(feed.taken), at=now, actor=viewer.actor(seat), subject=feed_subject(feed.id))
    _secret_file(feed_id).unlink(missing_ok=True)


def due_feeds(now: datetime) -> list[uuid.UUID]:
    due = Feed.objects.filter(stopped_at=None, next_at__lte=now).order_by("next_at")
    return list(due.values_list("id", flat=True))


def read_feed(feed_id: uuid.UUID, *, now: datetime) -> int:
    """Read what is new in a source; return how many new objects were stored.

    One reader at a time is the caller's to see to (the worker's lock). A failure is kept with its sentence; a source
    that is down is asked again soon, one that refuses waits for its interval.
    """
    feed = Feed.objects.get(id=feed_id)
    secret = _secret_file(feed_id)
    reader = Reader(feed.place, feed.login, secret.read_text() if secret.exists() else "")
    before = feed.taken
    try:
        (_read_taxii if feed.kind == FeedKind.TAXII else _read_misp)(feed, reader, now)
    except TemporaryFailure as failure:
        wait = partner_delay(feed.failures + 1)
        Feed.objects.filter(id=feed_id).update(
            last_error=failure.sentence[:500], failures=F("failures") + 1, next_at=now + wait
        )
    except PermanentFailure as failure:
        wait = timedelta(minutes=feed.interval_minutes)
        Feed.objects.filter(id=feed_id).update(
            last_error=failure.sentence[:500], failures=F("failures") + 1, next_at=now + wait
        )
    else:
        wait = timedelta(minutes=feed.interval_minutes)
        Feed.objects.filter(id=feed_id).update(last_error="", failures=0, next_at=now + wait, last_read_at=now)
    return Feed.objects.get(id=feed_id).taken - before


def _read_taxii(feed: Feed, reader: Reader, now: datetime) -> None:
    """Read page after page; the place is kept after each. `added_after` moves only when a round is complete.

    Some servers give one time to thousands of objects and lose the rest of them behind `added_after`; a round is
    therefore finished by their own cursor, and begun again from its start when they have forgotten it.
    """
    seen: set[str] = {feed.next_page} - {""}
    for _page in range(MOST_PAGES):
        page = _page_or_start(feed, reader)
        stored = load_objects(feed.collection_id, page.objects, now=now)
        feed.taken += stored.taken
        feed.round_top = max(feed.round_top, page.last, key=_as_moment)
        if page.more and not page.following:
            _keep_place(feed, "")
            raise PermanentFailure("Nơi gửi nói còn trang sau nhưng không nói trang nào; đã giữ những gì đọc được.")
        if not page.more:
            feed.added_after, feed.round_top = max(feed.added_after, feed.round_top, key=_as_moment), ""
            _keep_place(feed, "")
            return
        _keep_place(feed, page.following)
        if page.following in seen or not page.objects:
            _keep_place(feed, "")
            raise PermanentFailure("Nơi gửi lặp lại một trang; đã giữ những gì đọc được, lần sau đọc lại từ đầu vòng.")
        seen.add(page.following)


def _as_moment(said: str) -> str:
    """Compare arrivals as texts of one width: `…00Z` comes before `…00.5Z`."""
    whole, _, part = said.rstrip("Z").partition(".")
    return f"{whole}.{part:0<9}" if said else ""


def _page_or_start(feed: Feed, reader: Reader) -> Any:
    try:
        return reader.page(feed.added_after, feed.next_page)
    except PermanentFailure:
        if not feed.next_page:
            raise
        _keep_place(feed, "")  # the other side forgot its own cursor: the round begins again, what is known is known
        return reader.page(feed.added_after, "")


def _keep_place(feed: Feed, following: str) -> None:
    feed.next_page = following
    feed.save(update_fields=["added_after", "round_top", "next_page", "taken"])


def _read_misp(feed: Feed, reader: Reader, now: datetime) -> None:
    """Read the events whose time stamp is newer than the one kept; a broken event is set aside with its sentence."""
    held = {str(key): stamp for key, stamp in feed.events.values_list("event", "stamp")}
    fresh = sorted((stamp, key) for key, stamp in reader.manifest().items() if stamp > held.get(key, -1))
    for stamp, key in fresh[:MOST_EVENTS]:
        fault = ""
        try:
            objects = misp.to_stix(reader.event(key), now=now)
            feed.taken += load_objects(feed.collection_id, objects, now=now).taken
        except (NotIntelligence, PermanentFailure) as error:
            fault = error.sentence[:300]
        FeedEvent.objects.update_or_create(feed=feed, event=key, defaults={"stamp": stamp, "fault": fault})
        feed.save(update_fields=["taken"])
