# SPDX-License-Identifier: EUPL-1.2
"""Administration of officers: nobody raises himself, two people for posts that oversee, each deed has a reason."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, create_officer
from tinhso.kernel.identity.models import Account, Assignment, Officer, StaffProposal
from tinhso.kernel.identity.queries import display_names, viewer_of_officer
from tinhso.kernel.identity.staff import actions, posting, queries, sheets
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import StaffLine
from tinhso.kernel.registry.actions import create_post, create_unit
from tinhso.kernel.registry.models import Post, Unit
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.lib.uuid7 import uuid7

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SETUP = Actor("system:setup")
WHY = "Quyết định 12/QĐ-UBND"
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return create_unit(unit_id=uuid7(), name="Ủy ban nhân dân xã Thử", level=Level.COMMUNE, kind="commune", parent=None)


def post(unit: Unit, role: PostRole, title: str = "") -> Post:
    return create_post(unit=unit, title=title or role.value, role=role)


def officer(name: str) -> Officer:
    return create_officer(username=f"{name}.{uuid.uuid4().hex[-12:]}", password=None, full_name=f"Đặng Thị {name}")


def holding(unit: Unit, role: PostRole, name: str) -> Viewer:
    made = officer(name)
    appoint(made, post(unit, role), begins=date(2026, 1, 1), now=NOW, by=SETUP)
    return viewer_of_officer(made, TODAY)


@pytest.fixture
def first(unit: Unit) -> Viewer:
    return holding(unit, PostRole.OPERATOR, "Một")


@pytest.fixture
def second(unit: Unit) -> Viewer:
    return holding(unit, PostRole.OPERATOR, "Hai")


def verbs(who: Officer) -> list[str]:
    return [act.verb for act in reversed(acts_of_subject(who.key))]


def give(who: Officer, what: Post, viewer: Viewer, **more):
    said = {"begins": TODAY, "reason": WHY, "now": NOW} | more
    return posting.give_post(who.id, what.id, viewer=viewer, **said)


def test_an_officer_is_made_appointed_and_moved_each_with_a_reason(unit, first):
    made = actions.register_officer(
        full_name="Nguyễn Văn An", username="An.Nguyen", email="", phone="", reason=WHY, viewer=first, now=NOW
    )
    give(made, post(unit, PostRole.RECEPTION), first)
    old = Assignment.objects.get(officer=made)
    give(made, post(unit, PostRole.SPECIALIST), first, begins=TODAY + timedelta(days=3), replaces=old.id)

    old.refresh_from_db()
    assert made.account.username == "an.nguyen"
    assert old.valid.upper == TODAY + timedelta(days=3)
    assert verbs(made) == ["officer:registered", "officer:appointed", "officer:relieved", "officer:appointed"]
    assert {why for _act, _name, why in queries.officer_sheet(made.id, TODAY).acts} == {WHY}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": "An"}, "full_name"),
        ({"full_name": "Nguyễn Văn An 2"}, "full_name"),
        ({"username": "nguyễn an"}, "username"),
        ({"username": "a"}, "username"),
        ({"email": "khong-phai-thu"}, "email"),
        ({"reason": "  ngắn  "}, "reason"),
    ],
)
def test_what_cannot_be_an_officer_is_refused_by_field(first, given, field):
    facts = {"full_name": "Nguyễn Văn An", "username": "an.nguyen", "email": "", "phone": "", "reason": WHY} | given

    with pytest.raises(Refused) as refusal:
        actions.register_officer(**facts, viewer=first, now=NOW)

    assert refusal.value.code == field
    assert Officer.objects.count() == 1


def test_a_username_is_given_once(first):
    facts = {"full_name": "Nguyễn Văn An", "username": "an.nguyen", "email": "", "phone": "", "reason": WHY}
    actions.register_officer(**facts, viewer=first, now=NOW)

    with pytest.raises(Conflict, match="đã có người dùng"):
        actions.register_officer(**facts, viewer=first, now=NOW)


@pytest.mark.parametrize("role", [role for role in PostRole if role != PostRole.OPERATOR])
def test_only_an_operator_administers(unit, role):
    viewer, target = holding(unit, role, "Ba"), officer("Đích")
    what = post(unit, PostRole.RECEPTION, "Khác")

    for attempt in (
        lambda: give(target, what, viewer),
        lambda: actions.close_account(target.id, reason=WHY, viewer=viewer, now=NOW),
        lambda: actions.issue_way_in(target.id, reason=WHY, viewer=viewer, now=NOW),
        lambda: actions.reset_second_factor(target.id, reason=WHY, viewer=viewer, now=NOW),
        lambda: sheets.look_at([line()], viewer=viewer, today=TODAY),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_nobody_raises_himself(unit, first):
    myself = Officer.objects.get(id=first.officer_id)

    for attempt in (
        lambda: give(myself, post(unit, PostRole.LEADER), first),
        lambda: give(myself, post(unit, PostRole.RECEPTION), first),
        lambda: actions.issue_way_in(myself.id, reason=WHY, viewer=first, now=NOW),
        lambda: actions.reset_second_factor(myself.id, reason=WHY, viewer=first, now=NOW),
        lambda: posting.propose_factor_reset(myself.id, reason=WHY, viewer=first, now=NOW),
        lambda: actions.close_account(myself.id, reason=WHY, viewer=first, now=NOW),
    ):
        with pytest.raises(NotAllowed, match="Không ai tự quản trị"):
            attempt()


@pytest.mark.parametrize("role", [PostRole.LEADER, PostRole.CONTROLLER, PostRole.OPERATOR, PostRole.AUDITOR])
def test_a_post_that_oversees_takes_two_people(unit, first, second, role):
    who = officer("Bốn")
    proposal = give(who, post(unit, role, "Mới"), first)

    assert not Assignment.objects.filter(officer=who).exists()
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=first, now=NOW)
    posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=second, now=NOW)
    with pytest.raises(Conflict, match="đã có người quyết định"):
        posting.decide(proposal.id, confirmed=False, reason=WHY, viewer=second, now=NOW)

    assert Assignment.objects.get(officer=who).post.role == role
    assert verbs(who) == ["officer:proposed", "officer:proposal:decided", "officer:appointed"]


def test_a_refused_proposal_changes_nothing_and_may_be_made_again(unit, first, second):
    who, what = officer("Năm"), post(unit, PostRole.LEADER)
    proposal = give(who, what, first)
    with pytest.raises(Conflict, match="đang chờ"):
        give(who, what, second)

    posting.decide(proposal.id, confirmed=False, reason=WHY, viewer=second, now=NOW)

    assert not Assignment.objects.filter(officer=who).exists()
    assert give(who, what, second) is not None


def test_an_agreed_day_that_has_passed_becomes_the_day_of_agreement(unit, first, second):
    who = officer("Sáu")
    proposal = give(who, post(unit, PostRole.AUDITOR), first)

    posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=second, now=NOW + timedelta(days=4))

    assert Assignment.objects.get(officer=who).valid.lower == TODAY + timedelta(days=4)


def test_a_post_does_not_begin_or_end_in_the_past(unit, first):
    who, what = officer("Bảy"), post(unit, PostRole.RECEPTION)
    with pytest.raises(Refused, match="từ hôm nay trở đi"):
        give(who, what, first, begins=TODAY - timedelta(days=1))
    give(who, what, first)
    held = Assignment.objects.get(officer=who)

    with pytest.raises(Refused, match="từ hôm nay trở đi"):
        posting.end_post(held.id, ends=TODAY - timedelta(days=1), reason=WHY, viewer=first, now=NOW)
    posting.end_post(held.id, ends=TODAY, reason=WHY, viewer=first, now=NOW)
    with pytest.raises(Conflict):
        posting.end_post(held.id, ends=TODAY, reason=WHY, viewer=first, now=NOW)

    assert not viewer_of_officer(who, TODAY).seats


def with_factor(who: Officer) -> Officer:
    Authenticator.objects.create(user=who.account, type="totp", data={})
    return who


def test_a_factor_is_reset_by_one_for_those_who_do_not_oversee_by_two_for_those_who_do(unit, first, second):
    plain, boss = with_factor(officer("Tám")), with_factor(officer("Chín"))
    appoint(boss, post(unit, PostRole.LEADER), begins=TODAY, now=NOW, by=SETUP)

    actions.reset_second_factor(plain.id, reason=WHY, viewer=first, now=NOW)
    with pytest.raises(Refused, match="cần hai người"):
        actions.reset_second_factor(boss.id, reason=WHY, viewer=first, now=NOW)
    proposal = posting.propose_factor_reset(boss.id, reason=WHY, viewer=first, now=NOW)
    posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=second, now=NOW)

    assert not Authenticator.objects.exists()
    assert verbs(plain)[-1] == verbs(boss)[-1] == "account:second_factor:reset"


@pytest.mark.parametrize("deeds", [("reset_second_factor", "issue_way_in"), ("issue_way_in", "reset_second_factor")])
def test_one_person_does_not_open_anothers_account_alone(first, second, deeds):
    who = with_factor(officer("Mười"))
    before, after = (getattr(actions, deed) for deed in deeds)
    before(who.id, reason=WHY, viewer=first, now=NOW)

    with pytest.raises(NotAllowed, match="Trong 24 giờ"):
        after(who.id, reason=WHY, viewer=first, now=NOW + timedelta(hours=23))

    after(who.id, reason=WHY, viewer=second, now=NOW)


def test_who_proposed_the_reset_does_not_hand_out_the_way_to_the_password(unit, first, second):
    boss = with_factor(officer("Mười Một"))
    appoint(boss, post(unit, PostRole.LEADER), begins=TODAY, now=NOW, by=SETUP)
    proposal = posting.propose_factor_reset(boss.id, reason=WHY, viewer=first, now=NOW)
    posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=second, now=NOW)

    for viewer in (first, second):
        with pytest.raises(NotAllowed, match="Trong 24 giờ"):
            actions.issue_way_in(boss.id, reason=WHY, viewer=viewer, now=NOW + timedelta(hours=1))


def test_a_lent_post_of_operator_does_not_administer_officers(unit, first, second):
    lent = replace(first.seats[0], on_behalf_of=first.key)
    straw = Viewer(key="officer:straw", name="Rơm", officer_id=uuid7(), seats=(lent,))
    proposal = posting.propose_factor_reset(with_factor(officer("Mười Hai")).id, reason=WHY, viewer=first, now=NOW)

    with pytest.raises(NotAllowed, match="quản trị viên"):
        posting.decide(proposal.id, confirmed=True, reason=WHY, viewer=straw, now=NOW)


def test_a_seat_at_the_top_oversees_only_in_the_roles_that_answer_for_all(unit):
    roles = {role: holding(unit, role, f"Người {role}").oversees(unit.id) for role in PostRole}

    assert {role for role, sees in roles.items() if sees} == {PostRole.LEADER, PostRole.AUDITOR, PostRole.CONTROLLER}


def test_a_way_in_sets_the_password_once(first):
    who = officer("Mười Một")
    link = actions.issue_way_in(who.id, reason=WHY, viewer=first, now=NOW)

    with pytest.raises(Refused) as weak:
        actions.use_way_in(*link, password="12345678", now=NOW)
    actions.use_way_in(*link, password="mat-khau-du-dai-2026", now=NOW)
    with pytest.raises(Refused, match="đã dùng hoặc đã hết hạn"):
        actions.use_way_in(*link, password="mat-khau-khac-2026", now=NOW)

    assert weak.value.code == "password"
    assert Account.objects.get(id=who.account_id).check_password("mat-khau-du-dai-2026")
    assert all(word not in str(act.data) for act in acts_of_subject(who.key) for word in link)


def test_a_closed_account_has_no_way_in_and_opens_without_the_old_password(first):
    who = officer("Mười Hai")
    who.account.set_password("mat-khau-du-dai-2026")
    who.account.save()
    link = actions.issue_way_in(who.id, reason=WHY, viewer=first, now=NOW)
    actions.close_account(who.id, reason=WHY, viewer=first, now=NOW)

    assert queries.account_of_way_in(*link) is None
    with pytest.raises(Conflict):
        actions.close_account(who.id, reason=WHY, viewer=first, now=NOW)
    with pytest.raises(Refused, match="đang khóa"):
        actions.issue_way_in(who.id, reason=WHY, viewer=first, now=NOW)
    actions.open_account(who.id, reason=WHY, viewer=first, now=NOW)

    account = Account.objects.get(id=who.account_id)
    assert account.is_active
    assert not account.has_usable_password()
    assert queries.account_of_way_in(*link) is None
    assert display_names({who.key}) == {who.key: who.full_name}


@pytest.mark.parametrize("link", [("", ""), ("!!", "x"), ("AAAA", "x-y"), ("MTIz", "c2k-1")])
def test_a_made_up_link_opens_nothing(link):
    assert queries.account_of_way_in(*link) is None


def line(number: int = 2, **facts: str) -> StaffLine:
    typed = {
        "full_name": "Nguyễn Văn An",
        "username": "an.nguyen",
        "email": "",
        "phone": "",
        "unit": "uy ban nhan dan xa thu",
        "title": "Cán bộ một cửa",
    }
    return StaffLine(number, **(typed | facts))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"full_name": "An"}, "họ và tên"),
        ({"unit": "Xã Không Có"}, "Không có đúng một đơn vị"),
        ({"unit": "H99.1.2"}, "H99.1.2"),
        ({"title": "Chủ tịch nước"}, "không có chức vụ"),
        ({"title": "Chủ tịch"}, "cần hai người duyệt"),
        ({"username": ""}, "Tên đăng nhập"),
    ],
)
def test_a_line_that_cannot_be_written_says_why(unit, first, typed, problem):
    post(unit, PostRole.RECEPTION, "Cán bộ một cửa")
    post(unit, PostRole.LEADER, "Chủ tịch")
    lines = [line(), line(3, **({"username": "binh.le", "full_name": "Lê Bình"} | typed))]

    results = sheets.look_at(lines, viewer=first, today=TODAY)
    with pytest.raises(Refused, match="chưa ghi gì"):
        sheets.write_sheet(lines, reason=WHY, viewer=first, now=NOW)

    assert results[0].problem == ""
    assert problem in results[1].problem
    assert Officer.objects.count() == 1


def test_a_sheet_is_written_whole_and_a_second_time_refused(unit, first):
    post(unit, PostRole.RECEPTION, "Cán bộ một cửa")
    post(unit, PostRole.SPECIALIST, "Tư pháp")
    lines = [line(), line(3, title="tư pháp"), line(4, username="binh.le", full_name="Lê Thanh Bình")]

    count = sheets.write_sheet(lines, reason=WHY, viewer=first, now=NOW)
    again = sheets.look_at(lines, viewer=first, today=TODAY)

    an = Officer.objects.get(account__username="an.nguyen")
    assert count == 3
    assert Assignment.objects.filter(officer=an).count() == 2
    assert {one.problem for one in again} == {"Người này đang giữ chức vụ đó."}
    assert verbs(an) == ["officer:registered", "officer:appointed", "officer:appointed"]


def test_a_sheet_that_contradicts_itself_is_seen(unit, first):
    post(unit, PostRole.RECEPTION, "Cán bộ một cửa")
    twice = [line(), line(3)]
    two_names = [line(), line(3, full_name="Lê Thanh Bình", title="Khác")]

    assert all("lặp lại" in one.problem for one in sheets.look_at(twice, viewer=first, today=TODAY))
    assert "hai họ tên" in sheets.look_at(two_names, viewer=first, today=TODAY)[1].problem
    for size in (0, sheets.LONGEST_SHEET + 1):
        with pytest.raises(Refused, match="từ 1 đến"):
            sheets.look_at([line()] * size, viewer=first, today=TODAY)


def test_officers_are_found_in_vietnamese_order_and_by_state(unit, first):
    for name in ("Ánh", "An", "Đào", "Dung"):
        create_officer(username=f"tim.{uuid.uuid4().hex[-12:]}", password=None, full_name=f"Lý Văn {name}")

    found = [one.full_name for one in queries.find_officers("ly van", kept="unposted", on=TODAY)]

    assert found == ["Lý Văn An", "Lý Văn Ánh", "Lý Văn Dung", "Lý Văn Đào"]
    assert queries.find_officers("tim.", kept="", on=TODAY).count() == 4
    assert queries.find_officers("một", kept="active", on=TODAY).count() == 1
    assert queries.find_officers("một", kept="disabled", on=TODAY).count() == 0
    assert StaffProposal.objects.count() == 0
