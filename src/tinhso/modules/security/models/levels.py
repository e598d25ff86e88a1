# SPDX-License-Identifier: EUPL-1.2
"""Levels of systems: determinations, dossiers, papers, requirements, duties, layers, money, the frozen register."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.systems import InformationSystem

LEVEL_OR_NONE = Q(level=None) | Q(level__range=(1, 5))


class PartDetermination(models.Model):
    """Kết quả xác định cấp độ của một phần: the answers, the criteria they meet, by the law of which day."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="determinations")
    part = models.CharField(max_length=200, help_text="which part of the system; empty: the whole")
    answers = models.JSONField()
    level = models.SmallIntegerField(null=True)
    criteria = ArrayField(models.CharField(max_length=30), default=list)
    criteria_set = models.CharField(max_length=20)
    regime = models.CharField(max_length=20)
    on = models.DateField(help_text="the day whose law it was judged by")
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=LEVEL_OR_NONE, name="part_level_1_to_5"),)
        indexes = (models.Index(fields=["system", "made_at"], name="determination_of_system"),)


class LevelDossier(models.Model):
    """Hồ sơ đề xuất cấp độ: a case of its own; said: texts of the parts; standing: what the level was decided on."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="level_dossier")
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="level_dossiers")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    level = models.SmallIntegerField()
    variant = models.CharField(max_length=7, choices=[("new", "new"), ("running", "running")])
    said = models.JSONField(default=dict)
    standing = models.JSONField(default=dict)
    reasoning = models.JSONField(default=list, help_text="parts with the criteria met, as on the day it was drafted")
    regime = models.CharField(max_length=20)
    appraiser = models.CharField(max_length=300, blank=True)
    appraisal = models.TextField(blank=True)
    appraisal_number = models.CharField(max_length=60, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_seq = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    appraised_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_seq = models.BigIntegerField(null=True)
    dropped_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1, help_text="of the texts; the case has its own")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="dossier_level_1_to_5"),
            models.UniqueConstraint(
                fields=["system"], condition=Q(approved_at=None, dropped_at=None), name="one_open_dossier_of_a_system"
            ),
        )


class DossierFile(models.Model):
    """Tệp của một phần hồ sơ: evidence and design documents."""

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(LevelDossier, on_delete=models.PROTECT, related_name="files")
    part = models.SmallIntegerField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()


class DossierPaper(models.Model):
    """Giấy tờ đã ký: the dossier itself, or the decision that approves the level; one for each submission."""

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(LevelDossier, on_delete=models.PROTECT, related_name="papers")
    form = models.CharField(max_length=8, choices=[("dossier", "dossier"), ("decision", "decision")])
    act_seq = models.BigIntegerField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["form", "act_seq"], name="level_paper_once"),)


class DossierWord(models.Model):
    """Lời ghi khi trả lại hồ sơ: why it was sent back, by whom."""

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(LevelDossier, on_delete=models.PROTECT, related_name="words")
    text = models.TextField()
    written_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


class RequirementAnswer(models.Model):
    """Trả lời một yêu cầu: rows are added, the newest of a requirement counts."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="requirement_answers")
    standard = models.CharField(max_length=30)
    requirement = models.CharField(max_length=40, help_text="annex and family")
    answer = models.CharField(max_length=14)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    assessed_on = models.DateField()
    assessor = models.CharField(max_length=300)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["system", "standard", "requirement", "-id"], name="answer_of_requirement"),)


class DutyRecord(models.Model):
    """Việc đến kỳ đã làm: a check, an assessment, a report, a sharing, an approved response plan, with its evidence."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="duty_records")
    duty = models.CharField(max_length=20)
    period = models.CharField(max_length=7)
    done_on = models.DateField()
    assessor = models.CharField(max_length=300, blank=True)
    assessor_kind = models.CharField(max_length=12, blank=True)
    paper = models.CharField(max_length=200, blank=True, help_text="number and day of the report or the decision")
    scope = models.TextField(blank=True)
    findings = models.IntegerField(null=True)
    findings_open = models.IntegerField(null=True)
    on_time = models.BooleanField()
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(findings_open=None) | Q(findings__gte=models.F("findings_open"), findings_open__gte=0),
                name="open_findings_among_all",
            ),
        )
        indexes = (models.Index(fields=["unit", "duty"], name="duty_of_unit"),)


class LayerEvidence(models.Model):
    """Minh chứng của lớp 1, lớp 2: decisions, staff lists, contacts, test calls, contracts, weekly reports."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="layer_evidence")
    layer = models.SmallIntegerField()
    kind = models.CharField(max_length=14)
    paper = models.CharField(max_length=300)
    organisation = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    until = models.DateField(null=True)
    answered = models.BooleanField(default=True)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=models.F("on")), name="evidence_forward"),
        )


class SecuritySpending(models.Model):
    """Kinh phí an toàn thông tin: numerator and denominator of one definition, planned or settled."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    variant = models.CharField(max_length=20)
    scope = models.CharField(max_length=14)
    stage = models.CharField(max_length=7, choices=[("planned", "planned"), ("settled", "settled")])
    numerator_vnd = models.BigIntegerField()
    denominator_vnd = models.BigIntegerField()
    basis = models.CharField(max_length=300)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    numerator_vnd__gte=0, denominator_vnd__gt=0, numerator_vnd__lte=models.F("denominator_vnd")
                ),
                name="spending_part_of_whole",
            ),
        )


class RegisterSnapshot(models.Model):
    """Sổ hệ thống đã chốt: the systems of a reporting date and how each stood in the six counters; never changed."""

    on = models.DateField(primary_key=True)
    rows = models.JSONField()
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
