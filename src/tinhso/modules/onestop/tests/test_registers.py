# SPDX-License-Identifier: EUPL-1.2
"""Data instead of paper (66.7/2025/NQ-CP): databases over HTTP on good and bad days, papers asked all the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.kernel.calendar.types import WorkCalendar
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.queries import who_has_seen
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.errors import GroundMissing, PaperServedByData, RegisterUnavailable
from tinhso.modules.onestop.models import PaperAsked, RegisterQuery, SupplementRequest
from tinhso.modules.onestop.queries import registers as papers
from tinhso.modules.onestop.registers import rules
from tinhso.modules.onestop.registers.types import Answer, Despite
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.asking_registers import databases  # noqa: F401 - a fixture

IDENTITY, DIVORCE = "tp03", "tp02"
REASON = "Ảnh chụp nộp kèm không đọc được, đề nghị nộp bản rõ."
WHY = "Số đăng ký ly hôn trong dữ liệu không khớp bản án đã nộp."
LATER = world.START + timedelta(minutes=10)


def keys_of(dossier):
    return {one.name: one.key for one in papers.served_by(dossier.version)}


@pytest.fixture
def dossier(people, person):
    return world.submitted(person)


def identity(dossier):
    return keys_of(dossier)["Giấy tờ tùy thân"]


def divorce(dossier):
    return next(key for name, key in keys_of(dossier).items() if "ly hôn" in name)


def acts(dossier, verb):
    return [act for act in ledger.acts_of_case(dossier.case_id) if act.verb == verb]


def test_the_annex_is_read_line_by_line():
    lines = [line for found in definitions.paper_replacements().values() for line in found]

    assert len(lines) == 743
    assert {"dancu", "hotich", "dkdn"} <= {key for line in lines for key in line["database_keys"].split("+")}


@pytest.mark.parametrize(
    ("filed", "online", "until"),
    [
        # 66.7/2025/NQ-CP: 8 working hours on line (7:30-11:30, 13:30-17:00 by default), 1 working day otherwise
        (datetime(2026, 11, 2, 1, 0, tzinfo=UTC), True, date(2026, 11, 3)),
        (datetime(2026, 11, 6, 9, 0, tzinfo=UTC), True, date(2026, 11, 9)),
        (datetime(2026, 11, 2, 1, 0, tzinfo=UTC), False, date(2026, 11, 3)),
        (datetime(2026, 11, 6, 9, 0, tzinfo=UTC), False, date(2026, 11, 9)),
    ],
)
def test_until_when_a_paper_may_be_asked(filed, online, until):
    assert rules.ask_by(filed, WorkCalendar(), online=online).day == until


@pytest.mark.parametrize(
    ("item", "paper", "is_asked"),
    [
        ("Căn cước", "Căn cước", True),
        ("01 bản sao chứng thực Căn cước của mẹ", "Căn cước", True),
        ("ban sao can cuoc", "Căn cước", True),
        ("Giấy tờ tùy thân", "Giấy tờ tùy thân", True),
        ("Ghi lại số căn cước trong tờ khai", "Căn cước", False),
        ("Ảnh chân dung", "Căn cước", False),
    ],
)
def test_a_line_that_asks_for_a_served_paper_is_recognised(item, paper, is_asked):
    assert rules.asks_for(item, paper) is is_asked


def test_no_more_is_asked_than_the_paper_shows():
    """Source: 91/2025/QH15, minimisation."""
    asks = papers.registers()

    assert "marital_status" not in rules.fields_for("Giấy khai sinh", asks["civil_status"])
    assert "residence" not in rules.fields_for("Giấy tờ tùy thân", asks["population"])
    assert "residence" in rules.fields_for("Giấy tờ chứng minh cư trú", asks["population"])


def test_served_papers_cite_the_annex(dossier):
    served = {one.name: one for one in papers.served_by(dossier.version)}

    assert "Phụ lục I, dòng" in served["Giấy tờ tùy thân"].article
    assert served["Giấy tờ tùy thân"].register == "population"


def test_an_answer_is_evidence_and_the_ledger_holds_no_value(dossier, people, person, databases):  # noqa: F811
    databases.put(
        "population", full_name="Nguyễn Thị Bưởi", birth_date="1990-05-17", gender="female", identity_card="X1"
    )

    query = actions.query_register(dossier.case_id, key=identity(dossier), viewer=people.reception, now=LATER)

    assert (query.answer, query.content["identity_card"], bool(query.reference)) == (Answer.KNOWN, "X1", True)
    [asked], [answered] = acts(dossier, "dossier:register:asked"), acts(dossier, "dossier:register:answered")
    assert asked.data["fields"] == ["full_name", "birth_date", "gender", "identity_card"]
    assert "Bưởi" not in str(asked.data) + str(answered.data)
    [reading] = [one for one in who_has_seen(person.id) if "Tra cứu" in one.purpose]
    assert "Số căn cước" in reading.shown


@pytest.mark.parametrize(
    ("values", "answer", "missing"),
    [
        ({"full_name": "A", "birth_date": "B", "gender": "C", "identity_card": "D"}, Answer.KNOWN, []),
        ({"full_name": "A"}, Answer.PARTIAL, ["birth_date", "gender", "identity_card"]),
        ({"residence": "A"}, Answer.NO_DATA, []),
        (None, Answer.UNKNOWN, []),
    ],
)
def test_answers_are_kept_apart(dossier, people, databases, values, answer, missing):  # noqa: F811
    if values:
        databases.put("population", **values)

    query = actions.query_register(dossier.case_id, key=identity(dossier), viewer=people.reception, now=LATER)

    assert (query.answer, query.missing) == (answer, missing)


def test_a_field_nobody_granted_is_said_to_be_so(dossier, people, databases):  # noqa: F811
    known = (databases.folder / "clients.json").read_text("utf-8")
    (databases.folder / "clients.json").write_text(known.replace('"identity_card"', '"other"'), "utf-8")

    query = actions.query_register(dossier.case_id, key=identity(dossier), viewer=people.reception, now=LATER)

    assert (query.answer, query.content) == (Answer.NOT_PERMITTED, {})


def test_two_records_that_differ_are_neither_believed(dossier, people, databases):  # noqa: F811
    databases.put("population", full_name="A", birth_date="B", gender="C", identity_card="D")
    databases.behave("wrong", "twice")

    query = actions.query_register(dossier.case_id, key=identity(dossier), viewer=people.reception, now=LATER)

    assert (query.answer, query.content) == (Answer.PARTIAL, {})
    assert "2 bản ghi" in query.note


@pytest.mark.parametrize(
    ("word", "how", "code"),
    [
        ("down", "", "down"),
        ("slow", "", "down"),
        ("wrong", "garbage", "unreadable"),
        ("wrong", "busy", "http_503"),
        ("wrong", "other", "other_question"),
        ("wrong", "lose", "other_question"),
    ],
)
def test_a_bad_day_loses_nothing_and_the_question_is_put_again(dossier, people, databases, word, how, code):  # noqa: F811
    databases.put("population", full_name="A", birth_date="B", gender="C", identity_card="D")
    databases.behave(word, how, delay=1.5)
    key = identity(dossier)
    with pytest.raises(RegisterUnavailable) as silent:
        actions.query_register(dossier.case_id, key=key, viewer=people.reception, now=LATER)
    assert "Tra cứu lại" in silent.value.sentence
    [waiting] = RegisterQuery.objects.all()
    assert waiting.fault == silent.value.sentence
    assert acts(dossier, "dossier:register:silent")[0].data["fault"] == code

    databases.behave("ok")
    again = actions.query_register(dossier.case_id, key=key, viewer=people.reception, now=LATER)

    assert (again.id, again.answer, again.fault) == (waiting.id, Answer.KNOWN, "")
    assert [one["id"] for one in databases.asked()] == [str(waiting.id)]
    assert len(acts(dossier, "dossier:register:asked")) == 2


def test_only_the_unit_that_holds_an_open_dossier_asks(dossier, people, person, databases):  # noqa: F811
    stranger = world.staff(world.unit_of(world.OTHER_COMMUNE))
    with pytest.raises(NotAllowed):
        actions.query_register(dossier.case_id, key=identity(dossier), viewer=stranger.reception, now=LATER)
    with pytest.raises(NotAllowed):
        actions.query_register(dossier.case_id, key=identity(dossier), viewer=world.viewer(person), now=LATER)
    with pytest.raises(Refused):
        actions.query_register(dossier.case_id, key="tp99", viewer=people.reception, now=LATER)
    actions.refuse_intake(
        dossier.case_id, viewer=people.reception, ground="khong_du_dieu_kien", reason=REASON, now=LATER
    )
    with pytest.raises(Refused):
        actions.query_register(dossier.case_id, key=identity(dossier), viewer=people.reception, now=LATER)
    assert databases.asked() == []


def ask_supplement(dossier, people, *, at_intake, items=(), despite=(), now=LATER):
    act = actions.request_intake_supplement if at_intake else actions.request_supplement
    viewer = people.reception if at_intake else people.specialist
    return act(
        dossier.case_id,
        viewer=viewer,
        items=items,
        ground="du_lieu_khong_co",
        reason=REASON,
        despite=despite,
        now=now,
    )


@pytest.mark.parametrize("at_intake", [True, False])
def test_a_served_paper_cannot_be_asked_without_its_reason(people, person, at_intake):
    dossier = world.submitted(person) if at_intake else world.processing(person, people)
    now = LATER if at_intake else world.START + timedelta(hours=3)

    for item in ("Bản sao căn cước", "Giấy tờ tùy thân"):
        with pytest.raises(PaperServedByData):
            ask_supplement(dossier, people, at_intake=at_intake, items=[item], now=now)

    assert not SupplementRequest.objects.exists()


@pytest.mark.parametrize(
    "wish",
    [
        Despite("tp99", "sai", WHY),
        Despite("", "sai", WHY),
        Despite("KEY", "vi_thich", WHY),
        Despite("KEY", "", WHY),
        Despite("KEY", "sai", "sai"),
    ],
)
def test_a_wish_needs_a_paper_a_reason_and_words(dossier, people, wish):
    key = divorce(dossier) if wish.key == "KEY" else wish.key

    with pytest.raises(GroundMissing):
        ask_supplement(dossier, people, at_intake=True, despite=[Despite(key, wish.ground, wish.reason)])


def test_asking_all_the_same_is_an_act_and_says_where_to_mend(dossier, people, databases):  # noqa: F811
    key = divorce(dossier)
    query = actions.query_register(dossier.case_id, key=key, viewer=people.reception, now=LATER)

    asked = ask_supplement(dossier, people, at_intake=True, despite=[Despite(key, "sai", WHY)])

    [act], [kept] = acts(dossier, "dossier:paper:asked_despite_data"), PaperAsked.objects.all()
    assert (act.data["component"], act.data["ground"], act.data["in_time"]) == (key, "sai", True)
    assert (act.data["query"], kept.query_id) == (str(query.id), query.id)
    assert len(asked.items) == 1
    assert "ly hôn" in asked.items[0]
    assert "Ủy ban nhân dân cấp xã nơi đã đăng ký hộ tịch" in asked.reason
    assert WHY not in str(act.data)


def test_a_broken_system_sends_nobody_to_mend_data(dossier, people):
    asked = ask_supplement(dossier, people, at_intake=True, despite=[Despite(divorce(dossier), "he_thong", WHY)])

    assert "không phải đi sửa dữ liệu" in asked.reason
    assert PaperAsked.objects.get().correct_at == ""


def test_asking_after_the_limit_is_written_down_as_late(people, person):
    dossier = world.processing(person, people)
    ask_supplement(
        dossier,
        people,
        at_intake=False,
        despite=[Despite(divorce(dossier), "mau_thuan", WHY)],
        now=world.START + timedelta(days=3),
    )

    assert PaperAsked.objects.get().in_time is False
