# SPDX-License-Identifier: EUPL-1.2
"""Plans, their goals with a path by year, tasks, what was written under them, and money by stage."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.models import Document
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans.types import Base, Fund, GoalKind, Pillar, PlanKind, PlanState, Stage, Word


def _choices(words: type) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]  # type: ignore[attr-defined]


class Plan(models.Model):
    """Kế hoạch, đề án: what a standing office drew up and a leader issued."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10, choices=_choices(PlanKind))
    title = models.CharField(max_length=300)
    search_key = models.TextField()
    number = models.CharField(max_length=60, blank=True, help_text="of the signed paper, as 3015/KH-UBND")
    basis = models.TextField(blank=True, help_text="the paper it rests on, as quoted")
    office = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="cơ quan thường trực")
    keeper = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    year_from = models.IntegerField()
    year_to = models.IntegerField()
    state = models.CharField(max_length=10, choices=_choices(PlanState), default=PlanState.DRAFT)
    issued_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(year_to__gte=F("year_from")), name="plan_years_forward"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(issued_on__isnull=False), name="plan_issued_has_day"
            ),
        )


class Goal(models.Model):
    """Mục tiêu, chỉ tiêu: a node of the tree. `measure`: the figure that measures it, by its key in the house."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=10, choices=_choices(GoalKind))
    position = models.IntegerField()
    title = models.CharField(max_length=500)
    qualifier = models.CharField(max_length=20, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    unit_of_measure = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    said = models.CharField(max_length=500, blank=True, help_text="the words of the paper, untouched")
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    measure = models.CharField(max_length=80, blank=True, help_text="commitment:<id>, indicator:<code>, dti:<code>")

    class Meta:
        indexes = (models.Index(fields=["plan", "position"], name="goal_of_plan"),)


class GoalYear(models.Model):
    """Lộ trình: what a goal is to reach in one year."""

    id = models.BigAutoField(primary_key=True)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="years")
    year = models.IntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["goal", "year"], name="goal_year_once"),)


class Task(models.Model):
    """Nhiệm vụ: a case of exactly one lead unit; standing ("thường xuyên") when it has no day."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="plan_task")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, related_name="tasks")
    client_key = models.CharField(max_length=64, unique=True, help_text="the same form sent twice is one task")
    position = models.IntegerField()
    number = models.CharField(max_length=20, blank=True, help_text="as printed in the annex")
    title = models.CharField(max_length=1000)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    helpers = models.ManyToManyField(Unit, related_name="+", help_text="cơ quan phối hợp")
    helpers_said = models.CharField(max_length=500, blank=True, help_text="who helps and is no unit of the register")
    due_on = models.DateField(null=True)
    due_said = models.CharField(max_length=100, blank=True, help_text="the words of the paper, untouched")
    product = models.CharField(max_length=500, blank=True)
    lifts = ArrayField(models.CharField(max_length=40), default=list, help_text="components of an index it lifts")
    needs = models.ManyToManyField("self", symmetrical=False, related_name="needed_by")
    given_at = models.DateTimeField(null=True)
    reported_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["plan", "position"], name="task_of_plan"),
            models.Index(fields=["lead"], name="task_lead"),
        )


class Estimate(models.Model):
    """Ước lượng của một nhiệm vụ: what somebody states it takes and brings, never a measurement (ADR 0048)."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, primary_key=True, related_name="estimate")
    cost_vnd = models.BigIntegerField(null=True, help_text="counts only where the plan has no money line for the task")
    lead_days = models.IntegerField(null=True, help_text="from the decision until it shows, waiting included")
    basis = models.CharField(max_length=500, blank=True, help_text="what the estimate rests on")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(cost_vnd__gte=0) | Q(cost_vnd=None), name="estimate_cost_not_below"),
            models.CheckConstraint(condition=Q(lead_days__gte=0) | Q(lead_days=None), name="estimate_lead_not_below"),
        )


class Effect(models.Model):
    """Tác động dự kiến lên một chỉ số thành phần: the share now and after the task, as stated; null is unknown."""

    id = models.BigAutoField(primary_key=True)
    estimate = models.ForeignKey(Estimate, on_delete=models.CASCADE, related_name="effects")
    component = models.CharField(max_length=40)
    position = models.IntegerField()
    share_now = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    share_after = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["estimate", "component"], name="effect_component_once"),
            models.CheckConstraint(condition=Q(share_now__range=(0, 1)) | Q(share_now=None), name="effect_now_share"),
            models.CheckConstraint(
                condition=Q(share_after__range=(0, 1)) | Q(share_after=None), name="effect_after_share"
            ),
        )


class TaskWord(models.Model):
    """Tiến độ, báo cáo, kết luận về nhiệm vụ: what was written under it, with its proof (minh chứng)."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=12, choices=_choices(Word))
    text = models.TextField(blank=True)
    paper = models.CharField(max_length=200, blank=True, help_text="number and day of a paper that proves it")
    files = models.ManyToManyField(Document, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class MoneyLine(models.Model):
    """Kinh phí: one amount of one stage; a mistake is mended by a line below nought that names its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="money")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="money")
    client_key = models.CharField(max_length=64, unique=True, help_text="the same form sent twice is one line")
    stage = models.CharField(max_length=12, choices=_choices(Stage))
    fund = models.CharField(max_length=12, choices=_choices(Fund))
    pillar = models.CharField(max_length=16, choices=_choices(Pillar))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    basis = models.CharField(max_length=300, help_text="the paper this amount stands in")
    why = models.CharField(max_length=500, blank=True, help_text="why it is far from a known amount, or a correction")
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["plan", "year", "stage"], name="money_of_plan"),)
        constraints = (models.CheckConstraint(condition=~Q(amount_vnd=0), name="money_not_nought"),)


class BudgetBase(models.Model):
    """Mẫu số ngân sách: a total of a year from outside any plan, of which a share is taken. The newest row counts."""

    id = models.BigAutoField(primary_key=True)
    base = models.CharField(max_length=16, choices=_choices(Base))
    year = models.IntegerField()
    amount_vnd = models.BigIntegerField()
    basis = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["base", "year", "-id"], name="budget_base_newest"),)
        constraints = (models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="budget_base_above_nought"),)
