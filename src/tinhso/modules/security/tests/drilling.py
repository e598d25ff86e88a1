# SPDX-License-Identifier: EUPL-1.2
"""Exercises for tests: prepared, begun, played, with little said."""

import uuid
from datetime import timedelta

from tinhso.modules.security.actions import drill_running as running
from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.models import Drill, DrillAnswer, DrillInject, DrillMember
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types.drills import DrillTold, InjectTold
from tinhso.modules.security.types.incidents import Category

DID = "Đã khóa tài khoản và giữ nhật ký."


def minutes(count: float):
    return NOW + timedelta(minutes=count)


def told(world, **changed) -> DrillTold:
    fields = {
        "title": "Lộ tài khoản thư của một cán bộ", "purpose": "Luyện xác minh và khóa tài khoản.",
        "category": Category.INTRUSION, "severity": 3, "unit_id": world.health.id, "system_name": "Thư công vụ",
        "planned_at": NOW,
    }  # fmt: skip
    return DrillTold(**(fields | changed))


def prepared(world, **changed) -> Drill:
    return actions.prepare_drill(uuid.uuid4(), told(world, **changed), viewer=world.operator, now=NOW)


def inject(world, drill, minute=10, member=None) -> DrillInject:
    what = InjectTold(minute, f"Tình huống ở phút {minute}.", "Khóa tài khoản, giữ nhật ký.", member)
    return actions.write_inject(drill.id, uuid.uuid4(), what, viewer=world.operator, now=NOW)


def member(world, drill, viewer=None) -> DrillMember:
    officer_id = viewer.officer_id if viewer else None
    return actions.add_member(drill.id, world.health.id, officer_id, viewer=world.operator, now=NOW)


def begun(world, *minutes_told: int) -> tuple[Drill, list[DrillInject]]:
    drill = prepared(world)
    member(world, drill)
    made = [inject(world, drill, one) for one in minutes_told or (0, 10, 30)]
    return running.start_drill(drill.id, viewer=world.operator, now=NOW), made


def run(world, verb, drill, *args, at=0, viewer=None, **told_):
    return getattr(running, verb)(drill.id, *args, viewer=viewer or world.operator, now=minutes(at), **told_)


def answered(world, drill, one, at, viewer=None, **changed) -> DrillAnswer:
    fields = {"text": DID, "told_at": None} | changed
    return run(world, "answer_inject", drill, one.id, uuid.uuid4(), at=at, viewer=viewer or world.doer, **fields)


def fresh(drill) -> Drill:
    return Drill.objects.get(id=drill.id)
