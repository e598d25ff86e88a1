# SPDX-License-Identifier: EUPL-1.2
"""What the applicant and the officers are told, in plain Vietnamese; one text per act."""

from datetime import date, datetime

from django.utils import timezone

from tinhso.config import env
from tinhso.kernel.casework.rules import Rung
from tinhso.kernel.events.types import ActRow
from tinhso.modules.onestop import types as acts
from tinhso.modules.onestop.models import DataQuestion, Dossier, Feedback, LinkedPart, Offer, Precheck, Visit
from tinhso.modules.onestop.rules import GROUNDS
from tinhso.modules.onestop.telling.texts import short_texts

TOLD = (
    acts.DossierSubmitted,
    acts.DossierReceived,
    acts.DossierRedirected,
    acts.IntakeSupplementRequested,
    acts.IntakeRefused,
    acts.SupplementRequested,
    acts.DossierApologised,
    acts.DossierCompleted,
    acts.DossierRefused,
    acts.DossierStopped,
    acts.ResultReturned,
    acts.DutyRequested,
    acts.DutySettled,
    acts.ResultUnclaimed,
    acts.ResultRecalled,
    acts.ResultCorrected,
)

TEXTS = {
    "dossier:submitted": ("Đã nhận hồ sơ gửi đến", "Hồ sơ của ông/bà đã được gửi đến {unit}. Mã tạm: {code}."),
    "dossier:received": (
        "Hồ sơ đã được tiếp nhận",
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả: {promised}. Giấy tiếp nhận có trong trang hồ sơ.",
    ),
    "dossier:redirected": (
        "Hồ sơ đã chuyển đến cơ quan có thẩm quyền",
        "Hồ sơ {code} thuộc thẩm quyền của {unit} nên đã được chuyển đến đó. Ông/bà không phải nộp lại.",
    ),
    "dossier:intake_supplement:requested": (
        "Cần bổ sung trước khi tiếp nhận",
        "Hồ sơ {code} cần bổ sung trước khi tiếp nhận: {ground}. Hãy mở trang hồ sơ để xem từng mục và nộp bổ sung.",
    ),
    "dossier:intake:refused": (
        "Hồ sơ không được tiếp nhận",
        "Hồ sơ {code} không được tiếp nhận: {ground}. Lý do đầy đủ ghi trong phiếu ở trang hồ sơ.",
    ),
    "dossier:supplement:requested": (
        "Cần bổ sung hồ sơ",
        "Hồ sơ {code} cần bổ sung: {ground}. Thời hạn giải quyết tạm dừng cho đến khi ông/bà nộp bổ sung.",
    ),
    "dossier:apologised": (
        "Xin lỗi và hẹn lại ngày trả kết quả",
        "Hồ sơ {code} bị chậm. Cơ quan giải quyết xin lỗi ông/bà và hẹn trả kết quả vào {until}.",
    ),
    "dossier:completed": (
        "Hồ sơ đã giải quyết xong",
        "Hồ sơ {code} đã có kết quả, ký số hợp lệ. Ông/bà tải kết quả ở trang hồ sơ hoặc nhận tại nơi đã chọn.",
    ),
    "dossier:result:recalled": (
        "Xin lỗi và đính chính kết quả",
        "Kết quả của hồ sơ {code} có sai sót do cơ quan giải quyết. Cơ quan xin lỗi ông/bà và hẹn trả kết quả đính "
        "chính chậm nhất ngày {fix_by}. Xin ông/bà không dùng kết quả cũ; ông/bà không phải nộp thêm giấy tờ hay "
        "khoản phí nào.",
    ),
    "dossier:result:corrected": (
        "Đã có kết quả đính chính",
        "Hồ sơ {code} đã có kết quả đính chính, ký số hợp lệ, thay cho kết quả cũ. Ông/bà tải ở trang hồ sơ hoặc "
        "nhận tại nơi đã chọn.",
    ),
    "dossier:refused": (
        "Hồ sơ không đủ điều kiện giải quyết",
        "Hồ sơ {code} không đủ điều kiện giải quyết: {ground}. Văn bản trả lời có trong trang hồ sơ.",
    ),
    "dossier:stopped": ("Hồ sơ dừng giải quyết", "Hồ sơ {code} đã dừng giải quyết: {ground}."),
    "dossier:duty:requested": (
        "Cần thực hiện nghĩa vụ tài chính",
        "Hồ sơ {code} chờ ông/bà nộp {amount} đồng theo thông báo số {notice}. Thời hạn giải quyết tạm dừng "
        "cho đến khi đã nộp. Xem thông báo ở trang hồ sơ.",
    ),
    "dossier:duty:settled": (
        "Đã ghi nhận khoản nộp",
        "Đã ghi nhận {amount} đồng của hồ sơ {code}. Hồ sơ được giải quyết tiếp.",
    ),
    "dossier:unclaimed": (
        "Kết quả đang chờ ông/bà đến nhận",
        "Hồ sơ {code} đã quá ngày hẹn mà chưa có người đến nhận kết quả. Mời ông/bà đến {unit} trong giờ làm việc.",
    ),
    "dossier:returned": (
        "Đã trả kết quả",
        "Kết quả hồ sơ {code} đã được trả. Mời ông/bà đánh giá mức độ hài lòng ở trang hồ sơ.",
    ),
    "visit:booked": (
        "Đã đặt lịch đến Một cửa",
        "Ông/bà có lịch hẹn lúc {until} tại Bộ phận Một cửa của {unit}. Đến nơi, hãy nhập mã hẹn {code} ở máy lấy số "
        "hoặc đọc mã cho cán bộ. Đến muộn quá {grace} phút so với giờ hẹn thì số được gọi như số thường.",
    ),
    "visit:reminded": (
        "Nhắc lịch đến Một cửa",
        "Ông/bà có lịch hẹn lúc {until} tại Bộ phận Một cửa của {unit}, mã hẹn {code}. Không đến được thì mời ông/bà "
        "hủy lịch để nhường chỗ cho người khác.",
    ),
    "visit:dropped": (
        "Lịch hẹn rơi vào ngày nghỉ",
        "Ngày hẹn của ông/bà ({until}) nay là ngày nghỉ nên Bộ phận Một cửa của {unit} không làm việc. Lịch hẹn mã "
        "{code} không còn hiệu lực; cơ quan xin lỗi ông/bà và mời đặt giờ khác.",
    ),
    "proactive:offer:made": (
        "Đề nghị dành cho ông/bà",
        "{title}. Mở trang Đề nghị cho tôi để xem vì sao cổng đề nghị và đã đọc dữ liệu nào; ông/bà có thể nhận, "
        "từ chối, để sau hoặc không nhận loại đề nghị này nữa. Không trả lời thì không mất quyền lợi nào.",
    ),
}


