# SPDX-License-Identifier: EUPL-1.2
"""The life of one played dossier: a generator that acts, then says how many working minutes pass until it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from tinhso.kernel.calendar.types import WorkCalendar
from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.identity.actions import register_person, sign_in_person
from tinhso.kernel.identity.models import Account, Person
from tinhso.kernel.identity.queries import viewer_of_person
from tinhso.kernel.identity.types import AccountKind, Viewer
from tinhso.modules.onestop import actions, definitions
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.models import Dossier, ProcedureVersion
from tinhso.modules.onestop.queries.catalogue import Route, route
from tinhso.modules.onestop.types import Channel, ReturnMethod, Satisfaction
from tinhso.play import linked
from tinhso.play.answers import answers_for
from tinhso.play.citizens import citizen, follows_on_line
from tinhso.play.files import paper_scan
from tinhso.play.queues import Desks
from tinhso.play.results import granted
from tinhso.play.teams import Team, Teams

Waiting = Iterator[float]


@dataclass
class Moment:
    """The instant of the simulation, moved by the scheduler before each act of a life."""

    now: datetime


@dataclass(frozen=True)
class Life:
    """What a dossier needs to live: where it starts, who works on it, and its own dice."""

    version: ProcedureVersion
    commune: str
    district: str
    online: bool
    teams: Teams
    calendar: WorkCalendar
    dice: Random
    moment: Moment
    desks: Desks

    def chance(self, probability: float) -> bool:
        return self.dice.random() < probability

    def run(self) -> Waiting:
        """Act, wait, act … until the dossier ends or the days are over."""
        person = self._applicant()
        where = route(self.version, self.commune, self._today())
        if not self.online and where.receiving.area_code == self.commune:
            code = self.version.procedure_id
            yield from self.desks.wait(where.receiving.id, code, dice=self.dice, clock=self.moment)
        dossier = self._file_online(person) if self.online else self._file_at_desk(person, where)
        receiving, resolving = self.teams.of(dossier.receiving_unit_id), self.teams.of(dossier.resolving_unit_id)
        yield self.dice.uniform(5, 90) if self.online else self.dice.uniform(3, 15)
        if self.chance(0.03):
            self._refuse_intake(dossier, receiving)
            return
        if self.online and self.chance(0.05):
            yield from self._missing_at_intake(dossier, person, receiving)
        actions.receive(dossier.case_id, viewer=receiving.reception, now=self.moment.now)
        yield from self._resolve(dossier, person, receiving, resolving)

    def _today(self) -> date:
        return self.moment.now.date()

    def _applicant(self) -> Person:
        facts = citizen(self.dice, district=self.district, commune=self.commune, today=self._today())
        by = self.teams.system
        person = register_person(facts, source="play", now=self.moment.now, by=by, synthetic=True)
        if not (self.online or follows_on_line(facts)):
            return person
        account = Account.objects.create_user(f"play:{facts.personal_number}", kind=AccountKind.CITIZEN)
        return sign_in_person(account, facts, now=self.moment.now)

    def _file_online(self, person: Person) -> Dossier:
        viewer = viewer_of_person(person)
        answers = answers_for(self.version, person, self.dice, today=self._today())
        draft = actions.start_draft(
            self.version.procedure_id, viewer=viewer, commune_code=self.commune, answers=answers, now=self.moment.now
        )
        for one in definitions.components_of(self.version.definition):
            if one["required"]:
                document = self._scan(person, one["name"], viewer)
                actions.attach_to_draft(
                    draft.id, viewer=viewer, key=one["key"], document_id=document, now=self.moment.now
                )
        return actions.submit_draft(draft.id, viewer=viewer, now=self.moment.now)

    def _file_at_desk(self, person: Person, where: Route) -> Dossier:
        desk = self.teams.of(where.receiving.id).reception
        needed = [one for one in definitions.components_of(self.version.definition) if one["required"]]
        filing = Filing(
            version=self.version,
            applicant=person,
            commune_code=self.commune,
            answers=answers_for(self.version, person, self.dice, today=self._today()),
            channel=Channel.COUNTER if self.chance(0.93) else Channel.POST,
            client_key=f"play:{person.id}",
            documents={one["key"]: self._scan(person, one["name"], desk) for one in needed},
            return_method=ReturnMethod.COUNTER if self.chance(0.6) else ReturnMethod.ELECTRONIC,
        )
        return actions.file_at_counter(filing, viewer=desk, unit_id=where.receiving.id, now=self.moment.now)

    def _scan(self, person: Person, title: str, by: Viewer) -> UUID:
        document = store_upload(
            paper_scan(self.dice.randrange(12)),
            filename="giay-to.pdf",
            title=title[:300],
            kind=DocumentKind.COMPONENT,
            owner=person.key,
            retention=Retention.DOSSIER,
            now=self.moment.now,
            by=by.actor(),
        )
        return document.id

    def _refuse_intake(self, dossier: Dossier, receiving: Team) -> None:
        actions.refuse_intake(
            dossier.case_id,
            viewer=receiving.reception,
            ground="khong_thuoc_tham_quyen",
            reason="Thủ tục không thuộc thẩm quyền giải quyết của cơ quan tiếp nhận.",
            now=self.moment.now,
        )

    def _missing_at_intake(self, dossier: Dossier, person: Person, receiving: Team) -> Waiting:
        actions.request_intake_supplement(
            dossier.case_id,
            viewer=receiving.reception,
            items=["Ảnh chụp giấy tờ bị mờ, đề nghị chụp lại"],
            ground="khong_hop_le",
            reason="Tệp đính kèm không đọc được, đề nghị gửi lại bản rõ.",
            now=self.moment.now,
        )
        yield self.dice.uniform(30, 700)
        viewer = viewer_of_person(person)
        documents = {"bo_sung": self._scan(person, "Giấy tờ bổ sung", viewer)}
        actions.answer_intake_supplement(dossier.case_id, viewer=viewer, documents=documents, now=self.moment.now)
        yield self.dice.uniform(10, 120)

    def _resolve(self, dossier: Dossier, person: Person, receiving: Team, resolving: Team) -> Waiting:
        pace = self._pace()
        yield pace * self.dice.uniform(0.02, 0.1)
        worker = resolving.specialist(self.dice)
        actions.assign(dossier.case_id, holder_id=worker.as_officer, viewer=resolving.head, now=self.moment.now)
        yield pace * self.dice.uniform(0.05, 0.2)
        actions.start_work(dossier.case_id, viewer=worker, now=self.moment.now)
        yield pace * self.dice.uniform(0.1, 0.4)
        if self.chance(0.06):
            yield from self._supplement(dossier, person, worker)
        if self.chance(0.02):
            actions.request_withdrawal(dossier.case_id, viewer=viewer_of_person(person), now=self.moment.now)
            yield self.dice.uniform(20, 200)
            reason = "Người nộp đề nghị rút hồ sơ để chuẩn bị lại."
            actions.confirm_stop(dossier.case_id, viewer=receiving.reception, reason=reason, now=self.moment.now)
            return
        yield from self._linked(dossier, worker)
        yield from self._decide(dossier, person, receiving, resolving, worker)

    def _linked(self, dossier: Dossier, worker: Viewer) -> Waiting:
        """Let other bodies do their parts: always for a bundle, for a share of the others."""
        if self.version.procedure_id in definitions.bundles():
            yield from linked.carry_out(dossier, worker, self.dice, self._now)
        elif self.chance(linked.FORWARDED_SHARE + linked.UPWARD_SHARE):
            yield from linked.forward(dossier, worker, self.dice, self._now)

    def _now(self) -> datetime:
        return self.moment.now

    def _pace(self) -> float:
        """Return about how many working minutes this office takes for this procedure; a few run late."""
        time = self.version.definition.get("time") or {}
        days = float(time.get("value") or 2) if time.get("unit") in ("working_day", "calendar_day") else 0.4
        return max(60.0, days * 480 * self.dice.choice([0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 1.15]))

    def _supplement(self, dossier: Dossier, person: Person, worker: Viewer) -> Waiting:
        actions.request_supplement(
            dossier.case_id,
            viewer=worker,
            items=["Giấy tờ chứng minh nội dung đã kê khai"],
            ground="thieu_thanh_phan",
            reason="Thiếu giấy tờ chứng minh nội dung kê khai, đề nghị bổ sung.",
            now=self.moment.now,
        )
        yield self.dice.uniform(200, 2400)
        viewer = viewer_of_person(person)
        documents = {"bo_sung": self._scan(person, "Giấy tờ bổ sung", viewer)}
        actions.supply(dossier.case_id, viewer=viewer, documents=documents, now=self.moment.now)
        yield self.dice.uniform(30, 300)
        actions.accept_supplement(dossier.case_id, viewer=worker, now=self.moment.now)
        yield self.dice.uniform(60, 300)

    def _decide(self, dossier: Dossier, person: Person, receiving: Team, resolving: Team, worker: Viewer) -> Waiting:
        case_id = dossier.case_id
        if self._is_late(case_id) and self.chance(0.7):
            self._apologise(case_id, resolving)
        if self.chance(0.04):
            reason = "Qua thẩm định, hồ sơ không đáp ứng điều kiện theo quy định."
            actions.propose_refusal(
                case_id, ground="khong_du_dieu_kien", reason=reason, viewer=worker, now=self.moment.now
            )
            yield self.dice.uniform(30, 240)
            actions.sign_refusal(case_id, viewer=resolving.leader, now=self.moment.now)
            return
        body = f"{self.version.procedure.short_name}: chấp thuận theo đề nghị của người nộp hồ sơ."
        actions.propose_result(case_id, body=body, result=granted(dossier), viewer=worker, now=self.moment.now)
        yield self.dice.uniform(20, 300)
        finished = actions.sign_result(case_id, viewer=resolving.leader, now=self.moment.now)
        yield self.dice.uniform(30, 600)
        if finished.return_method != ReturnMethod.ELECTRONIC:
            actions.return_result(
                case_id,
                method=ReturnMethod(finished.return_method),
                viewer=receiving.reception,
                receiver_checked=True,
                now=self.moment.now,
            )
        if self.chance(0.35):
            level = self.dice.choices(list(Satisfaction), weights=[55, 38, 7])[0]
            actions.rate(case_id, level=level, comment="", viewer=viewer_of_person(person), now=self.moment.now)

    def _is_late(self, case_id: UUID) -> bool:
        due = Dossier.objects.select_related("case").get(case_id=case_id).case.due_at
        return due is not None and due - timedelta(days=1) < self.moment.now

    def _apologise(self, case_id: UUID, resolving: Team) -> None:
        due = Dossier.objects.select_related("case").get(case_id=case_id).case.due_at or self.moment.now
        until = max(self.moment.now, due) + timedelta(days=3)
        reason = "Khối lượng hồ sơ trong kỳ tăng cao, cần thêm thời gian xác minh."
        actions.apologise(case_id, reason=reason, until=until, viewer=resolving.leader, now=self.moment.now)
