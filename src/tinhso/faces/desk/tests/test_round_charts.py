# SPDX-License-Identifier: EUPL-1.2
"""Charts of a round: a table beside each, called a simulation as long as weights or shares are lacking."""

import json
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse
from lxml import html
from tests.crawl.reading import read
from tests.crawl.rule import breaches

from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards.declaring import weighing
from tinhso.modules.scorecards.declaring.reckoning import scored_codes
from tinhso.modules.scorecards.declaring.types import Whose
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.simulation import equal_weights
from tinhso.modules.scorecards.tests import world as made

OF = edition("DTI-922")


@pytest.fixture
def world(people):
    return made.build()


@pytest.fixture
def scored(world):
    """A round with one accepted declaration and one score of the ministry."""
    found = made.opened(world)
    one = made.accepted(world, made.declared(world, made.assigned(world, found, "1.1"), made.ratio("1", "2")))
    told = actions.ScoreTold(Whose.APPRAISED, Decimal("0.25"), "12/BC", made.TODAY)
    actions.enter_score(one.case_id, told, viewer=world.keeper, now=made.NOW)
    return found


@pytest.fixture
def charts(world, sign_in):
    browser = sign_in(world.keeper)
    return lambda found, **asked: browser.get(reverse("desk:assessment_charts", args=[found.id]), asked)


def data_of(answer) -> dict:
    return json.loads(html.fromstring(answer.content.decode()).get_element_by_id("bieu-do").text)


def table(answer, label: str) -> dict[str, list[str]]:
    rows = html.fromstring(answer.content.decode()).xpath(f"//div[@aria-label='{label}']//tbody/tr")
    return {row.xpath("string(th)"): [cell.text_content() for cell in row.xpath("td")] for row in rows}


def test_each_chart_has_its_table_with_the_same_numbers(charts, scored):
    answer = charts(scored, diem="appraised")

    first, data = OF.scored()[0], data_of(answer)
    name = f"{first.code}. {first.title}"
    weight = equal_weights(OF, made.TODAY).points["1.1"]
    assert table(answer, "Bảng ba mức đạt")[name] == ["50,00 %", "25,00 %", "–"]
    assert (data["radar"]["own"][0], data["radar"]["median"][0]) == (0.5, 0.25)
    lost = next(one for one in data["waterfall"] if one["kind"] == "loss")
    assert lost["height"] == pytest.approx(float(weight * Decimal("0.75")))
    assert table(answer, "Bảng mất điểm")[name][2] == lost["label"].removeprefix("−")
    assert data["waterfall"][-1]["kind"] == "score"


@pytest.mark.parametrize("form", ["", "xlsx", "csv", "jsonstat", "sdmx"])
def test_without_weights_it_is_a_simulation_everywhere(charts, scored, form):
    found = read(charts(scored, diem="own", dang=form))

    assert breaches(found) == []
    assert any("mô phỏng" in one.lower() for one in found.sentences)


def test_with_every_weight_confirmed_and_every_share_known_it_is_none(charts, scored, world, tmp_path, monkeypatch):
    path, points = tmp_path / "trong-so.yaml", equal_weights(OF, made.TODAY).points
    entry = {"source": "1/QĐ", "dated": made.TODAY, "confirmed": True}
    lines = [{"component": code, "points": str(points[code]), **entry} for code in scored_codes(OF)]
    path.write_text(yaml.safe_dump({"edition": "DTI-922", "title": "Trọng số thử", "weights": lines}))
    monkeypatch.setattr(weighing.env, "DTI_WEIGHTS", str(path))
    for declaration in scored.declarations.all():
        told = actions.ScoreTold(Whose.FINAL, Decimal("0.5"), "13/QĐ", made.TODAY)
        actions.enter_score(declaration.case_id, told, viewer=world.keeper, now=made.NOW)

    final = charts(scored, diem="final").content.decode()
    appraised = charts(scored, diem="appraised").content.decode()

    assert "Công nhận: mất nhiều nhất ở" in final
    assert "Mô phỏng, Công nhận" not in final
    assert "Mô phỏng, Thẩm định" in appraised


def test_nothing_known_draws_nothing_and_strange_words_choose_the_own_score(charts, world):
    answer = charts(made.opened(world), diem="<script>")

    assert answer.status_code == 200
    assert data_of(answer) == {"waterfall": [], "radar": {}}
    assert "chưa biết mất điểm ở đâu" in answer.content.decode()
