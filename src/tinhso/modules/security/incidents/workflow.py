# SPDX-License-Identifier: EUPL-1.2
"""The step table of an incident (Quyết định 05/2017/QĐ-TTg; Thông tư 20/2017/TT-BTTTT)."""

from tinhso.kernel.casework.types import Clock, Phase, Workflow
from tinhso.kernel.casework.workflow import states, steps

OPEN, WORKING, DONE, DROPPED = Phase.OPEN, Phase.WORKING, Phase.DONE, Phase.DROPPED
RUNNING, ENDED = Clock.RUNNING, Clock.ENDED
PLAN = "Quyết định 05/2017/QĐ-TTg, quy trình ứng cứu"
REPORT = "Thông tư 20/2017/TT-BTTTT"
OURS = "quy trình của hệ thống"
WHO = "specialist head leader operator"
BEFORE = "verified responding planned directed reported coordinated"
AFTER = "contained eradicated restored retested reviewed"

INCIDENT = Workflow(
    kind="security_incident",
    title="Sự cố an toàn thông tin mạng",
    initial="received",
    states=states(
        ("received", "Đã tiếp nhận, chờ xác minh", OPEN, RUNNING, "head", ""),
        ("verified", "Đã xác minh", WORKING, RUNNING, "head", ""),
        ("responding", "Đang ứng cứu ban đầu", WORKING, RUNNING, "head", ""),
        ("planned", "Đã chọn phương án ứng cứu", WORKING, RUNNING, "head", ""),
        ("directed", "Ban chỉ đạo đã chỉ đạo", WORKING, RUNNING, "head", ""),
        ("reported", "Đã báo cáo cơ quan điều phối", WORKING, RUNNING, "head", ""),
        ("coordinated", "Đang phối hợp ứng cứu", WORKING, RUNNING, "head", ""),
        ("contained", "Đã ngăn chặn lan rộng", WORKING, RUNNING, "head", ""),
        ("eradicated", "Đã xử lý, gỡ bỏ nguyên nhân", WORKING, RUNNING, "head", ""),
        ("restored", "Đã khôi phục", WORKING, RUNNING, "head", ""),
        ("retested", "Đã kiểm tra lại", WORKING, RUNNING, "head", ""),
        ("reviewed", "Đã tổng kết, rút kinh nghiệm", WORKING, RUNNING, "head", ""),
        ("closed", "Đã kết thúc", DONE, ENDED, "", ""),
        ("unfounded", "Không phải sự cố", DROPPED, ENDED, "", ""),
        ("merged", "Đã gộp vào sự cố khác", DROPPED, ENDED, "head", ""),
    ),
    steps=steps(
        ("verify", "Xác minh là sự cố", "received", "verified", WHO, PLAN),
        ("respond", "Bắt đầu ứng cứu ban đầu", "verified", "responding", WHO, PLAN),
        ("choose", "Chọn phương án ứng cứu", "responding", "planned", WHO, PLAN),
        ("direct", "Ghi chỉ đạo của Ban chỉ đạo", "planned", "directed", "head leader operator", PLAN),
        ("report", "Đã báo cáo, đề nghị hỗ trợ", "planned directed", "reported", WHO, REPORT),
        ("coordinate", "Phối hợp ứng cứu", "reported", "coordinated", WHO, REPORT),
        ("contain", "Ngăn chặn lan rộng", "planned directed reported coordinated", "contained", WHO, PLAN),
        ("eradicate", "Xử lý, gỡ bỏ nguyên nhân", "contained", "eradicated", WHO, PLAN),
        ("restore", "Khôi phục dữ liệu, hoạt động", "eradicated", "restored", WHO, PLAN),
        ("retest", "Kiểm tra, đánh giá lại", "restored", "retested", WHO, PLAN),
        ("return", "Chưa ổn định, ngăn chặn lại", "retested", "contained", WHO, PLAN),
        ("review", "Tổng kết, rút kinh nghiệm", "retested", "reviewed", WHO, PLAN),
        ("close", "Kết thúc sự cố", "reviewed", "closed", "head leader operator", REPORT),
        ("dismiss", "Xác minh không phải sự cố", "received verified", "unfounded", WHO, PLAN),
        ("merge", "Gộp vào sự cố khác", f"received {BEFORE} {AFTER}", "merged", WHO, OURS),
        ("unmerge", "Tách khỏi sự cố đã gộp", "merged", "verified", WHO, OURS),
    ),
)
"""A case of level 3 and below needs no report to be contained: the law asks for one when it is beyond one's ability."""

ENDED_STEPS = frozenset({"review"})
"""Steps after which the response is over: the closing report is due from there."""
