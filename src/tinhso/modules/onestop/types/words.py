# SPDX-License-Identifier: EUPL-1.2
"""Words of the one-stop: channels, papers, where a component came from, satisfaction."""

from enum import StrEnum


class Channel(StrEnum):
    """How a dossier came in (kênh nộp); codes 1, 2, 3 of the national portal."""

    COUNTER = "truc_tiep"
    ONLINE = "truc_tuyen"
    POST = "buu_chinh"


class OnlineLevel(StrEnum):
    """How far a service can be used on line (toàn trình, một phần); 224/2026/NĐ-CP, Điều 14."""

    FULL = "toan_trinh"
    PARTIAL = "mot_phan"
    AT_DESK = "truc_tiep"


class FiledBy(StrEnum):
    """Who filed (người nộp): the applicant, a guardian, a helper, an officer, or the house under a standing consent."""

    SELF = "self"
    GUARDIAN = "guardian"
    HELPER = "helper"
    OFFICER = "officer"
    HOUSE = "house"


class ReturnMethod(StrEnum):
    """How the result is handed over (cách nhận kết quả)."""

    ELECTRONIC = "dien_tu"
    COUNTER = "tai_quay"
    POST = "buu_chinh"


RETURN_WORDS = {
    ReturnMethod.ELECTRONIC: "Điện tử, trên Cổng dịch vụ công",
    ReturnMethod.COUNTER: "Tại quầy",
    ReturnMethod.POST: "Qua bưu chính công ích",
}
"""How a way of handing over is called on paper."""


class PaperForm(StrEnum):
    """The seven papers of Thông tư 03/2025/TT-VPCP."""

    RECEIPT = "F01"
    SUPPLEMENT = "F02"
    REFUSAL = "F03"
    APOLOGY = "F04"
    CONTROL_SLIP = "F05"
    LOGBOOK = "F06"
    STOP_NOTICE = "F07"


class ComponentSource(StrEnum):
    """Where a component of a dossier came from."""

    UPLOAD = "upload"
    SCAN = "scan"
    SHOWN = "shown"
    DATABASE = "database"
    STORE = "store"


class Satisfaction(StrEnum):
    """The three levels of satisfaction (Thông tư 32/2017/TT-BTTTT)."""

    VERY = "rat_hai_long"
    CONTENT = "hai_long"
    NOT = "chua_hai_long"
