# SPDX-License-Identifier: EUPL-1.2
"""Ask to file for somebody, be granted it by a code or by the person, take it back; parents by the register."""

import hmac
import secrets
import uuid
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tinhso.config import env
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.exchange.actions import queue_message
from tinhso.kernel.identity.actions import PersonFacts, log_reading, register_person
from tinhso.kernel.identity.models import Person
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.phone import is_mobile
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.drafts import begin
from tinhso.modules.onestop.errors import MandateOver, NoSuchMandate, NotYourMandate
from tinhso.modules.onestop.mandates import rules
from tinhso.modules.onestop.mandates.types import (
    Ground,
    MandateAsked,
    MandateGranted,
    MandateKind,
    MandateRevoked,
    ParentAsked,
    WrongCode,
)
from tinhso.modules.onestop.models import Draft, Mandate
from tinhso.modules.onestop.queries import declarations, mandates
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.registers import client
from tinhso.modules.onestop.registers.types import Inquiry, Register, Told

Ask = Callable[[Inquiry], Told]
SHOWN = ("họ tên", "số định danh cá nhân", "ngày sinh", "giới tính")
"""What a filer sees of a person beyond what the filer types: the answers locked by the e-ID."""

PARENTS = ("họ tên", "ngày sinh", "cha, mẹ")
ONLY_PERSONS = "Hãy đăng nhập bằng định danh điện tử của bạn để nộp hồ sơ giúp người khác."
NOT_PARENT = (
    "Chưa xác định được bạn là cha hoặc mẹ của trẻ chưa thành niên này trong CSDL hộ tịch. Hãy kiểm tra lại số định "
    "danh và họ tên của trẻ; nếu đúng mà vẫn không được, hãy nộp tại quầy Một cửa kèm giấy tờ chứng minh."
)
WRONG = "Mã không đúng hoặc đã hết hạn. Hãy hỏi lại người đã nhận mã, hoặc xin mã mới."


@transaction.atomic(durable=True)
def ask_mandate(procedure: str, *, number: str, name: str, viewer: Viewer, now: datetime) -> uuid.UUID:
    """Ask someone for the consent to file one dossier; return the key of the request, real or not.

    A code goes to the person's own address; the person may as well agree in the own account. Whether number and name
    fit anybody is told to nobody: the answer is always a key. Raises Refused for asking too often or for oneself.
    Source: 91/2025/QH15 (consent of the person whose data they are).
    """
    helper = _person(viewer)
    version_in_force(procedure, timezone.localtime(now).date())
    limits = definitions.mandates()["code"]
    if number == helper.personal_number:
        raise Refused("Đây là số định danh của chính bạn. Hãy nộp hồ sơ cho mình ở nút Nộp hồ sơ.")
    if mandates.asked_lately(helper=helper.id, now=now) >= limits["asked_a_day"]:
        raise Refused("Bạn đã xin nộp giúp quá nhiều lần trong một ngày. Hãy thử lại vào ngày mai.")
    person = Person.objects.filter(personal_number=number).first()
    if person is None or not rules.same_name(name, person.full_name):
        return uuid7()
    if mandates.told_lately(person=person.id, now=now) >= limits["told_a_day"]:
        return uuid7()
    return _ask(procedure, person, helper, viewer, now).id


def _ask(procedure: str, person: Person, helper: Person, viewer: Viewer, now: datetime) -> Mandate:
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    mandate = Mandate(
        person=person, helper=helper, procedure_id=procedure, kind=MandateKind.HELPER, ground=Ground.ASKED, asked_at=now
    )
    mandate.code_digest = _digest(mandate, code)
    mandate.save(force_insert=True)
    channels = _send(mandate, code, now)
    payload = MandateAsked(mandate=mandate.id, helper=helper.id, procedure=procedure, channels=channels)
    record(payload, at=now, actor=viewer.actor(), subject=person.key)
    return mandate


def _digest(mandate: Mandate, code: str) -> str:
    """Return what is kept of a code: keyed, because six figures alone are soon tried out."""
    return salted_hmac(f"mandate:{mandate.id}", code, algorithm="sha256").hexdigest()


