# SPDX-License-Identifier: EUPL-1.2
"""The steps of a dossier as pages: which action each calls, what it reads from the form, what else the page shows.

A step is one entry of `STEPS`; titles, roles and law come from the step table of the module.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk import despite, forwarding, reading, wording
from tinhso.kernel.casework import workflow
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import desk
from tinhso.modules.onestop.rules import GROUNDS
from tinhso.modules.onestop.types import ReturnMethod

Read = Callable[[QueryDict], dict[str, Any]]
More = Callable[[Viewer, Any, datetime], dict[str, Any]]


def _nothing(data: QueryDict) -> dict[str, Any]:
    return {}


def _no_more(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class DeskStep:
    """One step as a page.

    direct: the button stands on the page of the dossier and needs no form. weighty: it ends or stops something and
    looks like it. signing: wants a fresh proof of who is there.
    """

    act: Callable[..., Any]
    done: Any
    read: Read = _nothing
    template: str = "desk/steps/confirm.html"
    more: More = _no_more
    hint: Any = ""
    direct: bool = False
    weighty: bool = False
    signing: bool = False
    carries_version: bool = True


def _grounds(kind: str) -> More:
    def more(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
        return {"grounds": list(GROUNDS[kind].items())}

    return more


def _ground_and_reason(data: QueryDict) -> dict[str, Any]:
    return {"ground": data.get("ground", ""), "reason": data.get("reason", "")}


def _supplement(data: QueryDict) -> dict[str, Any]:
    return {**_ground_and_reason(data), "items": reading.lines(data, "items"), "despite": despite.read(data)}


def _supplement_form(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"grounds": list(GROUNDS["supplement"].items()), **despite.form(dossier, now)}


def _reason(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", "")}


def _holder(data: QueryDict) -> dict[str, Any]:
    chosen = reading.identifier(data, "holder", _("Hãy chọn một cán bộ để phân công."))
    return {"holder_id": chosen, "reason": data.get("reason", "").strip()}


def _officers(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    found = desk.burdens(viewer, dossier.case.unit_id, now=now, today=timezone.localdate(now))
    return {"officers": [_officer_option(one) for one in found if one.officer is not None]}


def _officer_option(one: desk.Burden) -> tuple[str, str, str]:
    assert one.officer is not None
    words = _("Đang giữ %(living)s việc: %(soon)s sắp đến hạn, %(overdue)s quá hạn")
    return (
        str(one.officer.id),
        one.officer.full_name,
        words % {"living": one.living, "soon": one.soon, "overdue": one.overdue},
    )


def _question(data: QueryDict) -> dict[str, Any]:
    unit_id = reading.identifier(data, "unit", _("Hãy chọn cơ quan cần lấy ý kiến."))
    answer_by = reading.end_of(reading.required_day(data, "answer_by"))
    return {"unit_id": unit_id, "question": data.get("question", ""), "answer_by": answer_by}


def _competent(data: QueryDict) -> dict[str, Any]:
    chosen = reading.identifier(data, "unit", _("Hãy chọn cơ quan có thẩm quyền."))
    return {"unit_id": chosen, "reason": data.get("reason", "")}


def _sheets(data: QueryDict) -> dict[str, Any]:
    return {"sheets": reading.sheets(data)}


def _units(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    units = registry.units_as_of(timezone.localdate(now)).exclude(id=dossier.case.unit_id)
    return {"units": [(str(unit.id), unit.name) for unit in units]}


def _body(data: QueryDict) -> dict[str, Any]:
    return {"body": data.get("body", "")}


def _drafted(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    """Offer the text drafted before, when a draft comes back."""
    return {"drafted": dossier.decision.get("body", "")}


def _until(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", ""), "until": reading.end_of(reading.required_day(data, "until"))}


def _fix(data: QueryDict) -> dict[str, Any]:
    return {"reason": data.get("reason", ""), "fix_by": reading.required_day(data, "fix_by")}


def _receiver(data: QueryDict) -> dict[str, Any]:
    method = data.get("method", "")
    if method not in set(ReturnMethod):
        raise reading.FormFault({"method": _("Hãy chọn cách trả kết quả.")})
    return {"method": ReturnMethod(method), "receiver_checked": data.get("receiver_checked") == "yes"}


def _returns(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"methods": list(wording.RETURNS.items()), "wanted": dossier.return_method}


def _matter(data: QueryDict) -> dict[str, Any]:
    return {"matter": data.get("matter", "")}


def _record(data: QueryDict) -> dict[str, Any]:
    if data.get("confirmed") not in ("yes", "no"):
        raise reading.FormFault({"confirmed": _("Hãy chọn kết quả xác minh.")})
    return {"record": data.get("record", ""), "confirmed": data.get("confirmed") == "yes"}


def _outcomes(viewer: Viewer, dossier: Any, now: datetime) -> dict[str, Any]:
    return {"outcomes": [("yes", _("Đúng như đã khai")), ("no", _("Không đúng như đã khai"))]}


def _notice(data: QueryDict) -> dict[str, Any]:
    amount = reading.amount(data, "amount")
    pay_by = reading.required_day(data, "pay_by")
    return {"notice": actions.Notice(data.get("notice", ""), amount, data.get("legal_ground", ""), pay_by)}


def _receipt(data: QueryDict) -> dict[str, Any]:
    return {"receipt": data.get("receipt", "")}


STEPS: Mapping[str, DeskStep] = {
    "receive": DeskStep(
        actions.receive, gettext_lazy("Đã tiếp nhận hồ sơ. Giấy hẹn đang được lập và ký."), direct=True
    ),
    "redirect": DeskStep(
        actions.redirect_dossier,
        gettext_lazy("Đã chuyển hồ sơ đến cơ quan có thẩm quyền và báo cho người nộp."),
        read=_competent,
        template="desk/steps/redirect.html",
        more=_units,
        hint=gettext_lazy("Chỉ dùng khi hồ sơ nộp nhầm cơ quan. Người nộp không phải nộp lại."),
    ),
    "send_originals": DeskStep(
        actions.send_originals,
        gettext_lazy("Đã ghi phiếu chuyển bản giấy."),
        read=_sheets,
        template="desk/steps/originals.html",
        hint=gettext_lazy("Dữ liệu đã có ở cơ quan giải quyết; bản giấy phải đến trong ngày làm việc."),
    ),
    "request_intake_supplement": DeskStep(
        actions.request_intake_supplement,
        gettext_lazy("Đã gửi yêu cầu bổ sung."),
        read=_supplement,
        template="desk/steps/supplement.html",
        more=_supplement_form,
    ),
    "refuse_intake": DeskStep(
        actions.refuse_intake,
        gettext_lazy("Đã từ chối tiếp nhận và báo cho người nộp."),
        read=_ground_and_reason,
        template="desk/steps/ground.html",
        more=_grounds("refusal"),
        weighty=True,
    ),
    "assign": DeskStep(
        actions.assign,
        gettext_lazy("Đã phân công hồ sơ."),
        read=_holder,
        template="desk/steps/assign.html",
        more=_officers,
    ),
    "start": DeskStep(actions.start_work, gettext_lazy("Đã bắt đầu thẩm định."), direct=True),
    "consult": DeskStep(
        actions.consult,
        gettext_lazy("Đã gửi câu hỏi cho cơ quan phối hợp."),
        read=_question,
        template="desk/steps/consult.html",
        more=_units,
    ),
    "close_consultation": DeskStep(
        actions.close_consultation,
        gettext_lazy("Đã kết thúc lấy ý kiến."),
        hint=gettext_lazy(
            "Chỉ kết thúc khi đã hết thời hạn trả lời; việc cơ quan phối hợp không trả lời được lưu lại."
        ),
    ),
    "forward_peer": DeskStep(
        actions.forward_peer,
        gettext_lazy("Đã chuyển các cơ quan phối hợp. Thời hạn của hồ sơ vẫn tính."),
        read=forwarding.read_peers,
        template="desk/steps/forward.html",
        more=forwarding.peer_form,
    ),
    "forward_up": DeskStep(
        actions.forward_up,
        gettext_lazy("Đã chuyển cơ quan cấp trên. Kết quả sẽ trả về hồ sơ này."),
        read=forwarding.read_up,
        template="desk/steps/forward.html",
        more=forwarding.up_form,
    ),
    "register_bundle": DeskStep(
        actions.register_bundle,
        gettext_lazy("Đã ghi kết quả và chuyển các phần việc liên thông."),
        read=forwarding.read_registration,
        template="desk/steps/register.html",
        more=forwarding.register_form,
    ),
    "close_forward": DeskStep(
        actions.close_forward,
        gettext_lazy("Đã kết thúc liên thông."),
        hint=gettext_lazy("Chỉ kết thúc khi đã hết thời hạn; việc cơ quan phối hợp không trả lời được lưu lại."),
    ),
    "verify": DeskStep(
        actions.verify,
        gettext_lazy("Đã bắt đầu xác minh."),
        read=_matter,
        template="desk/steps/verify.html",
        hint=gettext_lazy("Thời hạn giải quyết vẫn tính. Buổi làm việc với người nộp phải ghi biên bản."),
    ),
    "close_verification": DeskStep(
        actions.close_verification,
        gettext_lazy("Đã ghi kết quả xác minh, hồ sơ trở lại thẩm định."),
        read=_record,
        template="desk/steps/verification.html",
        more=_outcomes,
    ),
    "request_duty": DeskStep(
        actions.request_duty,
        gettext_lazy("Đã báo người nộp thực hiện nghĩa vụ tài chính. Thời hạn giải quyết tạm dừng."),
        read=_notice,
        template="desk/steps/duty.html",
        hint=gettext_lazy("Nhập đúng thông báo của cơ quan thuế. Không yêu cầu người nộp mang giấy xác nhận."),
    ),
    "settle_duty": DeskStep(
        actions.settle_duty,
        gettext_lazy("Đã ghi nhận khoản nộp, thời hạn tính tiếp."),
        read=_receipt,
        template="desk/steps/receipt.html",
        hint=gettext_lazy("Chỉ dùng khi tin thanh toán không về: kiểm tra chứng từ điện tử rồi nhập số chứng từ."),
    ),
    "check_duty": DeskStep(actions.check_duty, gettext_lazy("Đã đối chiếu, hồ sơ trở lại thẩm định."), direct=True),
    "request_supplement": DeskStep(
        actions.request_supplement,
        gettext_lazy("Đã gửi yêu cầu bổ sung. Thời hạn giải quyết tạm dừng."),
        read=_supplement,
        template="desk/steps/supplement.html",
        more=_supplement_form,
        hint=gettext_lazy("Sau khi tiếp nhận chỉ được yêu cầu bổ sung một lần. Hãy liệt kê đủ mọi thứ còn thiếu."),
    ),
    "accept_supplement": DeskStep(
        actions.accept_supplement, gettext_lazy("Đã nhận phần bổ sung, hồ sơ trở lại thẩm định."), direct=True
    ),
    "stop_unanswered": DeskStep(
        actions.stop_unanswered,
        gettext_lazy("Đã dừng giải quyết và lập thông báo."),
        read=_reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Hồ sơ dừng vì quá thời hạn bổ sung; người nộp nhận thông báo F07 và có thể nộp lại."),
        weighty=True,
    ),
    "propose_result": DeskStep(
        actions.propose_result,
        gettext_lazy("Đã trình ký kết quả."),
        read=_body,
        template="desk/steps/result.html",
        more=_drafted,
    ),
    "propose_refusal": DeskStep(
        actions.propose_refusal,
        gettext_lazy("Đã trình ký văn bản từ chối."),
        read=_ground_and_reason,
        template="desk/steps/ground.html",
        more=_grounds("refusal"),
        weighty=True,
    ),
    "send_back": DeskStep(
        actions.send_back,
        gettext_lazy("Đã trả lại dự thảo để sửa."),
        read=_reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Ghi rõ cần sửa điều gì; hồ sơ trở lại với người soạn."),
    ),
    "sign_result": DeskStep(
        actions.sign_result,
        gettext_lazy("Đã ký kết quả. Người nộp được báo ngay."),
        template="desk/steps/sign.html",
        signing=True,
    ),
    "sign_refusal": DeskStep(
        actions.sign_refusal,
        gettext_lazy("Đã ký văn bản từ chối."),
        template="desk/steps/sign.html",
        signing=True,
        weighty=True,
    ),
    "stop": DeskStep(
        actions.confirm_stop,
        gettext_lazy("Đã dừng giải quyết theo yêu cầu."),
        read=_reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Người nộp đã yêu cầu rút hồ sơ. Ghi lại đã kiểm tra yêu cầu đó thế nào."),
        weighty=True,
    ),
    "return_result": DeskStep(
        actions.return_result,
        gettext_lazy("Đã trả kết quả."),
        read=_receiver,
        template="desk/steps/return.html",
        more=_returns,
    ),
    "recall_result": DeskStep(
        actions.recall_result,
        gettext_lazy("Đã thu hồi kết quả và xin lỗi người nhận."),
        read=_fix,
        template="desk/steps/recall.html",
        hint=gettext_lazy("Chỉ dùng khi kết quả sai do cơ quan. Người dân không nộp thêm giấy tờ, không trả thêm phí."),
        weighty=True,
    ),
    "propose_correction": DeskStep(
        actions.propose_correction,
        gettext_lazy("Đã trình ký kết quả đính chính."),
        read=_body,
        template="desk/steps/result.html",
        more=_drafted,
    ),
    "send_back_correction": DeskStep(
        actions.send_back_correction,
        gettext_lazy("Đã trả lại dự thảo để sửa."),
        read=_reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Ghi rõ cần sửa điều gì; hồ sơ trở lại với người soạn."),
    ),
    "sign_correction": DeskStep(
        actions.sign_correction,
        gettext_lazy("Đã ký kết quả đính chính. Người nộp được báo ngay."),
        template="desk/steps/sign.html",
        signing=True,
    ),
    "archive": DeskStep(
        actions.archive,
        gettext_lazy("Đã nộp lưu hồ sơ."),
        hint=gettext_lazy("Thời hạn lưu trữ của giấy tờ trong hồ sơ bắt đầu tính từ hôm nay."),
    ),
    "apologise": DeskStep(
        actions.apologise,
        gettext_lazy("Đã xin lỗi và hẹn lại ngày trả kết quả."),
        read=_until,
        template="desk/steps/apologise.html",
        hint=gettext_lazy("Chỉ được xin lỗi và hẹn lại một lần. Phiếu F04 gửi tới người nộp."),
        carries_version=False,
    ),
}
APOLOGISE = gettext_lazy("Xin lỗi và hẹn lại")


def title_of(name: str) -> str:
    """Return what a step is called; the apology is no step of the table, because it leaves the state as it is."""
    return str(APOLOGISE) if name == "apologise" else workflow.step("dossier", name).title


def law_of(name: str) -> str:
    return "61/2018/NĐ-CP" if name == "apologise" else workflow.step("dossier", name).law


def take(name: str, dossier_id: uuid.UUID, data: QueryDict, *, viewer: Viewer, now: datetime) -> None:
    """Read the form of a step and call its action.

    Raises FormFault for what cannot be read, and whatever the action refuses.
    """
    step = STEPS[name]
    said = step.read(data)
    if step.carries_version:
        said["expected_version"] = reading.version(data)
    step.act(dossier_id, viewer=viewer, now=now, **said)
