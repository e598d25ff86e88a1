# SPDX-License-Identifier: EUPL-1.2
"""What five articles promised: all entries are there as said, and the ten disagreements stay apart."""

import shutil
from collections import Counter
from decimal import Decimal

import pytest

from tinhso.kernel.indicators.commitments import (
    OPEN,
    Basis,
    Kind,
    Obstacle,
    Qualifier,
    Standing,
    magnitude_warning,
    obstacle,
    standing,
)
from tinhso.modules.scorecards.commitments import FOLDER, book, load
from tinhso.modules.scorecards.errors import CommitmentsFaulty, UnknownCommitment

COMMITMENTS = list(book().commitments.values())
QUANTITIES = list(book().quantities.values())
SHARES = ("%", "% mỗi năm")


def measure(entry: str):
    return book().commitment(entry).measure


def denominator(entry: str) -> str:
    named = measure(entry).denominator
    assert named.basis is Basis.NAMED
    return named.text.vi


def sides(disagreement: str) -> list[tuple[str, ...]]:
    return [side.entries for side in book().disagreements[disagreement].sides]


def test_every_entry_is_there():
    by_article = Counter(one.article for one in COMMITMENTS)

    assert by_article == {"000": 34, "001": 32, "002": 43, "003": 24, "004": 8}
    assert [one.id for one in QUANTITIES] == [f"Q{number:02}" for number in range(1, 87)]
    assert len(book().disagreements) == 10


@pytest.mark.parametrize("one", [*COMMITMENTS, *QUANTITIES], ids=lambda one: one.id)
def test_every_entry_has_words_qualifier_denominator_and_source(one):
    told = one.measure

    assert told.said
    assert told.strives <= ("phấn đấu" in told.said)
    assert one.article in book().articles
    assert (told.value is None and not told.words) == (told.qualifier in OPEN)
    if told.unit.vi in SHARES:
        assert told.denominator.basis is not Basis.NOT_A_SHARE
    assert one.subject.vi
    assert one.subject.en


@pytest.mark.parametrize("one", COMMITMENTS, ids=lambda one: one.id)
def test_a_figure_stands_in_the_words_unless_it_is_derived(one):
    """The digits of a value are digits of the quotation: nothing was rounded or turned into a number."""
    told = one.measure
    scaled = {"1600000": "1,6 triệu", "1100000": "1,1 triệu", "850000": "850 ngàn", "260000": "260 ngàn"}
    scaled |= {"1000": "1 ngàn", "3000": "3 ngàn", "1300": "1.300", "1590": "1.590", "2418": "2.418", "1947": "1.947"}

    if told.value is not None and not told.is_derived:
        plain = str(abs(told.value))
        assert scaled.get(plain, plain.replace(".", ",")) in told.said


def test_targets_with_and_without_a_figure():
    """26 targets carry a figure in the table, 27 a direction only; of the 26 six were reckoned by a reader."""
    targets = Counter(obstacle(one) for one in COMMITMENTS if one.kind is Kind.TARGET)

    assert targets == {None: 20, Obstacle.OPEN: 27, Obstacle.DERIVED: 6}


@pytest.mark.parametrize("one", [one for one in COMMITMENTS if obstacle(one) is not None], ids=lambda one: one.id)
@pytest.mark.parametrize("value", ["0", "100"])
def test_what_has_no_threshold_is_never_judged(one, value):
    assert standing(one, Decimal(value)) is Standing.CANNOT_BE_JUDGED


@pytest.mark.parametrize(
    ("entry", "value", "found"),
    [
        ("000-013", "30", Standing.MET),
        ("000-013", "31", Standing.NOT_MET),
        ("000-017", "80", Standing.NOT_MET),
        ("000-017", "80.01", Standing.MET),
        ("000-009", "90", Standing.MET),
        ("000-009", "95", Standing.MET),
        ("002-007", "99.99", Standing.NOT_MET),
        ("002-019", "99", Standing.CANNOT_BE_JUDGED),
        ("002-010", "100", Standing.CANNOT_BE_JUDGED),
        ("001-023", "73", Standing.CANNOT_BE_JUDGED),
    ],
)
def test_a_value_stands_to_the_words(entry, value, found):
    assert standing(book().commitment(entry), Decimal(value)) is found


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda one: one.id)
def test_a_quantity_agrees_with_its_entries(quantity):
    """Two tables were made from the same articles: where both hold a number it is the same number."""
    for entry in quantity.entries:
        other = book().commitment(entry)
        assert other.article == quantity.article
        assert other.measure.strives == quantity.measure.strives
        if None not in (quantity.measure.value, other.measure.value):
            assert quantity.measure.value * quantity.scale == other.measure.value
            assert quantity.measure.qualifier is other.measure.qualifier


# The ten disagreements.


def test_1_the_cost_of_the_scheme_is_kept_twice_and_warned_of():
    body, headline = measure("000-001"), measure("000-002")

    assert sides("scheme-cost") == [("000-001",), ("000-002",)]
    assert (body.value, headline.value) == (Decimal(1300), Decimal("1.3"))
    assert body.qualifier is headline.qualifier is Qualifier.ALMOST
    assert "nhỏ hơn 1.000 lần" in magnitude_warning(headline.value, body.value, body.unit.vi)