def _send(mandate: Mandate, code: str, now: datetime) -> tuple[str, ...]:
    """Queue the code to the person's own address, by e-mail before SMS; return the ways it goes."""
    person = mandate.person
    text = (
        f"{env.PROVINCE_NAME}: {mandate.helper.full_name} xin nộp giúp ông/bà hồ sơ "
        f"“{mandate.procedure.short_name}”. Mã đồng ý: {code}, dùng trong {rules.CODE_MINUTES} phút. Chỉ đọc mã cho "
        "người này nếu ông/bà đồng ý; không đồng ý thì không cần làm gì."
    )
    body = f"{text}\n\nXem và rút lại: {env.BASE_URL}/toi/nop-ho/\n"
    by_mail, by_phone = bool(person.email), bool(env.SMS_URL) and is_mobile(person.phone)
    ways = ("email",) if by_mail else ("sms",) if by_phone else ()
    for way in ways:
        queue_message(
            key=f"mandate:{mandate.id}:{way}",
            channel=way,
            recipient=person.email if way == "email" else person.phone,
            subject="Mã đồng ý cho nộp hồ sơ giúp",
            body=body if way == "email" else text,
            now=now,
        )
    return ways


def grant_by_code(mandate_id: uuid.UUID, code: str, *, viewer: Viewer, now: datetime) -> Mandate:
    """Take the code the person read out. Raises NoSuchMandate for a wrong one, which is counted, or one too late."""
    granted = _try(mandate_id, code, viewer, now)
    if granted is None:
        raise NoSuchMandate(WRONG)
    return granted


@transaction.atomic(durable=True)
def _try(mandate_id: uuid.UUID, code: str, viewer: Viewer, now: datetime) -> Mandate | None:
    helper = _person(viewer)
    mandate = _locked(mandate_id)
    if mandate is None or mandate.helper_id != helper.id or mandate.revoked_at is not None:
        return None
    if mandate.granted_at is not None:
        return mandate
    if not rules.is_live(mandate.asked_at, now, mandate.tries):
        return None
    if hmac.compare_digest(mandate.code_digest, _digest(mandate, code)):
        return _grant(mandate, Ground.CODE, viewer, now)
    mandate.tries += 1
    mandate.save(update_fields=["tries"])
    payload = WrongCode(mandate=mandate.id, tries=mandate.tries)
    record(payload, at=now, actor=viewer.actor(), subject=mandate.person.key)
    return None


