# SPDX-License-Identifier: EUPL-1.2
"""The file of weights an operator sets and the calculator: official only when nothing is assumed (ADR 0041, 0046)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tinhso.modules.scorecards.declaring import weighing
from tinhso.modules.scorecards.declaring.reckoning import Assumed, Known, reckon, scored_codes
from tinhso.modules.scorecards.declaring.types import Footing
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.simulation import equal_weights
from tinhso.modules.scorecards.errors import WeightsFaulty

DTI = edition("DTI-922")
DAY = date(2026, 6, 15)
HALF = Decimal("0.5")


def line(code: str, points: object, **changed: object) -> dict[str, object]:
    fields = {"component": code, "points": points, "source": "phụ lục thử", "dated": DAY, "confirmed": True}
    return fields | changed


def whole(**changed: object) -> list[dict[str, object]]:
    """Weights of every scored component; made up for the test, confirmed only as a claim of the test."""
    points = equal_weights(DTI, DAY).points
    return [line(code, str(points[code]), **changed) for code in scored_codes(DTI)]


def kept(tmp_path: Path, lines: object, **head: object) -> Path:
    path = tmp_path / "trong-so.yaml"
    path.write_text(yaml.safe_dump({"edition": "DTI-922", "title": "Thử", "weights": lines} | head), encoding="utf-8")
    return path


def finals(**changed: Known) -> dict[str, Known]:
    return {code: Known(Footing.DECLARED, final=HALF) for code in scored_codes(DTI)} | changed


def test_official_when_every_weight_is_confirmed_and_every_final_share_known(tmp_path):
    book = weighing.read(kept(tmp_path, whole()))

    found = reckon(DTI, book, finals(), only_proven=False, dated=DAY)

    assert found.official
    assert found.assumed == {}
    assert found.points == 500


@pytest.mark.parametrize(
    ("lines", "known", "why"),
    [
        (whole(), {"1.1": Known(Footing.DECLARED, appraised=HALF)}, Assumed.APPRAISED_FOR_FINAL),
        (whole(), {"1.1": Known(Footing.DECLARED, own=HALF)}, Assumed.OWN_FOR_FINAL),
        (whole(), {"1.1": Known(Footing.FOLDED, folded=HALF, own=HALF)}, Assumed.FOLDED_FOR_FINAL),
        (whole(), {"1.1": Known(Footing.STALE, own=HALF)}, Assumed.UNKNOWN_AS_NOUGHT),
        (whole(), {"1.1": Known(Footing.MISSING)}, Assumed.UNKNOWN_AS_NOUGHT),
        (whole()[1:], {}, Assumed.EQUAL_SPLIT),
        ([whole(confirmed=False)[0], *whole()[1:]], {}, Assumed.UNCONFIRMED_WEIGHT),
    ],
)
def test_one_thing_assumed_makes_it_a_simulation_that_names_it(tmp_path, lines, known, why):
    book = weighing.read(kept(tmp_path, lines))

    found = reckon(DTI, book, finals() | known, only_proven=False, dated=DAY)

    assert not found.official
    assert not found.outcome.official
    assert found.assumed == {why: ("1.1",)}


def test_without_a_file_every_weight_is_assumed():
    found = reckon(DTI, None, finals(), only_proven=False, dated=DAY)

    assert not found.official
    assert found.assumed == {Assumed.EQUAL_SPLIT: tuple(scored_codes(DTI))}
    assert found.points == 500


def test_only_what_is_proven_counts_and_is_never_official(tmp_path):
    book = weighing.read(kept(tmp_path, whole()))
    known = {
        "1.1": Known(Footing.DECLARED, own=Decimal(1), has_evidence=True, final=HALF),
        "1.2": Known(Footing.DECLARED, own=Decimal(1), has_evidence=False, final=Decimal(1)),
        "1.3": Known(Footing.STALE, own=Decimal(1), has_evidence=True),
        "7.6": Known(Footing.FOLDED, folded=HALF, own=Decimal(1), has_evidence=True),
    }

    found = reckon(DTI, book, known, only_proven=True, dated=DAY)

    weights = equal_weights(DTI, DAY).points
    assert found.points == weights["1.1"] + weights["7.6"] / 2
    assert not found.official
    assert Assumed.ONLY_PROVEN in found.assumed


def test_even_complete_proof_is_a_simulation_under_the_switch(tmp_path):
    book = weighing.read(kept(tmp_path, whole()))
    known = {code: Known(Footing.DECLARED, own=HALF, has_evidence=True, final=HALF) for code in scored_codes(DTI)}

    found = reckon(DTI, book, known, only_proven=True, dated=DAY)

    assert found.points == 500
    assert not found.official


def test_a_given_weight_is_kept_and_the_rest_of_its_main_index_shared(tmp_path):
    book = weighing.read(kept(tmp_path, [line("1.1", 40)]))

    found = reckon(DTI, book, finals(), only_proven=False, dated=DAY)

    points = found.outcome.weights.points
    first = DTI.main[0]
    assert points["1.1"] == 40
    assert sum(points[part.code] for part in first.parts) == first.max_points
    assert "1.1" not in found.assumed[Assumed.EQUAL_SPLIT]
    assert book.confirmed("1.1") == 40
    assert book.confirmed("1.2") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "phải có mục edition"),
        ("[1, 2", "không đúng cú pháp YAML"),
        ("[" * 5000, "không đúng cú pháp YAML"),
        ("- 1", "phải có mục edition"),
        ("edition: DTI-922\ntitle: x\nweights: 3", "phải có mục edition"),
        ("edition: DTI-922\nweights: []", "chưa ghi tên"),
        ("edition: DTI-1\ntitle: x\nweights: []", "không có bộ chỉ số “DTI-1”"),
        ("edition: DTI-922\ntitle: x\nweights: [5]", "dòng trọng số thứ 1: phải có component"),
    ],
)
def test_a_file_that_is_no_file_of_weights_gets_one_sentence(tmp_path, text, said):
    path = tmp_path / "w.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(WeightsFaulty) as refused:
        weighing.read(path)

    assert said in refused.value.sentence


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line("1.1", 10, component=7.10)], "đặt trong dấu nháy"),
        ([line("99.9", 10)], "thành phần 99.9 không có hoặc không chấm điểm"),
        ([line("6.1", 10)], "thành phần 6.1 không có hoặc không chấm điểm"),
        ([line("1.1", 10), line("1.1", 10)], "có hai trọng số"),
        ([line("1.1", "mười")], "phải là số lớn hơn 0"),
        ([line("1.1", -1)], "phải là số lớn hơn 0"),
        ([line("1.1", 0)], "phải là số lớn hơn 0"),
        ([line("1.1", float("inf"))], "phải là số lớn hơn 0"),
        ([line("1.1", True)], "phải là số lớn hơn 0"),
        ([line("1.1", None)], "phải là số lớn hơn 0"),
        ([line("1.1", 10, source=" ")], "chưa ghi nguồn"),
        ([line("1.1", 10, dated="hôm qua")], "phải viết như 2022-05-20"),
        ([line("1.1", 10, confirmed="có")], "phải là true hoặc false"),
        ([line("1.1", 101)], "được chia 101 điểm"),
        ([line("1.1", 100)], "mà còn thành phần chưa có trọng số"),
        ([line("1.1", 1), *whole()[1:]], "được chia"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(tmp_path, lines, said):
    with pytest.raises(WeightsFaulty) as refused:
        weighing.read(kept(tmp_path, lines))

    assert said in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_missing_a_large_and_a_binary_file_are_said_so(tmp_path):
    with pytest.raises(WeightsFaulty, match="Không đọc được"):
        weighing.read(tmp_path / "khong-co.yaml")
    large, binary = tmp_path / "large.yaml", tmp_path / "binary.yaml"
    large.write_bytes(b" " * (weighing.LARGEST_BYTES + 1))
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WeightsFaulty, match="quá lớn"):
        weighing.read(large)
    with pytest.raises(WeightsFaulty, match="UTF-8"):
        weighing.read(binary)


def test_a_changed_file_is_read_again(tmp_path):
    path = kept(tmp_path, [line("1.1", 10)])
    assert weighing.read(path).confirmed("1.1") == 10
    path.write_text(path.read_text(encoding="utf-8").replace("points: 10", "points: 12"), encoding="utf-8")

    assert weighing.read(path).confirmed("1.1") == 12


def test_the_product_ships_no_weights(monkeypatch):
    monkeypatch.setattr(weighing.env, "DTI_WEIGHTS", "")

    assert weighing.installed() is None
    assert not list((Path(weighing.__file__).parents[1] / "data" / "dti").glob("weights*"))