def test_2_the_ten_percent_for_security_has_two_denominators():
    assert sides("security-share") == [("004-002",), ("002-013",)]
    assert measure("004-002").value == measure("002-013").value == 10
    assert denominator("004-002") == "ngân sách CNTT"
    assert denominator("002-013") == "tổng chi ngân sách nhà nước cho chuyển đổi số"


def test_3_accounts_are_shares_of_two_populations():
    assert sides("e-payment") == [("000-021",), ("002-015", "002-016")]
    assert denominator("000-021") == "dân số"
    assert denominator("002-015") == "tổng số người dân từ 15 tuổi trở lên"
    assert (measure("000-021").qualifier, measure("002-015").qualifier) == (Qualifier.OVER, Qualifier.AT_LEAST)


def test_4_fibre_is_three_quantities():
    entries = [entry for (entry,) in sides("fibre")]

    assert entries == ["000-017", "002-007", "003-009"]
    assert len({book().commitment(one).subject.vi for one in entries}) == 3
    assert [measure(one).qualifier for one in entries] == [Qualifier.OVER, Qualifier.EXACTLY, Qualifier.BASICALLY]
    assert measure("003-009").value is None


def test_5_the_digital_economy_has_two_targets_and_one_within_sectors():
    assert sides("digital-economy") == [("000-014",), ("002-014",), ("000-015",)]
    assert [measure(one).value for one in ("000-014", "002-014", "000-015")] == [10, 20, 5]
    assert "từng ngành" in denominator("000-015")
    assert standing(book().commitment("000-014"), Decimal(15)) is Standing.MET
    assert standing(book().commitment("002-014"), Decimal(15)) is Standing.NOT_MET


def test_6_levels_of_services_have_three_denominators():
    assert sides("service-levels") == [("000-007",), ("001-008",), ("003-018", "003-019")]
    assert len({denominator(one) for one in ("000-007", "001-008", "003-019")}) == 3
    assert measure("003-019").value == Decimal("35.13")


def test_7_the_teams_keep_both_names():
    first, second = book().disagreements["team-name"].sides

    assert "tổ CĐS cộng đồng" in first.said
    assert "Tổ công nghệ số cộng đồng" in second.said
    assert second.entries == ()
    assert {book().commitment(one).province for one in first.entries} == {"Bến Tre"}


def test_8_the_one_stop_system_keeps_its_names():
    said = [side.said for side in book().disagreements["one-stop-name"].sides]

    assert len(said) == 3
    assert "Hệ thống thông tin giải quyết TTHC" in said[0]
    assert "Cổng Dịch vụ công tỉnh với Hệ thống thông tin một cửa điện tử" in said[1]
    assert "Cổng dịch vụ hành chính công" in said[2]


@pytest.mark.parametrize(
    ("entry", "value", "qualifier", "word"),
    [
        ("001-023", 73, Qualifier.ALMOST, "gần"),
        ("001-031", 3000, Qualifier.ALMOST, "gần"),
        ("001-020", 1000, Qualifier.OVER, "Hơn"),
    ],
)
def test_9_the_word_before_a_figure_is_kept(entry, value, qualifier, word):
    assert (entry,) in sides("qualifiers")
    assert (measure(entry).value, measure(entry).qualifier) == (value, qualifier)
    assert measure(entry).said.startswith(word)


def test_10_coverage_and_monitoring_are_not_one_thing():
    coverage, centre, system = book().disagreements["soc"].sides

    assert all(measure(one).unit.vi == "%" for one in coverage.entries)
    assert all(measure(one).denominator.basis is Basis.NOT_A_SHARE for one in (*centre.entries, *system.entries))
    assert {*coverage.entries}.isdisjoint({*centre.entries, *system.entries})
    assert all("SOC" in side.said for side in (coverage, centre, system))


def test_an_entry_knows_its_disagreements_and_quantities():
    assert [one.id for one in book().disagreements_of("004-002")] == ["security-share"]
    assert [one.id for one in book().quantities_of("001-023")] == ["Q42"]
    with pytest.raises(UnknownCommitment, match="999"):
        book().commitment("999")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("commitments.yaml", "qualifier: almost", "qualifier: nearly", "000-001"),
        ("commitments.yaml", 'value: "1300"', 'value: "một nghìn"', "000-001"),
        ("commitments.yaml", 'article: "000"', 'article: "009"', "no article 009"),
        ("commitments.yaml", "id: 000-002", "id: 000-001", "twice"),
        ("commitments.yaml", "  denominator: not_a_share\n", "", "000-001"),
        ("quantities.yaml", "entries: [000-001]", "entries: [000-999]", "no entry 000-999"),
        ("disagreements.yaml", "quantities: [Q01]", "quantities: [Q99]", "no quantity Q99"),
    ],
)
def test_a_faulty_file_names_itself_and_the_entry(tmp_path, name, old, new, told):
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CommitmentsFaulty, match=told):
        load(folder)