@transaction.atomic(durable=True)
def grant_mandate(mandate_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Mandate:
    """Agree in one's own account; agreed twice it is once. Raises NotYourMandate, MandateOver."""
    mandate = _locked(mandate_id)
    if mandate is None or viewer.person_id is None or mandate.person_id != viewer.person_id:
        raise NotYourMandate("Không có việc nộp hộ này trong tài khoản của bạn. Hãy mở lại trang Nộp hộ.")
    if mandate.revoked_at is not None:
        raise MandateOver("Việc nộp hộ này đã được rút lại. Người hỗ trợ phải xin lại nếu bạn vẫn muốn nhờ.")
    return mandate if mandate.granted_at is not None else _grant(mandate, Ground.ACCOUNT, viewer, now)


def _grant(mandate: Mandate, ground: Ground, viewer: Viewer, now: datetime) -> Mandate:
    mandate.granted_at, mandate.ground, mandate.code_digest = now, ground, ""
    mandate.save(update_fields=["granted_at", "ground", "code_digest"])
    payload = MandateGranted(
        mandate=mandate.id,
        helper=mandate.helper_id,
        procedure=mandate.procedure_id,
        kind=mandate.kind,
        ground=ground,
    )
    record(payload, at=now, actor=viewer.actor(), subject=mandate.person.key)
    return mandate


@transaction.atomic(durable=True)
def revoke_mandate(mandate_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Mandate:
    """Take it back, or give it up: the filer loses the draft and the page of the dossier; what was filed stays filed.

    The draft stays with the person. Taken back twice it is once. Raises NotYourMandate.
    """
    mandates.mandate_for(viewer, mandate_id)
    mandate = _locked(mandate_id)
    assert mandate is not None, "it was just read"
    if mandate.revoked_at is None:
        mandate.revoked_at = now
        mandate.save(update_fields=["revoked_at"])
        payload = MandateRevoked(mandate=mandate.id, helper=mandate.helper_id, procedure=mandate.procedure_id)
        record(payload, at=now, actor=viewer.actor(), subject=mandate.person.key)
    return mandate


@transaction.atomic(durable=True)
def start_for(mandate_id: uuid.UUID, *, commune_code: str, viewer: Viewer, now: datetime) -> Draft:
    """Begin the one draft of a mandate, or return it; only what the e-ID locks is filled in, and that was read.

    Raises NotYourMandate, MandateOver when it was not granted, was taken back or is used up.
    """
    mandates.mandate_for(viewer, mandate_id)
    mandate = _locked(mandate_id)
    assert mandate is not None, "it was just read"
    if mandate.helper_id != viewer.person_id or not mandate.stands or mandate.used_at is not None:
        raise MandateOver("Việc nộp hộ này chưa được đồng ý, đã rút lại hoặc đã dùng xong cho một hồ sơ.")
    found = mandates.draft_of(mandate)
    if found is not None:
        return found
    version = version_in_force(mandate.procedure_id, timezone.localtime(now).date())
    answers = declarations.locked_for(version, mandate.person)
    draft = begin(
        mandate.procedure_id, person_id=mandate.person_id, commune_code=commune_code, answers=answers, now=now
    )
    draft.mandate = mandate
    draft.save(update_fields=["mandate"])
    purpose = f"Nộp giúp hồ sơ “{mandate.procedure.short_name}”"[:300]
    log_reading(mandate.person_id, purpose=purpose, shown=SHOWN, now=now, by=viewer.actor())
    return draft


def begin_as_parent(
    procedure: str, *, number: str, name: str, viewer: Viewer, now: datetime, ask: Ask = client.ask
) -> Mandate:
    """Let a parent file for a child that is not of age, when the civil-status register names the parent.

    One sentence refuses whatever does not fit, so that nobody tries out numbers. Raises Refused, RegisterUnavailable.
    Source: 91/2015/QH13, Điều 21, 136; the register is asked instead of a paper (66.7/2025/NQ-CP).
    """
    norms = definitions.mandates()
    purpose = f"Xác định cha, mẹ đề nghị nộp hồ sơ cho con chưa thành niên (thủ tục {procedure})"
    parent, fields = _note_parent_asking(procedure, number, purpose, viewer, now)
    register = Register(norms["parent"]["register"])
    told = ask(Inquiry(uuid7(), register, number, fields, purpose))
    today = timezone.localtime(now).date()
    fits = (
        rules.is_parent(parent.personal_number or "", told.values, norms["parent"]["relation"])
        and rules.is_minor(told.values.get("birth_date", ""), norms["minor"]["under_years"], today)
        and rules.same_name(name, told.values.get("full_name", ""))
    )
    if not fits:
        raise Refused(NOT_PARENT, source=norms["parent"]["law"])
    facts = PersonFacts(told.values["full_name"], number, date.fromisoformat(told.values["birth_date"]))
    return _as_parent(procedure, facts, purpose, parent, viewer, now)


@transaction.atomic(durable=True)
def _note_parent_asking(
    procedure: str, number: str, purpose: str, viewer: Viewer, now: datetime
) -> tuple[Person, tuple[str, ...]]:
    """Write down before the question leaves the house that a parent had it asked, and not too often."""
    norms = definitions.mandates()
    parent, fields = _person(viewer), tuple(norms["parent"]["fields"])
    if mandates.parents_asked_lately(parent.key, now) >= norms["code"]["asked_a_day"]:
        raise Refused("Bạn đã tra cứu quan hệ cha, mẹ và con quá nhiều lần trong một ngày. Hãy thử lại vào ngày mai.")
    payload = ParentAsked(register=norms["parent"]["register"], fields=fields, procedure=procedure)
    record(payload, at=now, actor=viewer.actor(), subject=parent.key)
    known = Person.objects.filter(personal_number=number).first()
    if known is not None:
        log_reading(known.id, purpose=purpose, shown=PARENTS, now=now, by=viewer.actor())
    return parent, fields


@transaction.atomic(durable=True)
def _as_parent(
    procedure: str, facts: PersonFacts, purpose: str, parent: Person, viewer: Viewer, now: datetime
) -> Mandate:
    is_new = not Person.objects.filter(personal_number=facts.personal_number).exists()
    child = register_person(facts, source="register", now=now, by=viewer.actor())
    if is_new:
        log_reading(child.id, purpose=purpose, shown=PARENTS, now=now, by=viewer.actor())
    mandate = Mandate.objects.create(
        person=child,
        helper=parent,
        procedure_id=procedure,
        kind=MandateKind.GUARDIAN,
        ground=Ground.REGISTER,
        asked_at=now,
        granted_at=now,
    )
    return _grant(mandate, Ground.REGISTER, viewer, now)


def _locked(mandate_id: uuid.UUID) -> Mandate | None:
    found = Mandate.objects.select_for_update(of=("self",)).select_related(*mandates.RELATED)
    return found.filter(id=mandate_id).first()


def _person(viewer: Viewer) -> Person:
    """Return the person who asks, locked so that limits are counted one after another."""
    if viewer.person_id is None:
        raise NotYourMandate(ONLY_PERSONS)
    return Person.objects.select_for_update().get(id=viewer.person_id)
