# SPDX-License-Identifier: EUPL-1.2
"""From a place down to the dossier that is lacking, and back up: what acts prove, why it is no more, where."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.config import env
from tinhso.faces.portal.proved import why
from tinhso.faces.portal.six_shares import Line
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Act
from tinhso.kernel.indicators import actions as indicators
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.share_parts import UnitShare
from tinhso.modules.onestop.queries.six_shares import Share
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction
from tinhso.modules.scorecards.declaring.proofs import proofs_of
from tinhso.modules.scorecards.dti.reading import edition

OWN = [2022, "ben-tre"]


def fold() -> None:
    last = Act.objects.order_by("-seq").values_list("seq", flat=True)[0]
    indicators.add_acts(ledger.acts_between(1, last))


@pytest.fixture
def lived(people, now) -> Dossier:
    """One dossier filed on line and rated badly."""
    person = world.citizen()
    dossier = world.completed(person, people, now=now - timedelta(hours=5))
    actions.rate(dossier.case_id, level=Satisfaction.NOT, comment="", viewer=world.viewer(person), now=now)
    fold()
    return dossier


def part(client, code, own=OWN, **asked):
    return client.get(reverse("portal:ranking_part", args=[*own, code]), asked)


def acts(client, code, **asked):
    return client.get(reverse("portal:ranking_part_acts", args=[*OWN, code]), asked)


def test_the_proofs_stand_at_components_of_the_edition():
    found = proofs_of("DTI-922")

    assert sorted(found) == ["7.10", "7.11", "7.6", "7.7", "7.8", "7.9"]
    assert set(found) <= {one.code for one in edition("DTI-922").parts()}


def test_a_place_leads_to_its_main_index_and_its_components(client, lived):
    province = client.get(reverse("portal:ranking_province", args=OWN)).text
    main = client.get(reverse("portal:ranking_main", args=[*OWN, "7"]))

    assert reverse("portal:ranking_main", args=[*OWN, "7"]) in province
    assert "6 trên 22 thành phần được cộng từ sự kiện" in main.text
    assert reverse("portal:ranking_part", args=[*OWN, "7.9"]) in main.text
    assert main.text.count("Chưa có chứng minh") == 16


def test_a_component_says_why_and_where(client, lived):
    page = part(client, "7.11").text

    assert "Đạt 0,00 % vì 1 trên 1 chưa đạt (mẫu số: phiếu đánh giá hồ sơ nộp trực tuyến)." in page
    assert "1 trên 1 đơn vị có hồ sơ còn thiếu, trong đó 1 đơn vị chưa có hồ sơ nào đạt." in page
    assert f"don_vi={lived.resolving_unit_id}" in page
    assert "hạng 51 năm 2022" in page
    assert reverse("portal:whatif", args=OWN) in page


def test_the_dossier_that_lacks_is_found_and_nobody_is_named(client, lived):
    lacking = acts(client, "7.11", don_vi=str(lived.resolving_unit_id)).text
    counted = acts(client, "7.11", don_vi=str(lived.resolving_unit_id), phan="dat").text

    assert "Đánh giá" in lacking
    assert "Bưởi" not in lacking
    assert lived.code not in lacking
    assert "Không có hồ sơ nào như vậy trong kỳ này." in counted
    assert "Không có hồ sơ nào như vậy" in acts(client, "7.9").text
    assert "Hồ sơ đạt" in acts(client, "7.9", phan="dat").text


def test_what_counts_and_what_lacks_are_told_apart(client, lived, people, now):
    person = world.citizen("083190000456", "Lê Thị Cau")
    happy = world.completed(person, people, now=now - timedelta(hours=4))
    actions.rate(happy.case_id, level=Satisfaction.VERY, comment="", viewer=world.viewer(person), now=now)
    rated = [act.seq for act in Act.objects.filter(verb="dossier:rated").order_by("seq")]

    lacking, counted = acts(client, "7.11"), acts(client, "7.11", phan="dat")

    assert [row[0].seq for row in lacking.context["rows"]] == rated[:1]
    assert [row[0].seq for row in counted.context["rows"]] == rated[1:]


def test_services_that_count_for_nothing_are_named(client, lived):
    page = part(client, "7.8").text

    assert "dịch vụ chưa được tính" in page
    assert reverse("portal:service", args=[lived.version.procedure_id]) not in page
    assert page.count('href="/dich-vu-cong/1.') > 10


def test_units_are_sought_without_marks_and_handed_out(client, lived):
    assert "Không có đơn vị nào như vậy." in part(client, "7.11", q="zzz").text
    rows = list(csv.reader(io.StringIO(part(client, "7.11", dang="csv").content.decode("utf-8-sig"))))

    assert rows[0] == ["Đơn vị", "Hồ sơ đạt", "Hồ sơ được tính", "Còn thiếu", "%"]
    assert rows[1][1:4] == ["0", "1", "1"]


def test_a_component_without_acts_has_no_number(client, province):
    page = part(client, "1.1").text

    assert "Chưa có sự kiện nào trong sổ chứng minh thành phần này, nên ở đây không có số." in page
    assert "house-figures" not in page


def test_a_component_without_anything_to_divide_by_says_so(client, province):
    assert "Chưa có gì để tính trong kỳ này" in part(client, "7.9").text


@pytest.mark.parametrize(
    ("own", "code", "status"),
    [
        (OWN, "99.1", 404),
        (OWN, "7", 404),
        ([2022, "da-nang"], "7.9", 404),
        ([2021, "ben-tre"], "7.9", 404),
        ([2022, "khong-co"], "7.9", 404),
    ],
)
def test_what_is_not_there_is_not_found(client, province, own, code, status):
    assert part(client, code, own=own).status_code == status


@pytest.mark.parametrize(
    ("code", "asked", "status"),
    [
        ("1.1", {}, 404),
        ("7.10", {}, 404),
        ("7.9", {"don_vi": "abc"}, 404),
        ("7.9", {"don_vi": "00000000-0000-0000-0000-000000000000"}, 422),
        ("7.9", {"phan": "\x00"}, 200),
        ("7.9", {"den-day": "99", "den-month": "2", "den-year": "x"}, 200),
    ],
)
def test_bad_addresses_of_lists(client, province, code, asked, status):
    assert acts(client, code, **asked).status_code == status


def test_another_province_has_names_and_no_acts_here(client, province):
    page = client.get(reverse("portal:ranking_main", args=[2022, "da-nang", "7"])).text

    assert "không nói gì về từng thành phần của tỉnh khác" in page
    assert "thanh-phan" not in page


def test_the_own_province_is_the_one_configured(client, province, monkeypatch):
    monkeypatch.setattr(env, "PROVINCE_NAME", "Gia Lai")

    assert part(client, "7.9", own=[2022, "gia-lai"]).status_code == 200
    assert part(client, "7.9").status_code == 404


def line(up: int, down: int) -> Line:
    return Line(Share("handled", "a", "b", up, down), "4.", "Hồ sơ đạt", "Hồ sơ có kết quả")


def unit(name: str, up: int, down: int) -> UnitShare:
    return UnitShare(uuid.uuid4(), name, up, down)


@pytest.mark.parametrize(
    ("up", "down", "units", "expected"),
    [
        (0, 0, [], ["Chưa có gì để tính trong kỳ này, nên chưa có tỷ lệ."]),
        (5, 5, [("A", 5, 5)], ["Đạt 100 %, không thiếu gì trong kỳ này."]),
        (
            12,
            20,
            [("A", 0, 4), ("B", 1, 3), ("C", 1, 2), ("D", 9, 10), ("E", 1, 1)],
            [
                "Đạt 60,00 % vì 8 trên 20 chưa đạt (mẫu số: hồ sơ có kết quả).",
                "4 trên 5 đơn vị có hồ sơ còn thiếu, trong đó 1 đơn vị chưa có hồ sơ nào đạt.",
                "Thiếu nhiều nhất ở A, B và C: 87,5 % số hồ sơ còn thiếu.",
            ],
        ),
    ],
)
def test_why_a_share_is_what_it_is(up, down, units, expected):
    assert why(line(up, down), [unit(*one) for one in units]) == expected
