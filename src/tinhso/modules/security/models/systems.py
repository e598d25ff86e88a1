# SPDX-License-Identifier: EUPL-1.2
"""The register of information systems, machines and Internet links; a register of assets may take it over.

Nothing of detection points at these tables; a machine and a source of events meet by the name of the host only.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security.models.sources import Source
from tinhso.modules.security.types import Antimalware, InputKind, MachineKind, SystemKind

ON_REGISTER = Q(withdrawn_at=None)


class InformationSystem(models.Model):
    """Hệ thống thông tin: one owner (chủ quản), one focal operator (đơn vị vận hành đầu mối), one security unit.

    level, level_on: of the dossier in force; None while no level is approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=300)
    sort_key = models.TextField()
    words = models.TextField(help_text="name and components without diacritics")
    kind = models.CharField(max_length=14, choices=[(one.value, one.value) for one in SystemKind])
    information = ArrayField(models.CharField(max_length=8))
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    focal = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    operators = ArrayField(models.UUIDField(), default=list, help_text="other units that operate parts of it")
    security_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    supplier = models.CharField(max_length=300, blank=True, help_text="when the service is hired it operates")
    components = models.TextField(blank=True)
    since = models.DateField(null=True)
    level = models.SmallIntegerField(null=True)
    level_on = models.DateField(null=True)
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level=None) | Q(level__range=(1, 5)), name="system_level_1_to_5"),
            models.CheckConstraint(
                condition=Q(level=None, level_on=None) | Q(level__isnull=False, level_on__isnull=False),
                name="system_level_with_day",
            ),
        )
        indexes = (models.Index(fields=["focal"], name="system_focal"),)

    def __str__(self) -> str:
        return self.name


class UserCount(models.Model):
    """Số người dùng: how many accounts a system had on a day; typed with its source, or fed by the system."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="user_counts")
    on = models.DateField()
    users = models.IntegerField()
    fed = models.BooleanField(default=False)
    told_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(users__gte=0), name="users_not_below_nought"),)
        indexes = (models.Index(fields=["system", "-on", "-id"], name="users_of_system"),)


class Machine(models.Model):
    """Máy chủ, máy trạm, thiết bị mạng (thiết bị đầu cuối): what coverage is counted over.

    national_seen_on: the last day on which the national centre reported it; an agent of ours does not set it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    host = models.CharField(max_length=255)
    kind = models.CharField(max_length=11, choices=[(one.value, one.value) for one in MachineKind])
    addresses = ArrayField(models.GenericIPAddressField(), default=list)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, null=True, related_name="machines")
    agent_expected = models.BooleanField(default=True)
    asset_number = models.CharField(max_length=60, blank=True)
    words = models.TextField()
    national_seen_on = models.DateField(null=True)
    antimalware = models.CharField(
        max_length=7, choices=[(one.value, one.value) for one in Antimalware], default=Antimalware.UNKNOWN.value
    )
    antimalware_product = models.CharField(max_length=120, blank=True)
    antimalware_seen_on = models.DateField(null=True, help_text="the last day the product reported; empty: not told")
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("host"), condition=ON_REGISTER, name="machine_host_once"),
            models.CheckConstraint(
                condition=Q(antimalware=Antimalware.PRESENT.value)
                | Q(antimalware_product="", antimalware_seen_on=None),
                name="machine_product_where_present",
            ),
        )
        indexes = (
            models.Index(fields=["unit"], condition=ON_REGISTER, name="machine_unit"),
            models.Index(fields=["system"], condition=ON_REGISTER, name="machine_system"),
            GinIndex(fields=["addresses"], name="machine_addresses"),
        )

    def __str__(self) -> str:
        return self.host


class InternetLink(models.Model):
    """Đường truyền Internet của một đơn vị; every one has a sensor (Thông tư 31/2017/TT-BTTTT)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    carrier = models.CharField(max_length=200, blank=True)
    networks = ArrayField(models.CharField(max_length=60), default=list)
    https_plan = models.TextField(blank=True, help_text="how encrypted traffic is made visible; empty: not told")
    registered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class LinkSensor(models.Model):
    """Cảm biến đặt ở một đường truyền: a source of events that watches it."""

    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(InternetLink, on_delete=models.PROTECT, related_name="sensors")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["link", "source"], condition=Q(removed_at=None), name="sensor_once"),
        )


class SystemInput(models.Model):
    """Nguồn tối thiểu của hệ thống: which source gives a system its web, sensor or firewall logs."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(InformationSystem, on_delete=models.PROTECT, related_name="inputs")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in InputKind])
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["system", "kind", "source"], condition=Q(removed_at=None), name="system_input_once"
            ),
        )
