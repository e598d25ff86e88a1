# SPDX-License-Identifier: EUPL-1.2
"""What a dossier costs by its record (118/2025/NĐ-CP, Điều 24): a table of kinds; what is not known is never zero."""

from dataclasses import replace

import pytest

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Charge, ProcedureVersion
from tinhso.modules.onestop.payments.rules import FeeKind, fee_due, legal_source
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Channel

ONLINE, COUNTER, POST = Channel.ONLINE, Channel.COUNTER, Channel.POST
TIERED = {"kind": "tiered", "amount_vnd": 2000, "unit": "trang", "from_page_3_vnd": 1000, "cap_vnd_per_copy": 200_000}
RESIDENCE = {"kind": "by_channel", "amount_vnd": 20_000, "online_vnd": 10_000}
ONE_SIDED = {"kind": "by_channel", "amount_vnd": None, "online_vnd": 7_000}


def rows(*pairs):
    return {"ban_chinh": [{"so_trang": pages, "so_ban_sao": copies} for pages, copies in pairs]}


@pytest.mark.parametrize(
    ("fee", "channel", "answers", "due"),
    [
        ({"kind": "free", "amount_vnd": 0}, ONLINE, {}, 0),
        ({"kind": "fixed", "amount_vnd": 400_000}, ONLINE, {}, 400_000),
        ({"kind": "fixed", "amount_vnd": None}, ONLINE, {}, None),
        ({"kind": "fixed", "amount_vnd": "400000"}, ONLINE, {}, None),
        ({"kind": "fixed", "amount_vnd": -1}, ONLINE, {}, None),
        ({"kind": "per_unit", "amount_vnd": 8_000, "unit": "bản"}, ONLINE, {"so_luong": 3}, 24_000),
        ({"kind": "per_unit", "amount_vnd": 8_000, "unit": "bản"}, ONLINE, {}, None),
        ({"kind": "per_unit", "amount_vnd": 8_000, "unit": "bản"}, ONLINE, {"so_luong": 0}, None),
        ({"kind": "per_unit", "amount_vnd": 8_000, "unit": "bản"}, ONLINE, {"so_luong": "3"}, None),
        ({"kind": "per_unit", "amount_vnd": None}, ONLINE, {"so_luong": 3}, None),
        (TIERED, COUNTER, rows((1, 1)), 2_000),
        (TIERED, COUNTER, rows((3, 2)), 10_000),
        (TIERED, COUNTER, rows((400, 1)), 200_000),
        (TIERED, COUNTER, rows((2, 1), (1, 3)), 10_000),
        (TIERED, COUNTER, rows((2, 1), (None, 1)), None),
        (TIERED, COUNTER, {}, None),
        (TIERED | {"cap_vnd_per_copy": None}, COUNTER, rows((1, 1)), None),
        (RESIDENCE, ONLINE, {}, 10_000),
        (RESIDENCE, COUNTER, {}, 20_000),
        (RESIDENCE, POST, {}, 20_000),
        (ONE_SIDED, ONLINE, {}, 7_000),
        (ONE_SIDED, COUNTER, {}, None),
        ({"kind": "by_case", "amount_vnd": 40_000, "reissue_vnd": 20_000}, COUNTER, {}, None),
        ({"kind": "provincial_council", "amount_vnd": None}, ONLINE, {}, None),
        ({"kind": "computed"}, ONLINE, {}, None),
        ({"kind": "unknown", "amount_vnd": None}, ONLINE, {}, None),
        ({"kind": "a new word"}, ONLINE, {}, None),
        ({}, ONLINE, {}, None),
        (None, ONLINE, {}, None),
    ],
)
def test_what_is_due(fee, channel, answers, due):
    assert fee_due({"fee": fee}, channel=channel, answers=answers).amount_vnd == due


def test_no_record_is_free_unless_it_says_so():
    free = [one for one in definitions.procedures() if fee_due(one, channel=ONLINE, answers={}).amount_vnd == 0]

    assert len(free) == 29
    assert all(one["fee"]["kind"] == FeeKind.FREE for one in free)


def test_the_source_is_the_published_decision_or_none():
    assert legal_source({"source_decision": "163/QĐ-BTP"}) == "Quyết định công bố thủ tục 163/QĐ-BTP"
    assert legal_source({}) == ""


def test_a_free_procedure_raises_no_charge_and_a_note_is_kept():
    due = fee_due({"fee": {"kind": "fixed", "amount_vnd": 50_000, "note": "đợt giảm"}}, channel=ONLINE, answers={})

    assert "đợt giảm" in due.why
    assert not replace(due, kind=FeeKind.FIXED).is_free


def test_a_fee_changed_later_does_not_change_what_was_frozen(people, person):
    version = ProcedureVersion.objects.get(procedure_id=world.MARRIAGE_STATUS)
    dossier = world.submitted(person)
    frozen = Charge.objects.get(dossier=dossier)

    ProcedureVersion.objects.filter(id=version.id).update(
        definition=version.definition | {"fee": {"kind": "fixed", "amount_vnd": 99_000}}
    )

    frozen.refresh_from_db()
    assert (frozen.kind, frozen.amount_vnd) == ("provincial_council", None)
