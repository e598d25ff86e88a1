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
from django.utils.translation import gettext_lazy

from tinhso.faces.desk import forwarding, reading, step_forms
from tinhso.faces.desk.step_forms import More
from tinhso.kernel.casework import workflow
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import actions

Read = Callable[[QueryDict], dict[str, Any]]


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


STEPS: Mapping[str, DeskStep] = {
    "receive": DeskStep(
        actions.receive, gettext_lazy("Đã tiếp nhận hồ sơ. Giấy hẹn đang được lập và ký."), direct=True
    ),
    "redirect": DeskStep(
        actions.redirect_dossier,
        gettext_lazy("Đã chuyển hồ sơ đến cơ quan có thẩm quyền và báo cho người nộp."),
        read=step_forms.competent,
        template="desk/steps/redirect.html",
        more=step_forms.units,
        hint=gettext_lazy("Chỉ dùng khi hồ sơ nộp nhầm cơ quan. Người nộp không phải nộp lại."),
    ),
    "send_originals": DeskStep(
        actions.send_originals,
        gettext_lazy("Đã ghi phiếu chuyển bản giấy."),
        read=step_forms.sheets,
        template="desk/steps/originals.html",
        hint=gettext_lazy("Dữ liệu đã có ở cơ quan giải quyết; bản giấy phải đến trong ngày làm việc."),
    ),
    "request_intake_supplement": DeskStep(
        actions.request_intake_supplement,
        gettext_lazy("Đã gửi yêu cầu bổ sung."),
        read=step_forms.supplement,
        template="desk/steps/supplement.html",
        more=step_forms.supplement_form,
    ),
    "refuse_intake": DeskStep(
        actions.refuse_intake,
        gettext_lazy("Đã từ chối tiếp nhận và báo cho người nộp."),
        read=step_forms.ground_and_reason,
        template="desk/steps/ground.html",
        more=step_forms.grounds("refusal"),
        weighty=True,
    ),
    "assign": DeskStep(
        actions.assign,
        gettext_lazy("Đã phân công hồ sơ."),
        read=step_forms.holder,
        template="desk/steps/assign.html",
        more=step_forms.officers,
    ),
    "start": DeskStep(actions.start_work, gettext_lazy("Đã bắt đầu thẩm định."), direct=True),
    "consult": DeskStep(
        actions.consult,
        gettext_lazy("Đã gửi câu hỏi cho cơ quan phối hợp."),
        read=step_forms.question,
        template="desk/steps/consult.html",
        more=step_forms.units,
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
        read=step_forms.matter,
        template="desk/steps/verify.html",
        hint=gettext_lazy("Thời hạn giải quyết vẫn tính. Buổi làm việc với người nộp phải ghi biên bản."),
    ),
    "close_verification": DeskStep(
        actions.close_verification,
        gettext_lazy("Đã ghi kết quả xác minh, hồ sơ trở lại thẩm định."),
        read=step_forms.record,
        template="desk/steps/verification.html",
        more=step_forms.outcomes,
    ),
    "request_duty": DeskStep(
        actions.request_duty,
        gettext_lazy("Đã báo người nộp thực hiện nghĩa vụ tài chính. Thời hạn giải quyết tạm dừng."),
        read=step_forms.notice,
        template="desk/steps/duty.html",
        hint=gettext_lazy("Nhập đúng thông báo của cơ quan thuế. Không yêu cầu người nộp mang giấy xác nhận."),
    ),
    "settle_duty": DeskStep(
        actions.settle_duty,
        gettext_lazy("Đã ghi nhận khoản nộp, thời hạn tính tiếp."),
        read=step_forms.receipt,
        template="desk/steps/receipt.html",
        hint=gettext_lazy("Chỉ dùng khi tin thanh toán không về: kiểm tra chứng từ điện tử rồi nhập số chứng từ."),
    ),
    "check_duty": DeskStep(actions.check_duty, gettext_lazy("Đã đối chiếu, hồ sơ trở lại thẩm định."), direct=True),
    "request_supplement": DeskStep(
        actions.request_supplement,
        gettext_lazy("Đã gửi yêu cầu bổ sung. Thời hạn giải quyết tạm dừng."),
        read=step_forms.supplement,
        template="desk/steps/supplement.html",
        more=step_forms.supplement_form,
        hint=gettext_lazy("Sau khi tiếp nhận chỉ được yêu cầu bổ sung một lần. Hãy liệt kê đủ mọi thứ còn thiếu."),
    ),
    "accept_supplement": DeskStep(
        actions.accept_supplement, gettext_lazy("Đã nhận phần bổ sung, hồ sơ trở lại thẩm định."), direct=True
    ),
    "stop_unanswered": DeskStep(
        actions.stop_unanswered,
        gettext_lazy("Đã dừng giải quyết và lập thông báo."),
        read=step_forms.reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Hồ sơ dừng vì quá thời hạn bổ sung; người nộp nhận thông báo F07 và có thể nộp lại."),
        weighty=True,
    ),
    "propose_result": DeskStep(
        actions.propose_result,
        gettext_lazy("Đã trình ký kết quả."),
        read=step_forms.result,
        template="desk/steps/result.html",
        more=step_forms.drafted,
    ),
    "pass_step": DeskStep(
        actions.pass_step,
        gettext_lazy("Đã xong bước, bước sau bắt đầu tính giờ."),
        read=step_forms.holder,
        template="desk/steps/pass.html",
        more=step_forms.next_step,
    ),
    "submit_review": DeskStep(
        actions.propose_result,
        gettext_lazy("Đã trình dự thảo để xem xét trước khi ký."),
        read=step_forms.result,
        template="desk/steps/result.html",
        more=step_forms.drafted,
        hint=gettext_lazy("Quy trình nội bộ của thủ tục có bước xem xét trước khi lãnh đạo ký."),
    ),
    "pass_review": DeskStep(
        actions.approve_review,
        gettext_lazy("Đã đồng ý; dự thảo sang bước xem xét sau."),
        template="desk/steps/review.html",
    ),
    "approve_result": DeskStep(
        actions.approve_review,
        gettext_lazy("Đã đồng ý và trình lãnh đạo ký."),
        template="desk/steps/review.html",
    ),
    "approve_refusal": DeskStep(
        actions.approve_review,
        gettext_lazy("Đã đồng ý và trình lãnh đạo ký văn bản từ chối."),
        template="desk/steps/review.html",
    ),
    "send_back_review": DeskStep(
        actions.send_back_review,
        gettext_lazy("Đã trả lại dự thảo để sửa."),
        read=step_forms.reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Ghi rõ cần sửa điều gì; hồ sơ trở lại với người soạn."),
    ),
    "propose_at_once": DeskStep(
        actions.propose_at_once,
        gettext_lazy("Đã trình ký kết quả; ký xong trả ngay cho người nộp."),
        read=step_forms.result,
        template="desk/steps/result.html",
        more=step_forms.drafted,
        hint=gettext_lazy("Thủ tục giải quyết trong ngày: quầy lập kết quả ngay, không phải phân công."),
    ),
    "propose_refusal": DeskStep(
        actions.propose_refusal,
        gettext_lazy("Đã trình văn bản từ chối."),
        read=step_forms.ground_and_reason,
        template="desk/steps/ground.html",
        more=step_forms.grounds("refusal"),
        weighty=True,
    ),
    "send_back": DeskStep(
        actions.send_back,
        gettext_lazy("Đã trả lại dự thảo để sửa."),
        read=step_forms.reason,
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
        read=step_forms.reason,
        template="desk/steps/reason.html",
        hint=gettext_lazy("Người nộp đã yêu cầu rút hồ sơ. Ghi lại đã kiểm tra yêu cầu đó thế nào."),
        weighty=True,
    ),
    "return_result": DeskStep(
        actions.return_result,
        gettext_lazy("Đã trả kết quả."),
        read=step_forms.receiver,
        template="desk/steps/return.html",
        more=step_forms.returns,
    ),
    "recall_result": DeskStep(
        actions.recall_result,
        gettext_lazy("Đã thu hồi kết quả và xin lỗi người nhận."),
        read=step_forms.fix,
        template="desk/steps/recall.html",
        hint=gettext_lazy("Chỉ dùng khi kết quả sai do cơ quan. Người dân không nộp thêm giấy tờ, không trả thêm phí."),
        weighty=True,
    ),
    "propose_correction": DeskStep(
        actions.propose_correction,
        gettext_lazy("Đã trình ký kết quả đính chính."),
        read=step_forms.result,
        template="desk/steps/result.html",
        more=step_forms.drafted,
    ),
    "send_back_correction": DeskStep(
        actions.send_back_correction,
        gettext_lazy("Đã trả lại dự thảo để sửa."),
        read=step_forms.reason,
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
        read=step_forms.until,
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
