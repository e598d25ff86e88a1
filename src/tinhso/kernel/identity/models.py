# SPDX-License-Identifier: EUPL-1.2
"""Accounts, persons, organisations, officers, assignments, delegations, consents."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.crypto import salted_hmac

from tinhso.kernel.identity.types import AccountKind
from tinhso.kernel.identity.types_of_staff import ProposalKind
from tinhso.kernel.registry.models import Post
from tinhso.lib.uuid7 import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the password of a citizen is never set, the e-ID provider keeps it."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Tài khoản: a way to sign in; who it is stands in Person or Officer."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    username = models.CharField(max_length=120, unique=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in AccountKind])
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="made by the demonstration; production refuses to start")
    sessions_ended = models.PositiveIntegerField(default=0, help_text="times every open session was ended at once")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to stay open: it changes with the password and when sessions are ended."""
        sign = f"{self.password}{self.sessions_ended or ''}"
        return salted_hmac("tinhso.identity.session", sign, secret=secret, algorithm="sha256").hexdigest()


class Person(models.Model):
    """Công dân: a natural person known by the 12-digit personal number, or by a foreign paper."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, related_name="person")
    personal_number = models.CharField(max_length=12, null=True, unique=True)
    other_paper = models.CharField(max_length=20, blank=True)
    full_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=3, blank=True, help_text="nam | nu")
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    commune_code = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=20, help_text="eid | counter | play")
    synthetic = models.BooleanField(default=False)
    sort_key = models.CharField(max_length=600, db_collation="C")
    search_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="person_search"),)

    @property
    def key(self) -> str:
        return f"person:{self.id}"


class Organisation(models.Model):
    """Tổ chức, doanh nghiệp: known by its tax code (check digit verified)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    tax_code = models.CharField(max_length=14, unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    commune_code = models.CharField(max_length=10, blank=True)
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    synthetic = models.BooleanField(default=False)
    sort_key = models.CharField(max_length=800, db_collation="C")
    search_key = models.CharField(max_length=250)
    created_at = models.DateTimeField()

    @property
    def key(self) -> str:
        return f"organisation:{self.id}"


class Officer(models.Model):
    """Cán bộ, công chức: acts only through posts held by assignment or lent by delegation."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="officer")
    full_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=16, blank=True)
    sort_key = models.CharField(max_length=600, db_collation="C")
    search_key = models.CharField(max_length=120)

    @property
    def key(self) -> str:
        return f"officer:{self.id}"


class Assignment(models.Model):
    """Bố trí: an officer holds a post during `valid`."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    valid = DateRangeField()


class Delegation(models.Model):
    """Ủy quyền: the holder of a post lends it to another officer between two dates."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="lent_posts")
    valid = DateRangeField()
    paper = models.CharField(max_length=120, help_text="number and date of the delegation paper")


class StaffBasis(models.Model):
    """Lý do, căn cứ: the sentence behind a deed to an officer. Acts keep its key: the ledger forgets nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="bases")
    words = models.CharField(max_length=500)
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()


class StaffProposal(models.Model):
    """Đề nghị về cán bộ: what one administrator wants done to an officer and another confirms or refuses."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ProposalKind])
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="proposals")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey(Assignment, on_delete=models.PROTECT, null=True, related_name="+")
    begins = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["officer", "kind", "post"],
                condition=models.Q(decided_at=None),
                nulls_distinct=False,
                name="one_proposal_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, confirmed=None)
                | models.Q(decided_at__isnull=False, confirmed__isnull=False),
                name="proposal_decided_whole",
            ),
        )


class WaitingRoom(models.Model):
    """Phòng chờ đăng nhập: one row, how many numbers were drawn and how far they have been let in (see `waiting`)."""

    drawn = models.BigIntegerField()
    served = models.FloatField()
    at = models.DateTimeField()


class Consent(models.Model):
    """Sự đồng ý của chủ thể dữ liệu: one purpose, one version of the text; withdrawn, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
