# SPDX-License-Identifier: EUPL-1.2
"""Sources of events at the desk: registered with a token shown once, listed silent first, configured, withdrawn."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.security import actions
from tinhso.modules.security.models import SequenceRange, Source, Stranger
from tinhso.modules.security.types import SourceKind, SourceTold

LIST = reverse("desk:event_sources")


def form(people, **changed: str) -> dict[str, str]:
    fields = {"host": "may-chu-1", "unit": str(people.unit.id), "kind": "linux", "interval": "10"}
    return fields | {"asset_number": "TS-01", "addresses": "10.1.0.0/16\n10.2.0.7"} | changed


def registered(people, host: str = "may-chu-1", **changed) -> Source:
    told = SourceTold(people.unit.id, host, SourceKind.LINUX, 600)
    source, _ = actions.register_source(uuid.uuid4(), told, viewer=people.head, now=timezone.now())
    Source.objects.filter(id=source.id).update(**changed)
    return source


def test_a_source_is_registered_and_its_token_shown_once(head, people):
    where = reverse("desk:event_source_new", args=[uuid.uuid4()])
    assert 'value="10"' in head.get(where).text

    done = head.post(where, form(people))
    shown, again = head.get(done.url).text, head.get(done.url).text

    source = Source.objects.get()
    assert (source.host, source.addresses) == ("may-chu-1", ["10.1.0.0/16", "10.2.0.7"])
    assert "chỉ hiện một lần" in shown
    assert "chỉ hiện một lần" not in again
    assert "may-chu-1" in head.get(LIST).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"host": ""}, "Hãy ghi tên máy"),
        ({"unit": ""}, "Hãy chọn đơn vị"),
        ({"kind": "x"}, "Hãy chọn loại nguồn"),
        ({"interval": "mười"}, "Hãy ghi số phút"),
        ({"interval": "0"}, "Thời gian chờ phải từ 1 phút"),
        ({"addresses": "mạng trong"}, "Mỗi dòng là một địa chỉ IP"),
    ],
)
def test_wrong_input_is_told_at_its_box_and_loses_nothing(head, people, changed, sentence):
    answer = head.post(reverse("desk:event_source_new", args=[uuid.uuid4()]), form(people, **changed))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "TS-01" in answer.text
    assert not Source.objects.exists()


def test_silent_sources_come_first_and_the_list_is_narrowed(head, people, django_assert_max_num_queries):
    registered(people, "dang-gui", last_heard_at=timezone.now())
    registered(people, "im-lang", silent_since=timezone.now() - timedelta(hours=1))
    for n in range(9):
        registered(people, f"khac-{n}")
    with django_assert_max_num_queries(18):
        text = head.get(LIST).text

    assert text.index("im-lang") < text.index("dang-gui")
    assert "Đang im lặng: 1 trên 11 nguồn" in text
    assert "dang-gui" not in head.get(f"{LIST}?tt=silent").text
    assert "im-lang" not in head.get(f"{LIST}?q=dang-gui").text
    assert "Không có nguồn nào khớp" in head.get(f"{LIST}?q=khong-co&don_vi=x&tt=y").text


def test_an_empty_list_says_what_to_do_and_a_file_is_given(head, people):
    assert "Chưa có nguồn nào. Đăng ký một máy" in head.get(LIST).text
    registered(people)

    assert "may-chu-1" in head.get(f"{LIST}?dang=csv").content.decode()


def test_gaps_and_configurations_stand_on_the_page_of_a_source(head, people):
    source = registered(people)
    for low, high in ((1, 4), (8, 1_200)):
        SequenceRange.objects.create(source=source, low=low, high=high, last_at=timezone.now())

    text = head.get(reverse("desk:event_source", args=[source.id])).text
    file = head.get(reverse("desk:event_source_configuration", args=[source.id, "rsyslog"]))

    assert "5 – 7" in text
    assert "may-chu-1" in file.text
    assert 'filename="60-tinhso.conf"' in file.headers["Content-Disposition"]
    assert head.get(reverse("desk:event_source_configuration", args=[source.id, "khac"])).status_code == 404


def test_a_key_is_renewed_and_a_source_withdrawn(head, people):
    source = registered(people)
    page = reverse("desk:event_source", args=[source.id])

    renewed = head.post(page, {"act": "renew"}, follow=True)
    withdrawn = head.post(page, {"act": "withdraw"}, follow=True)
    late = head.post(page, {"act": "renew"})

    assert "chỉ hiện một lần" in renewed.text
    assert "Đã gỡ nguồn" in withdrawn.text
    assert (late.status_code, "đã được gỡ" in late.text) == (422, True)


def test_another_unit_sees_nothing_and_a_specialist_changes_nothing(people, sign_in):
    source = registered(people)
    page = reverse("desk:event_source", args=[source.id])
    other = sign_in(world.staff(world.unit_of(world.OTHER_COMMUNE)).head)
    assert other.get(page).status_code == 404
    assert "may-chu-1" not in other.get(LIST).text

    doer = sign_in(people.specialist)
    assert "Cấp lại mã truy cập" not in doer.get(page).text
    assert doer.post(page, {"act": "withdraw"}).status_code == 403
    assert doer.get(reverse("desk:event_source_new", args=[uuid.uuid4()])).status_code == 403


def test_an_operator_sees_who_speaks_unregistered(people, sign_in):
    now = timezone.now()
    Stranger.objects.create(peer="10.9.9.9", host="la-mat", first_at=now, last_at=now, received=3)
    officer = world.officer_in(people.unit, PostRole.OPERATOR, "van-hanh")
    operator = sign_in(viewer_of_officer(officer, timezone.localdate()))

    text = operator.get(LIST).text

    assert "la-mat" in text
    assert "?may=la-mat" in text
