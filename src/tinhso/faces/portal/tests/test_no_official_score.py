# SPDX-License-Identifier: EUPL-1.2
"""No page and no file below /xep-hang/ prints an official number of ours: found by walking through all of it.

The weights of the components are unknown (ADR 0041): "chính thức" stands with nothing but what was published, and
what is computed from suppositions is called "Mô phỏng" where it stands.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from tinhso.faces.portal.ranking import DTI, slug_of
from tinhso.faces.portal.whatif import part_box
from tinhso.modules.scorecards import rankings
from tinhso.modules.scorecards.dti import frames
from tinhso.modules.scorecards.dti.reading import edition, results, years_with_results

SOME = ("da-nang", "tp-ho-chi-minh", "thanh-hoa", "ha-noi", "tra-vinh", "ben-tre", "gia-lai", "bac-kan")
PARTS = "&".join(f"{part_box(part.code)}=50" for main in edition(DTI).scored() for part in main.parts)
SUPPOSED = ("", "?c9=100", "?c1=12,5&c7=80", "?t9-1=100", "?c1=50&t2-1=0", f"?{PARTS}", "?c1=abc", "?dang=xlsx&c1=50")
OFFICIAL = re.compile(r"chính thức|official", re.I)
DENIED = (
    "nên hệ thống này không in điểm chính thức nào từ chúng",
    "so no official score is printed from them here",
)
"""The only sentence that may have the word: the one that says there is no such number."""

LABELLED = ("mô phỏng", "công bố", "ví dụ")
DECIMAL = re.compile(r"\d,\d")


def walk(client, start: str) -> Iterator[tuple[str, object]]:
    """Give every page and file that links lead to from `start`, below /xep-hang/, for some provinces."""
    waiting, seen = [start], {start}
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        yield address, answer
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for href in html.fromstring(answer.text).xpath("//main//a/@href"):
            target = urljoin(address, href).partition("#")[0]
            if target not in seen and _is_wanted(target):
                seen.add(target)
                waiting.append(target)


def _is_wanted(address: str) -> bool:
    parts = urlsplit(address).path.strip("/").split("/")
    return parts[0] == "xep-hang" and (len(parts) < 3 or parts[2] in SOME)


def official_words(text: str) -> list[str]:
    """Return the sentences that call something official, but for the one that denies it."""
    found = [one for one in re.split(r"(?<=[.:;!?])\s+|\n", text) if OFFICIAL.search(one)]
    return [one for one in found if not any(denied in one for denied in DENIED)]


def unlabelled(page: str) -> list[str]:
    """Return what stands on a simulation page with a decimal number and says neither simulated nor published."""
    main = html.fromstring(page).xpath("//main")[0]
    found = []
    for place in main.xpath(".//li|.//p|.//td|.//div[contains(@class,'govuk-hint')]|.//legend|.//h1|.//h2|.//h3"):
        text = " ".join(place.text_content().split())
        wanted = re.search(r"\d", text) if place.tag == "td" else DECIMAL.search(text)
        if wanted and not any(word in (text + _head(place)).lower() for word in LABELLED):
            found.append(text)
    return found


def _head(place) -> str:
    """Return the head of the column a cell stands in."""
    if place.tag != "td":
        return ""
    column = len(place.xpath("preceding-sibling::*"))
    return place.xpath("ancestor::table//thead//th")[column].text_content()


@pytest.fixture(scope="module")
def published() -> set[Decimal]:
    """Every number anybody published: values, places, shares of main indices and pillars."""
    found: set[Decimal] = set()
    for year in years_with_results():
        for one in results(year):
            found |= {Decimal(one.rank), *one.main.values(), *one.pillars.values()}
            found |= {Decimal(rank) for rank in one.pillar_ranks.values()}
            found |= {one.value} - {None}
    return found


def counts_of_editions() -> set[Decimal]:
    """Return every number the decisions of the editions tell: counts, totals, the years they assess."""
    found = {Decimal(year) for one in frames.frames() for year in one.years}
    return found | {claim.value for one in frames.frames() for claim in one.claims.values()} - {None}


def counts_and_borders() -> set[Decimal]:
    """Return every number published of the security ranking: borders of classes, bodies in each."""
    found = {end for grade in rankings.security().grades for end in (grade.least, grade.below)} - {None}
    for one in rankings.security().rounds:
        counts = (*one.of_provinces.values(), *(one.counts or {}).values())
        found |= {Decimal(count) for count in counts if count is not None}
    return found


def words_of(answer) -> str:
    """Return everything that can be read in a file."""
    if "spreadsheetml" not in answer.headers["Content-Type"]:
        return answer.content.decode()
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


def numbers_of(answer) -> list[Decimal]:
    """Return the numbers a file holds in its cells; years, codes and words are none."""
    kind = answer.headers["Content-Type"]
    if "json" in kind:
        found = json.loads(answer.content)
        if "data" in found:
            cells = [one[0] for one in found["data"]["dataSets"][0]["observations"].values()]
        else:
            cells = found["value"]
    elif kind.startswith("text/csv"):
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
        cells = [cell for row in rows for place, cell in enumerate(row) if place and re.fullmatch(r"\d+(\.\d+)?", cell)]
    else:
        rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, min_col=2, values_only=True)
        cells = [cell for row in rows for cell in row if isinstance(cell, (int, float))]
    return [Decimal(str(cell)) for cell in cells if cell is not None]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_calls_a_number_of_ours_official(client, db, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    pages, kinds = {}, set()
    for year in years_with_results():
        for address, answer in walk(client, f"{reverse('portal:ranking')}?nam={year}"):
            assert answer.status_code == 200, address
            kinds.add(answer.headers["Content-Type"].partition(";")[0])
            if answer.headers["Content-Type"].startswith("text/html"):
                pages[address] = "\n".join(html.fromstring(answer.text).xpath("//main")[0].itertext())
            else:
                assert not OFFICIAL.search(words_of(answer)), address

    wrong = {address: official_words(text) for address, text in pages.items() if official_words(text)}
    assert not wrong
    assert sum("/mo-phong/" in one for one in pages) == len(SOME) * len(years_with_results())
    assert sum("/mat-diem/" in one for one in pages) >= len(SOME)
    assert len(kinds) == 5, kinds


@pytest.mark.parametrize("slug", SOME)
def test_simulated_numbers_say_so_where_they_stand(client, db, slug):
    for year in years_with_results():
        for query in SUPPOSED:
            answer = client.get(reverse("portal:whatif", args=[year, slug]) + query)

            assert answer.headers["Content-Type"].startswith("text/html")
            assert unlabelled(answer.text) == [], query
            assert not official_words("\n".join(html.fromstring(answer.text).itertext()))
            heading = html.fromstring(answer.text).xpath("//h1")[0].text_content()
            assert "Mô phỏng" in heading


def test_files_hold_published_numbers_and_nothing_computed(client, db, published):
    told = {
        "bang=phien-ban": counts_of_editions(),
        "bo-chi-so": {main.max_points for main in edition(DTI).main},
        "an-toan-thong-tin": counts_and_borders(),
    }
    files = 0
    for address, answer in walk(client, reverse("portal:ranking")):
        if answer.headers["Content-Type"].startswith("text/html"):
            continue
        files += 1
        allowed = next((numbers for part, numbers in told.items() if part in address), published)
        assert set(numbers_of(answer)) <= allowed, address

    assert files == 4 + 2 + 2 + 2 + 4 * len(SOME)


def test_no_component_has_a_number_in_any_file(client, db):
    codes = {part.code for part in edition(DTI).parts()}
    for address, answer in walk(client, reverse("portal:ranking")):
        if answer.headers["Content-Type"].startswith("text/csv"):
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert not [row for row in rows if row[0] in codes and row[2]], address
        elif "json" in answer.headers["Content-Type"]:
            assert not codes & set(re.findall(r'"([0-9]\.[0-9]+)"', answer.content.decode())), address


def test_every_province_asked_for_is_there():
    for year in years_with_results():
        assert set(SOME) <= {slug_of(one.province) for one in results(year)}


@pytest.mark.parametrize(
    ("text", "is_clean"),
    [
        ("Điểm chính thức: 812,50", False),
        ("Official score: 0.81", False),
        ("Chưa văn bản nào xác nhận, nên hệ thống này không in điểm chính thức nào từ chúng.", True),
        ("Giá trị công bố: 0,8002.", True),
    ],
)
def test_a_number_called_official_is_seen(text, is_clean):
    assert (official_words(text) == []) is is_clean


@pytest.mark.parametrize(
    ("body", "is_clean"),
    [
        ("<li>Giá trị chung 0,8122</li>", False),
        ("<li>Mô phỏng: giá trị chung 0,8122</li>", True),
        ("<table><thead><tr><th>Chỉ số</th><th>Giá trị</th></tr></thead><tr><th>1</th><td>7</td></tr></table>", False),
        ("<table><thead><tr><th>Chỉ số</th><th>Mô phỏng</th></tr></thead><tr><th>1</th><td>7</td></tr></table>", True),
        ("<p>Mỗi ô nhận một số, ví dụ 82,5.</p>", True),
    ],
)
def test_a_simulated_number_without_its_name_is_seen(body, is_clean):
    assert (unlabelled(f"<html><body><main>{body}</main></body></html>") == []) is is_clean