def letter(act: ActRow, dossier: Dossier, *, link: str) -> tuple[str, str]:
    """Return subject and body of the e-mail an act sends to the applicant."""
    title, text = TEXTS[act.verb]
    code = dossier.code or dossier.provisional
    body = text.format(**_values(act, dossier))
    greeting = f"Kính gửi ông/bà {dossier.applicant.full_name},"
    procedure = f"Thủ tục: {dossier.version.procedure.short_name}"
    return f"{title} – {code}", "\n\n".join([greeting, body, procedure, f"Theo dõi hồ sơ: {link}"])


def short(act: ActRow, dossier: Dossier) -> tuple[str, str]:
    """Return subject (for operators, with the version of the wording) and text of the SMS an act sends."""
    wording = short_texts()[act.verb]
    values = _values(act, dossier)
    return f"{TEXTS[act.verb][0]} – {values['code']} (mẫu {wording.version})", wording.text.format(**values)


def visit_letter(act: ActRow, visit: Visit, *, link: str) -> tuple[str, str]:
    """Return subject and body of the e-mail about an appointment; what the person wants there is not in it."""
    title, text = TEXTS[act.verb]
    greeting = f"Kính gửi ông/bà {visit.person.full_name},"
    body = "\n\n".join([greeting, text.format(**_visit_values(act, visit)), f"Lịch hẹn của ông/bà: {link}"])
    return f"{title} – {visit.code}", body


def visit_short(act: ActRow, visit: Visit) -> tuple[str, str]:
    """Return subject (for operators) and text of the SMS about an appointment."""
    wording = short_texts()[act.verb]
    subject = f"{TEXTS[act.verb][0]} – {visit.code} (mẫu {wording.version})"
    return subject, wording.text.format(**_visit_values(act, visit))


def _visit_values(act: ActRow, visit: Visit) -> dict[str, str]:
    return {
        "province": env.PROVINCE_NAME,
        "unit": visit.place.unit.name,
        "code": visit.code,
        "until": _when(act.data["until"]),
        "grace": str(visit.place.grace_minutes),
    }


