# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with a clock, each with a sentence for the officer."""

from datetime import datetime

from tinhso.kernel.events.errors import Refused


class LimitUnknown(Refused):
    """The procedure has no published time, so there is nothing to compute and nothing to promise."""

    def __init__(self) -> None:
        super().__init__(
            "Thủ tục chưa công bố thời hạn giải quyết. Bổ sung thời hạn vào phiên bản thủ tục trước khi hẹn trả."
        )


class ClockStopped(Refused):
    """The limit runs into a pause without end; only a supposed day of resuming gives a due date."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        super().__init__(
            f"Thời hạn đang tạm dừng từ {since:%H:%M ngày %d/%m/%Y}. "
            "Ngày hẹn trả được tính lại khi có kết quả bổ sung hoặc nộp tiền."
        )


class HolidayListError(Refused):
    """A list of holidays that must not be loaded; `problems` has one sentence for each fault."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"Danh sách ngày nghỉ có lỗi, sửa rồi nạp lại: {'; '.join(problems)}.")
