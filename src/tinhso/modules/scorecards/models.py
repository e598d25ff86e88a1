# SPDX-License-Identifier: EUPL-1.2
"""Rounds of assessment, the declaration of each component, what was declared, scores with their paper, questions."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import Form, Remarked, RoundState, Side, Stated, Whose

ENTERED = (Whose.APPRAISED, Whose.FINAL)


def _choices(words: type) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]  # type: ignore[attr-defined]


class Assessment(models.Model):
    """Kỳ đánh giá: an edition of an index for one year, opened by a standing office."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    edition = models.CharField(max_length=20, help_text="code of the edition, as DTI-922")
    year = models.IntegerField(help_text="the year that is assessed")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="cơ quan thường trực")
    keeper = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    due_on = models.DateField(help_text="by which day units declare")
    state = models.CharField(max_length=10, choices=_choices(RoundState), default=RoundState.OPEN)
    note = models.CharField(max_length=500, blank=True, help_text="the paper the round rests on, as quoted")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "year"], condition=Q(state=RoundState.OPEN), name="assessment_one_open"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="assessment_days_forward"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("first_on"), due_on__lte=F("last_on")), name="assessment_due_within"
            ),
        )


class Declaration(models.Model):
    """Kê khai chỉ số thành phần: a case of one unit, for one component in one round."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="declaration")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="declarations")
    component = models.CharField(max_length=12)
    position = models.IntegerField(help_text="place in the edition")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", help_text="who declares")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    declarer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    declared_on = models.DateField(null=True, help_text="the first time in this round")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assessment", "component"], name="declaration_of_component_once"),
        )
        indexes = (models.Index(fields=["assessment", "position"], name="declaration_in_order"),)


class Statement(models.Model):
    """Số kê khai: what was declared once, never changed; the newest one counts, accepted or not."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="statements")
    form = models.CharField(max_length=8, choices=_choices(Form))
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    answer = models.BooleanField(null=True)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    unit_of_measure = models.CharField(max_length=60, blank=True)
    claimed = models.DecimalField(max_digits=9, decimal_places=8, null=True, help_text="share of one said of a number")
    as_of = models.DateField(help_text="the day the numbers are of")
    valid_until = models.DateField(null=True)
    note = models.TextField(blank=True)
    paper = models.CharField(max_length=200, blank=True, help_text="number and day of a paper that proves it")
    files = models.ManyToManyField(Document, related_name="+")
    has_files = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(form=Form.RATIO, numerator__gte=0, denominator__gt=0, numerator__lte=F("denominator"))
                    | Q(form=Form.YES_NO, answer__isnull=False)
                    | Q(form=Form.NUMBER, number__isnull=False)
                ),
                name="statement_says_something",
            ),
            models.CheckConstraint(condition=Q(claimed=None) | Q(claimed__range=(0, 1)), name="statement_share_of_one"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="statement_accepted_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["declaration", "-id"], name="statement_newest"),)

    @property
    def share(self) -> Decimal | None:
        """Return what was said as a share of one; None where nobody said one."""
        return rules.share_of(Form(self.form), self.numerator, self.denominator, self.answer, self.claimed)

    @property
    def has_evidence(self) -> bool:
        return self.has_files or bool(self.paper)

    def stated(self) -> Stated:
        return Stated(self.share, self.as_of, self.valid_until, self.has_evidence)


class Remark(models.Model):
    """Ý kiến của cơ quan thường trực về một lần kê khai: accepted, sent back, asked again; why."""

    id = models.BigAutoField(primary_key=True)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=12, choices=_choices(Remarked))
    text = models.TextField(blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Score(models.Model):
    """Điểm thẩm định, điểm công nhận: a share the ministry's paper gives; the newest row of each kind counts."""

    id = models.BigAutoField(primary_key=True)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="scores")
    whose = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ENTERED])
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True, help_text="of one; null: taken back")
    paper = models.CharField(max_length=200, help_text="số, ký hiệu văn bản")
    paper_on = models.DateField()
    why = models.CharField(max_length=500, blank=True, help_text="why it differs from the one before")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(share=None) | Q(share__range=(0, 1)), name="score_share_of_one"),
        )
        indexes = (models.Index(fields=["declaration", "whose", "-id"], name="score_newest"),)


class Question(models.Model):
    """Trao đổi giữa tỉnh và bộ về một chỉ số thành phần: a question, or an answer to one."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="questions")
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    side = models.CharField(max_length=10, choices=_choices(Side))
    on = models.DateField()
    who = models.CharField(max_length=200, help_text="body or person as named in the paper")
    text = models.TextField()
    paper = models.CharField(max_length=200, blank=True, help_text="số, ký hiệu văn bản")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", help_text="who wrote it down")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["declaration", "on", "id"], name="question_of_declaration"),)


class Issue(models.Model):
    """Văn bản hằng năm đã ban hành: what was noted once under a duty of a year; taken back it stays to be read."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    duty = models.CharField(max_length=40, help_text="code of what is issued every year")
    year = models.IntegerField()
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="who noted it")
    number = models.CharField(max_length=60, help_text="số, ký hiệu")
    issued_on = models.DateField()
    plan = models.UUIDField(null=True, help_text="the plan of the house it is")
    file = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True, help_text="why it was taken back")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["duty", "year"], condition=Q(taken_back_at=None), name="issue_of_duty_and_year_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(why=""),
                name="issue_taken_back_by_somebody",
            ),
        )