def _values(act: ActRow, dossier: Dossier) -> dict[str, str]:
    """Return what a text may say of an act; nothing about a person."""
    return {
        "province": env.PROVINCE_NAME,
        "unit": dossier.receiving_unit.name,
        "code": dossier.code or dossier.provisional,
        "promised": _when(act.data.get("promised")) or "theo quy định của thủ tục",
        "until": _when(act.data.get("until")),
        "fix_by": _day(act.data.get("fix_by")),
        "ground": _ground(act.data.get("ground", "")),
        "amount": f"{act.data.get('amount', 0):,}".replace(",", "."),
        "notice": act.data.get("notice", ""),
    }


def _ground(key: str) -> str:
    for catalogue in GROUNDS.values():
        if key in catalogue:
            return catalogue[key].lower()
    return ""


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""


def _when(text: str | None) -> str:
    if not text:
        return ""
    return f"{timezone.localtime(datetime.fromisoformat(text)):%H:%M ngày %d/%m/%Y}"


def offer_letter(offer: Offer, title: str, *, link: str) -> tuple[str, str]:
    """Return subject and body of the e-mail about an offer; the data it rests on stay behind the sign-in."""
    subject, text = TEXTS["proactive:offer:made"]
    filed = "Hồ sơ đã được nộp thay theo sự đồng ý có trước của ông/bà; ông/bà có thể khôi phục như cũ."
    body = [f"Kính gửi ông/bà {offer.person.full_name},", text.format(title=title)]
    return subject, "\n\n".join([*body, *[filed] * bool(offer.dossier_id), f"Xem đề nghị: {link}"])


def reminder(rung: Rung, dossier: Dossier, link: str) -> tuple[str, str]:
    """Return subject and body of a reminder to an officer; no personal data of the applicant in it."""
    due = f"{timezone.localtime(dossier.case.due_at):%d/%m/%Y}" if dossier.case.due_at else "không có"
    subject = f"{rung.title}: hồ sơ {dossier.code}"
    body = f"Hồ sơ {dossier.code} ({dossier.version.procedure.short_name}) – hạn {due}.\n{rung.title}.\n\n{link}"
    return subject, body


def unacknowledged(part: LinkedPart, link: str) -> tuple[str, str]:
    """Return subject and body of the alert that receipt was not confirmed in time; nothing personal in it."""
    until = f"{timezone.localtime(part.acknowledge_by):%H:%M ngày %d/%m/%Y}" if part.acknowledge_by else ""
    subject = f"Quá giờ xác nhận: {part.duty} – hồ sơ {part.dossier.code}"
    body = (
        f"{part.case.unit} chưa xác nhận đã nhận phần việc “{part.duty}” của hồ sơ {part.dossier.code}; "
        f"phải xác nhận trước {until} (63/2024/NĐ-CP, Điều 7). Hãy mở trang dưới đây và xác nhận.\n\n{link}"
    )
    return subject, body


def data_question_closed(question: DataQuestion, link: str) -> tuple[str, str]:
    """Return subject and body for the citizen who asked about a reading; neither question nor answer is in it."""
    done = "đã trả lời" if question.case.state == "answered" else "đã từ chối trả lời, có nêu lý do,"
    body = f"Kính gửi ông/bà,\n\n{question.case.unit} {done} câu hỏi của ông/bà về một lần xem dữ liệu.\n"
    return "Trả lời câu hỏi về một lần xem dữ liệu", f"{body}Đăng nhập để đọc: {link}\n"


def precheck_answered(precheck: Precheck, link: str) -> tuple[str, str]:
    """Return subject and body for the owner of a draft that was looked at; what was found is not in it."""
    name = precheck.version.procedure.short_name
    body = f"Kính gửi ông/bà,\n\n{precheck.case.unit} đã kiểm tra bản nháp hồ sơ “{name}” của ông/bà.\n"
    return f"Đã kiểm tra bản nháp: {name}", f"{body}Đăng nhập để xem và nộp: {link}\n"


FEEDBACK_MOVED = {
    "feedback:answered": "đã trả lời phản ánh",
    "feedback:refused": "không tiếp nhận phản ánh, có nêu lý do,",
    "feedback:more:asked": "đề nghị ông/bà nói rõ thêm phản ánh",
}


def feedback_moved(act: ActRow, feedback: Feedback, link: str) -> tuple[str, str]:
    """Return subject and body for who sent feedback; neither the feedback nor the answer is in it."""
    done = FEEDBACK_MOVED[act.verb]
    sent = f"{timezone.localtime(feedback.case.opened_at):%d/%m/%Y}"
    body = f"Kính gửi ông/bà,\n\n{feedback.case.unit} {done} gửi ngày {sent}.\n"
    return feedback.case.title, f"{body}Đăng nhập để xem: {link}\n"
