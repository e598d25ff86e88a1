# SPDX-License-Identifier: EUPL-1.2
"""What a phone on 3G must fetch: page, style and script of home, search and form, as they go over the wire.

A bound in bytes, not in seconds: at 400 kbit/s the bound is two seconds.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tinhso.faces.ui.build_charts import LIMIT_PACKED_BYTES
from tinhso.modules.onestop.tests import world

MOST = 100_000
LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2|svg|png|ico))"')
PACKED = (".css", ".js", ".svg")


def weight(answer) -> int:
    """Return bytes on the wire: the page as sent and everything it fetches, once each."""
    assert answer.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    files = [Path(finders.find(name)) for name in sorted(set(LINKED.findall(page)))]
    assert any(one.suffix == ".css" for one in files)
    assert any(one.suffix == ".js" for one in files)
    bodies = [gzip.compress(one.read_bytes()) if one.suffix in PACKED else one.read_bytes() for one in files]
    return len(answer.content) + sum(map(len, bodies))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/dich-vu-cong/?q=khai+sinh",
        "/sau-ty-le/",
        "/xep-hang/",
        "/xep-hang/2022/da-nang/mat-diem/",
        "/xep-hang/2022/da-nang/mo-phong/?c9=60&t7-1=100",
    ],
)
def test_public_pages_are_light(client, people, address):
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert weight(answer) < MOST


def test_charts_are_heavy_on_a_page_of_their_own_and_nowhere_else(client, people):
    """The bundle of charts is all that makes that page heavy; who asks for it is told its size by the guide."""
    answer = client.get("/xep-hang/2022/da-nang/mat-diem/bieu-do/", headers={"Accept-Encoding": "gzip"})
    bundle = len(gzip.compress(Path(finders.find("ui/echarts.min.js")).read_bytes()))

    assert weight(answer) - bundle < MOST
    assert bundle <= LIMIT_PACKED_BYTES


def test_a_page_of_the_form_is_light(client, person, people, now):
    draft = world.draft(person, now=now)
    first = client.get(reverse("portal:draft", args=[draft]))
    (page, *_rest) = re.findall(r'href="(/nhap/[^"]+/trang/[^"]+)"', first.content.decode())
    answer = client.get(page, headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert weight(answer) < MOST


def test_who_cannot_unpack_gets_the_page_plain(client, people):
    answer = client.get("/dich-vu-cong/?q=khai+sinh", headers={"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in answer.headers


def test_a_file_that_is_packed_already_is_left_alone(client, people):
    answer = client.get("/sau-ty-le/?dang=xlsx", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers
    assert answer.content.startswith(b"PK")
