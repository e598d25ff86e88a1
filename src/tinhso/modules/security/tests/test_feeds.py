# SPDX-License-Identifier: EUPL-1.2
"""Reading others: their pages, their bad days, their MISP feeds; where we are survives whatever happens."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tinhso.config import env
from tinhso.modules.security.actions import feeds, indicators
from tinhso.modules.security.errors import IntelligenceIncomplete
from tinhso.modules.security.intelligence.tests.test_misp import EVENT
from tinhso.modules.security.models import Feed, FeedEvent, Indicator, StixObject
from tinhso.modules.security.tests import sharing
from tinhso.modules.security.tests.sharing import indicator
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types import FeedKind

HOUR = timedelta(hours=1)
STAMP = "2026-03-02T01:00:00.000000Z"


class Misbehaving:
    """A TAXII server of a partner: 25 objects of one instant, ten to a page, and whatever `answer` says instead."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answer: Callable[[dict[str, str]], tuple[int, dict[str, str], bytes] | None] = lambda asked: None
        self.objects = [indicator(n) for n in range(25)]

    def page(self, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "added_after" in asked and asked["added_after"] >= STAMP:
            return 200, {}, b"{}"
        begins = int(asked.get("next", "0"))
        found, more = self.objects[begins : begins + 10], begins + 10 < len(self.objects)
        body = {"more": more, "objects": found} | ({"next": str(begins + 10)} if more else {})
        return 200, {"X-TAXII-Date-Added-Last": STAMP}, json.dumps(body).encode()


@pytest.fixture
def other() -> Iterator[tuple[Misbehaving, str]]:
    place = Misbehaving()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {key: one[0] for key, one in parse_qs(urlsplit(self.path).query).items()}
            place.asked.append(asked)
            status, headers, body = place.answer(asked) or place.page(asked)
            self.send_response(status)
            for name, value in ({"Content-Type": "application/taxii+json;version=2.1"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield place, f"http://127.0.0.1:{server.server_port}/collections/x/"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def keys(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path)


def told(world, place: str, kind: FeedKind = FeedKind.TAXII, **changed) -> feeds.FeedTold:
    collection = sharing.opened(world.operator, f"bo-{uuid.uuid4().hex[:6]}")
    fields = {
        "kind": kind,
        "title": "Nguồn thử",
        "place": place,
        "collection_id": collection.id,
        "interval_minutes": 60,
    }
    return feeds.FeedTold(**(fields | changed))


def registered(world, place: str, kind: FeedKind = FeedKind.TAXII, **changed) -> Feed:
    return feeds.register_feed(uuid.uuid4(), told(world, place, kind, **changed), viewer=world.operator, now=NOW)


def now_of(feed: Feed) -> Feed:
    return Feed.objects.get(id=feed.id)


def test_objects_of_one_instant_are_all_read_and_asked_for_once(world, other):
    place, url = other
    feed = registered(world, url, login="tinh", secret="bí mật")
    first, again = feeds.read_feed(feed.id, now=NOW), feeds.read_feed(feed.id, now=NOW + HOUR)

    assert (first, again) == (25, 0)
    assert [one.get("next") for one in place.asked] == [None, "10", "20", None]
    assert now_of(feed).added_after == STAMP
    assert now_of(feed).next_at == NOW + 2 * HOUR
    assert feeds._secret_file(feed.id).stat().st_mode & 0o777 == 0o600
    assert "bí mật" not in str(Feed.objects.values())


def test_a_reading_cut_off_goes_on_from_its_page(world, other):
    place, url = other
    feed = registered(world, url)
    place.answer = lambda asked: (503, {}, b"") if asked.get("next") == "20" else None
    feeds.read_feed(feed.id, now=NOW)
    cut = now_of(feed)
    place.answer = lambda asked: None
    place.asked.clear()
    feeds.read_feed(feed.id, now=NOW + HOUR)

    assert (cut.next_page, cut.taken, cut.added_after) == ("20", 20, "")
    assert "HTTP 503" in cut.last_error
    assert cut.next_at == NOW + timedelta(seconds=30)
    assert [one.get("next") for one in place.asked] == ["20"]
    assert (now_of(feed).taken, now_of(feed).last_error) == (25, "")


def test_a_server_that_forgot_its_cursor_is_read_from_the_start_of_the_round(world, other):
    place, url = other
    feed = registered(world, url)
    Feed.objects.filter(id=feed.id).update(next_page="quên")
    place.answer = lambda asked: (400, {}, b"") if asked.get("next") == "quên" else None

    assert feeds.read_feed(feed.id, now=NOW) == 25
    assert now_of(feed).last_error == ""


def test_a_page_that_comes_again_and_again_ends_the_round(world, other):
    place, url = other
    feed = registered(world, url)
    page = json.dumps({"more": True, "next": "10", "objects": place.objects[:10]}).encode()
    place.answer = lambda asked: (200, {"X-TAXII-Date-Added-Last": STAMP}, page)
    feeds.read_feed(feed.id, now=NOW)

    assert len(place.asked) == 2
    assert "lặp lại một trang" in now_of(feed).last_error
    assert (now_of(feed).taken, now_of(feed).added_after, now_of(feed).next_page) == (10, "", "")


ANSWERS = {
    "not TAXII 2.1": ((406, {}, b""), "không nói TAXII 2.1"),
    "wrong secret": ((401, {}, b""), "từ chối tên đăng nhập"),
    "a redirect": ((302, {"Location": "http://127.0.0.1:1/"}, b""), "HTTP 302"),
    "HTML": ((200, {"Content-Type": "text/html"}, b"<html>"), "không trả lời bằng TAXII"),
    "no JSON": ((200, {}, b"{"), "không phải JSON"),
    "a list": ((200, {}, b"[]"), "không đúng chuẩn"),
    "more without a page": ((200, {}, b'{"more":true,"objects":[]}'), "không nói trang nào"),
    "busy": ((429, {}, b""), "đang bận"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_bad_answers_are_told_and_asked_again_later(world, other, case):
    place, url = other
    answer, words = ANSWERS[case]
    feed = registered(world, url)
    place.answer = lambda asked: answer

    assert feeds.read_feed(feed.id, now=NOW) == 0
    assert words in now_of(feed).last_error
    assert now_of(feed).next_at > NOW
    place.answer = lambda asked: None
    assert feeds.read_feed(feed.id, now=NOW + HOUR) == 25


def test_nobody_there_and_an_answer_without_end(world, other, monkeypatch):
    _place, url = other
    feed = registered(world, "http://127.0.0.1:9/x/")
    feeds.read_feed(feed.id, now=NOW)
    monkeypatch.setattr("tinhso.modules.security.pulling.LARGEST_ANSWER", 1_000)
    large = registered(world, url)
    feeds.read_feed(large.id, now=NOW)

    assert "chưa trả lời" in now_of(feed).last_error
    assert "hơn 100 MB" in now_of(large).last_error


def test_objects_that_are_not_stix_are_left_out(world, other):
    place, url = other
    place.objects = [7, {"type": "x"}, indicator(1)]

    assert feeds.read_feed(registered(world, url).id, now=NOW) == 1


WRONG = [
    ({"title": " "}, "title"),
    ({"place": "ftp://x/"}, "place"),
    ({"place": "/thu/muc"}, "place"),
    ({"place": "http://xa.example/x", "login": "a"}, "place"),
    ({"place": "https://a:b@xa.example/"}, "place"),
    ({"interval_minutes": 1}, "interval"),
    ({"confidence": 101}, "confidence"),
    ({"login": "a:b"}, "login"),
    ({"collection_id": uuid.uuid4()}, "collection"),
]


@pytest.mark.parametrize(("changed", "box"), WRONG)
def test_what_is_wrong_is_said_at_its_box(world, changed, box):
    with pytest.raises(IntelligenceIncomplete) as refused:
        registered(world, **({"place": "https://xa.example/x"} | changed))

    assert refused.value.code == box


def test_a_stopped_feed_is_not_due_and_its_secret_is_gone(world):
    feed = registered(world, "https://xa.example/x", login="a", secret="b")
    due = feeds.due_feeds(NOW)
    feeds.stop_feed(feed.id, viewer=world.operator, now=NOW)

    assert (due, feeds.due_feeds(NOW)) == ([feed.id], [])
    assert not feeds._secret_file(feed.id).exists()


def written(folder, key: str, event: object, stamp: int, manifest: dict) -> dict:
    (folder / f"{key}.json").write_text(json.dumps({"Event": event}), encoding="utf-8")
    manifest[key] = {"timestamp": str(stamp)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return manifest


def test_a_misp_feed_in_a_folder_is_read_event_by_event(world, tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    key, bad = EVENT["uuid"], "5e000000-0000-4000-8000-000000000002"
    manifest = written(folder, key, EVENT, 100, {})
    written(folder, bad, [], 100, manifest)
    feed = registered(world, str(folder), FeedKind.MISP, confidence=70)

    first = feeds.read_feed(feed.id, now=NOW)
    again = feeds.read_feed(feed.id, now=NOW + HOUR)
    written(folder, key, {**EVENT, "timestamp": "1772499600", "info": "Tên mới"}, 200, manifest)
    changed = feeds.read_feed(feed.id, now=NOW + 2 * HOUR)
    indicators.derive_indicators(now=NOW)

    assert (first, again, changed) == (11, 0, 1)
    assert FeedEvent.objects.get(event=bad).fault.endswith(".")
    assert StixObject.objects.filter(type="report").count() == 2
    assert Indicator.objects.filter(value="xau.example", confidence=70).exists()


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"[" * 9999])
def test_a_folder_that_is_no_feed(world, tmp_path, content):
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    feed = registered(world, str(tmp_path), FeedKind.MISP)
    feeds.read_feed(feed.id, now=NOW)

    assert now_of(feed).last_error.endswith(".")
