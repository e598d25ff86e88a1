# SPDX-License-Identifier: EUPL-1.2

import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onestop', '0016_prechecks_and_feedback'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interruption',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='when the services are expected back')),
                ('reason', models.CharField(max_length=300)),
                ('force_majeure', models.CharField(blank=True, help_text='why it could not be announced in time', max_length=300)),
                ('announced_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['ends_at'], name='interruption_ahead')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='interruption_forward')],
            },
        ),
    ]
