# SPDX-License-Identifier: EUPL-1.2
"""The report of an exercise is computed from its acts, as a page and as a paper."""

import pypdfium2

from tinhso.modules.security.incidents.drill_paper import drill_paper
from tinhso.modules.security.models import Drill, DrillInject
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.queries.drill_report import drill_report
from tinhso.modules.security.tests.drilling import answered, begun, fresh, minutes, prepared, run
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types.drills import Verdict


def test_the_report_is_computed_from_the_acts(world):
    drill, (first, second, third) = begun(world)
    run(world, "release_inject", drill, first.id, at=1)
    run(world, "pause_drill", drill, at=3)
    run(world, "resume_drill", drill, at=13)
    once = answered(world, drill, first, 16, told_at=minutes(14))
    assert once.told_at == minutes(14)
    run(world, "release_inject", drill, second.id, at=18)
    run(world, "skip_inject", drill, third.id, at=19, why="Không còn thời gian.")
    run(world, "judge_inject", drill, first.id, Verdict.UNMET, at=20, remark="Chậm khóa tài khoản.")
    run(world, "judge_inject", drill, first.id, Verdict.MET, at=21, remark="Đã khóa đúng cách.")
    run(world, "end_drill", drill, at=30)
    run(world, "write_lessons", drill, "Cần số điện thoại trực ngoài giờ.", at=40)
    before = drill_report(fresh(drill), minutes(50))
    Drill.objects.update(started_at=NOW, ended_at=minutes(31))
    DrillInject.objects.update(verdict="")
    found = drill_report(fresh(drill), minutes(90))
    assert found == before
    assert (found.started_at, found.ended_at, found.ran_minutes) == (NOW, minutes(30), 20)
    assert found.unit_id == world.school.id, "the operator's seat"
    assert (found.released, found.skipped, found.left, found.answered, found.unjudged) == (2, 1, 0, 1, 1)
    assert dict(found.verdicts) == {Verdict.MET: 1, Verdict.UNMET: 0, Verdict.NOT_APPLICABLE: 0}
    one, two, three = found.lines
    assert (one.minute, one.released_minute, one.first_answer_minutes, one.verdict) == (0, 1, 5, "met")
    assert (two.released_minute, two.first_answer_minutes, two.verdict) == (8, None, "")
    assert (three.released_at, three.skipped_why) == (None, "Không còn thời gian.")


def test_the_paper_says_what_was_put_in_done_and_judged(world):
    """Words that a typesetter would run as a program stay words."""
    drill, (first, second, _third) = begun(world)
    run(world, "release_inject", drill, first.id, at=1)
    answered(world, drill, first, 6, text="Đã chặn #panic() và *giữ* [nhật ký].")
    run(world, "judge_inject", drill, first.id, Verdict.UNMET, at=7, remark="Chậm khóa tài khoản.")
    run(world, "skip_inject", drill, second.id, at=8, why="Không còn thời gian.")
    run(world, "end_drill", drill, at=20)
    run(world, "write_lessons", drill, "Cần số điện thoại trực.", at=21)
    found = queries.drill_for(world.operator, drill.id)
    pdf = drill_paper(found, drill_report(found, minutes(30)), ["Sở Y tế thử"], unit=world.school, now=minutes(30))
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    for words in (
        "SỞ GIÁO DỤC THỬ", "DIỄN TẬP", "001/SC-2026", "đưa ra 1, bỏ qua 1, chưa đưa ra 1", "sau 5 phút",
        "Đã chặn #panic() và *giữ* [nhật ký].", "Đánh giá chưa đạt: Chậm khóa tài khoản.", "Bỏ qua vì: Không còn",
        "Thời gian diễn tập: 20 phút", "Cần số điện thoại trực.",
    ):  # fmt: skip
        assert words in text, words


def test_before_the_start_there_is_no_report(world):
    assert drill_report(prepared(world), NOW) is None
