# SPDX-License-Identifier: EUPL-1.2
"""TAXII: objects loaded beside a bare COPY, served to taxii2-client beside reading their JSON; looks at the watch list.

All objects bear one time, and are read exactly once by page and by `added_after`; a run that finds otherwise ends.
"""

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command

from bench.figures import Figure
from bench.installation import COMMUNES, installed
from bench.pages import serving
from bench.place import Place

OBJECTS, PAGE, WATCHED, VALUES = 1_000_000, 5_000, 200_000, 300_000
STAMP = "2026-03-02T01:00:00.000Z"


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return objects per second loaded and served, values per second looked up."""
    count = 20_000 if quick else OBJECTS
    with installed(place):
        call_command("collectstatic", interactive=False, verbosity=0)
        collection, login, secret = _shared()
        loaded, bare, size = _load(collection, count)
        with serving("tinhso.config.wsgi:application") as address:
            held = _client(f"{address}/taxii2/", login, secret)
            by_page, parse = _read(_pages(held), count)
            by_time, _ = _read(_by_time(held), count)
    looks, plain = _looks(quick)
    note = f"{count:,} objects of one instant, {size:,.0f} bytes each"
    return [
        Figure("Objects loaded", loaded, "objects/s", bare, "COPY of the same texts into a bare table", note),
        Figure("Read by page, each once", by_page, "objects/s", parse, "json.loads of the same objects",
               f"taxii2-client over HTTP, {PAGE:,} to a page; its own reading included"),
        Figure("Read by added_after, each once", by_time, "objects/s", parse, "json.loads of the same objects",
               "taxii2-client, the manifest, from each page's last time of arrival on"),
        Figure("Values held against the watch list", looks, "values/CPU-s", plain, "the same values looked up in a set",
               f"{WATCHED:,} indicators, {VALUES:,} values, half of them seen before"),
    ]  # fmt: skip


def _shared() -> tuple[uuid.UUID, str, str]:
    from tinhso.kernel.identity.queries import viewer_of_officer  # noqa: PLC0415 - models exist after django.setup()
    from tinhso.kernel.registry.types import PostRole  # noqa: PLC0415
    from tinhso.modules.onestop.tests import world  # noqa: PLC0415
    from tinhso.modules.security.tests import sharing  # noqa: PLC0415

    officer = world.officer_in(world.unit_of(COMMUNES[0]), PostRole.OPERATOR, "operator")
    viewer = viewer_of_officer(officer, world.TODAY)
    collection = sharing.opened(viewer)
    partner, secret = sharing.partner(viewer, {collection.id: True})
    return collection.id, partner.login, secret


def _load(collection: uuid.UUID, count: int) -> tuple[float, float, float]:
    """Return objects per second of a load, of a bare COPY, and bytes of an object."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from tinhso.modules.security.actions.objects import load_objects  # noqa: PLC0415
    from tinhso.modules.security.tests.sharing import indicator  # noqa: PLC0415

    now = timezone.now()
    began = time.perf_counter()
    done = load_objects(collection, (indicator(n) for n in range(count)), now=now)
    took = time.perf_counter() - began
    if done.taken != count:
        raise AssertionError(f"{done.taken} of {count} objects were stored")
    texts = [json.dumps(indicator(n)) for n in range(min(count, 200_000))]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (body text)")
        began_bare = time.perf_counter()
        with cursor.copy("COPY bench_bare FROM STDIN") as copy:
            for text in texts:
                copy.write_row((text,))
        bare = len(texts) / (time.perf_counter() - began_bare)
        cursor.execute("DROP TABLE bench_bare")
    return count / took, bare, sum(map(len, texts)) / len(texts)


def _client(address: str, login: str, secret: str) -> Any:
    from taxii2client.v21 import Server  # noqa: PLC0415 - a development package

    (held,) = Server(address, user=login, password=secret).default.collections
    return held


def _pages(held: Any) -> Iterator[list[dict[str, Any]]]:
    from taxii2client.v21 import as_pages  # noqa: PLC0415

    for page in as_pages(held.get_objects, per_request=PAGE):
        yield page.get("objects", [])


def _by_time(held: Any) -> Iterator[list[dict[str, Any]]]:
    last = None
    while rows := held.get_manifest(limit=PAGE, added_after=last).get("objects"):
        yield rows
        last = rows[-1]["date_added"]


def _read(pages: Iterator[list[dict[str, Any]]], count: int) -> tuple[float, float]:
    """Return objects per second read and, of the first page, per second by json.loads; each must come exactly once."""
    seen: set[str] = set()
    total, parse, began = 0, 0.0, time.perf_counter()
    for page in pages:
        total += len(page)
        seen.update(one["id"] for one in page)
        if not parse:
            text = json.dumps({"objects": page})
            start = time.perf_counter()
            json.loads(text)
            parse = len(page) / (time.perf_counter() - start)
    took = time.perf_counter() - began
    if (total, len(seen)) != (count, count):
        raise AssertionError(f"{total} objects came, {len(seen)} different ones, {count} are held")
    return count / took, parse


def _looks(quick: bool) -> tuple[float, float]:
    from tinhso.modules.security.intelligence.watching import Watched, Watchlist  # noqa: PLC0415
    from tinhso.modules.security.types import IndicatorKind  # noqa: PLC0415

    share = 50 if quick else 1
    bad = [Watched(n, IndicatorKind.DOMAIN, f"xau-{n}.example") for n in range(WATCHED // 2 // share)]
    bad += [Watched(n, IndicatorKind.ADDRESS, _address(n * 7)) for n in range(WATCHED // 2 // share)]
    bad += [Watched(n, IndicatorKind.NETWORK, f"203.0.{n % 256}.0/24") for n in range(256)]
    watch, plain = Watchlist(bad), {one.value for one in bad}
    fresh = [f"may-{n}.tinh.example" if n % 2 else _address(n * 11) for n in range(VALUES // 2 // share)]
    seen = [*fresh, *fresh]
    began = time.process_time()
    for start in range(0, len(seen), 3):
        watch.look(seen[start : start + 3])
    took = time.process_time() - began
    began = time.process_time()
    for start in range(0, len(seen), 3):
        plain.intersection(seen[start : start + 3])
    return len(seen) / took, len(seen) / (time.process_time() - began)


def _address(number: int) -> str:
    return f"{100 + number % 100}.{number // 100 % 256}.{number // 25_600 % 256}.{number % 251}"
