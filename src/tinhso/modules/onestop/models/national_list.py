# SPDX-License-Identifier: EUPL-1.2
"""Procedures as the national database has them, and each reading of it."""

from django.db import models

from tinhso.modules.onestop.national_list.types import Kind


class NationalProcedure(models.Model):
    """Bản ghi thủ tục ở CSDL quốc gia: the newest that came, kept as it came."""

    code = models.CharField(max_length=12, primary_key=True)
    version = models.IntegerField(help_text="number in the national database; 0 while nothing readable came")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind], blank=True)
    record = models.JSONField()
    digest = models.CharField(max_length=64)
    fault = models.CharField(max_length=300, blank=True, help_text="why the newest answer could not be read")
    received_at = models.DateTimeField()


class ListSync(models.Model):
    """Một lần đồng bộ danh mục: from now on changes after `mark` are asked for, when there is no fault."""

    made_at = models.DateTimeField()
    mark = models.BigIntegerField()
    received = models.IntegerField()
    fault = models.CharField(max_length=300, blank=True)
