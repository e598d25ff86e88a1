# SPDX-License-Identifier: EUPL-1.2
"""Procedures as versioned definitions; dossiers and what hangs on them."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer, Organisation, Person
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.types import Channel, ComponentSource, PaperForm, ReturnMethod, Satisfaction


class Procedure(models.Model):
    """Thủ tục hành chính: one code of the national list; what it asks stands in its versions."""

    code = models.CharField(max_length=12, primary_key=True)
    short_name = models.CharField(max_length=300)
    sector = models.CharField(max_length=40)
    field = models.CharField(max_length=120)
    search_key = models.TextField()
    sort_key = models.CharField(max_length=1500, db_collation="C")

    class Meta:
        indexes = (GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="procedure_search"),)

    def __str__(self) -> str:
        return self.short_name


class ProcedureVersion(models.Model):
    """Phiên bản thủ tục: the frozen definition a dossier is tied to for life."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    definition = models.JSONField()
    form = models.JSONField(null=True, help_text="the declaration form, null when none is described")
    digest = models.CharField(max_length=64)
    valid = DateRangeField()
    paper = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="signed paper of its publication; null when it came from the data files",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),)


class Draft(models.Model):
    """Bản nháp: what a citizen has filled in so far; becomes a dossier once, under the same identifier."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafts")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    commune_code = models.CharField(max_length=10, blank=True)
    answers = models.JSONField(default=dict)
    documents = models.JSONField(default=dict, help_text="component key → document id")
    from_store = models.JSONField(default=dict, help_text="component key → document of the store it is a copy of")
    done_pages = models.JSONField(default=list)
    mandate = models.OneToOneField(
        "onestop.Mandate", on_delete=models.PROTECT, null=True, related_name="draft", help_text="filled in for another"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["person", "-updated_at"], name="draft_person"),)


class Dossier(models.Model):
    """Hồ sơ thủ tục hành chính: composition with the kernel's case, tied to one version of its procedure."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="dossier")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT)
    code = models.CharField(max_length=60, null=True, unique=True)
    provisional = models.CharField(max_length=16, unique=True)
    client_key = models.CharField(max_length=64, unique=True, help_text="same filing twice gives one dossier")
    channel = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Channel])
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dossiers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="dossiers")
    submitter = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="submitted_dossiers")
    mandate = models.OneToOneField("onestop.Mandate", on_delete=models.PROTECT, null=True, related_name="dossier")
    receiving_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    resolving_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    return_method = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ReturnMethod])
    return_place = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True, help_text="the appointment on F01; never moved afterwards")
    finished_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    drafter = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.JSONField(default=dict, help_text="content of the result or refusal being drafted")
    result = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(received_at=None, code=None) | Q(received_at__isnull=False, code__isnull=False),
                name="dossier_code_with_receipt",
            ),
        )
        indexes = (
            models.Index(fields=["applicant", "-submitted_at"], name="dossier_applicant"),
            models.Index(fields=["version", "-submitted_at"], name="dossier_version"),
        )

    @property
    def is_revoked(self) -> bool:
        """Whether its result was taken back for good: nobody uses or hands it on from then."""
        return self.revocations.exists()


class Component(models.Model):
    """Thành phần hồ sơ: one required paper and what stands for it; a supplement adds a row, never replaces one."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="components")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=400)
    source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ComponentSource])
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    database = models.CharField(max_length=20, blank=True)
    origin = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", help_text="what it is a copy of"
    )
    added_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    digitised_at = models.DateTimeField(null=True, help_text="when the scan of the paper was signed (766/QĐ-TTg)")


class SupplementRequest(models.Model):
    """Yêu cầu bổ sung hồ sơ: one list of everything missing; at most one after reception."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplements")
    at_intake = models.BooleanField()
    items = models.JSONField()
    ground = models.CharField(max_length=40)
    reason = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(at_intake=False), name="supplement_once_after_reception"
            ),
        )


class Verification(models.Model):
    """Xác minh, thẩm tra: what was to be found out on the spot, and the record of what was found."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="verifications")
    matter = models.TextField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    record = models.TextField(blank=True)
    confirmed = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dossier"], condition=Q(closed_at=None), name="verification_open_once"),
        )


class FinancialDuty(models.Model):
    """Nghĩa vụ tài chính: what the tax body's notice asks for; the legal clock stands still until it is settled."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="duties")
    charge = models.OneToOneField("onestop.Charge", on_delete=models.PROTECT, related_name="duty")
    amount = models.BigIntegerField(help_text="đồng")
    notice = models.CharField(max_length=60, help_text="number of the tax body's notice")
    ground = models.CharField(max_length=300, help_text="legal ground as the notice states it")
    pay_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="duty_amount_positive"),
            models.UniqueConstraint(fields=["dossier", "notice"], name="duty_notice_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(settled_at=None), name="duty_open_once"),
        )


class Apology(models.Model):
    """Xin lỗi và đề nghị gia hạn: once for a dossier, signed by the head of agency."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="apology")
    reason = models.TextField()
    until = models.DateTimeField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")


class Parcel(models.Model):
    """Bản giấy chuyển đi: paper originals on their way from the desk to the body that decides."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="parcels")
    slip = models.CharField(max_length=20, help_text="number of the control slip F05")
    sheets = models.IntegerField()
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    sheets_taken = models.IntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(sheets__gt=0), name="parcel_not_empty"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(taken_at=None), name="parcel_on_the_way_once"),
        )

    @property
    def missing(self) -> int:
        """How many sheets fewer arrived than left; 0 while they are on the way."""
        return 0 if self.sheets_taken is None else max(self.sheets - self.sheets_taken, 0)


class Correction(models.Model):
    """Đính chính kết quả: a returned result that was wrong, the day promised for the right one."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField()
    fix_by = models.DateField()
    wrong = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField()
    recalled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["dossier"], condition=Q(signed_at=None), name="correction_open_once"),
        )


class Consultation(models.Model):
    """Lấy ý kiến cơ quan phối hợp: a child case in another unit with its own clock."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="consultation")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="consultations")
    question = models.TextField()
    answer = models.TextField(blank=True)
    agrees = models.BooleanField(null=True)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class Paper(models.Model):
    """Giấy tờ một cửa F01–F07: its number is drawn with the act, its signed PDF made by the worker from the act."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="papers")
    form = models.CharField(max_length=3, choices=[(one.value, one.value) for one in PaperForm])
    number = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    act_seq = models.BigIntegerField(unique=True)
    data = models.JSONField(default=dict)
    signer = models.CharField(max_length=60, help_text="key of the officer in whose name it stands")
    created_at = models.DateTimeField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    attempts = models.IntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "form", "number"], name="paper_number_once"),)
        indexes = (models.Index(fields=["retry_at", "act_seq"], condition=Q(document=None), name="paper_to_make"),)


class BookLine(models.Model):
    """Sổ theo dõi hồ sơ (F06): every received dossier exactly once, numbered without gaps per unit, field and year."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="book_line")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    year = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["unit", "field", "year", "number"], name="book_line_number_once"),
        )


class Rating(models.Model):
    """Đánh giá mức độ hài lòng: one vote per dossier."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="rating")
    level = models.CharField(max_length=14, choices=[(one.value, one.value) for one in Satisfaction])
    comment = models.TextField(blank=True)
    rated_at = models.DateTimeField()
