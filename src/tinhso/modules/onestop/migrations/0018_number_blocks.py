# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_initial'),
        ('onestop', '0017_interruptions'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberBlock',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('agency', models.CharField(help_text='identifier of the agency as in the codes', max_length=40)),
                ('day', models.DateField()),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('reserved_at', models.DateTimeField()),
                ('reserved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
            ],
        ),
        migrations.CreateModel(
            name='NumberFate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('void', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField()),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fates', to='onestop.numberblock')),
                ('dossier', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='number_fate', to='onestop.dossier')),
            ],
        ),
        migrations.AddIndex(
            model_name='numberblock',
            index=models.Index(fields=['unit', '-reserved_at'], name='number_block_unit'),
        ),
        migrations.AddConstraint(
            model_name='numberblock',
            constraint=models.CheckConstraint(condition=models.Q(('first__gte', 1), ('last__gte', models.F('first'))), name='number_block_forward'),
        ),
        migrations.AddConstraint(
            model_name='numberblock',
            constraint=models.UniqueConstraint(fields=('agency', 'day', 'first'), name='number_block_once'),
        ),
        migrations.AddConstraint(
            model_name='numberfate',
            constraint=models.UniqueConstraint(fields=('block', 'number'), name='number_fate_once'),
        ),
        migrations.AddConstraint(
            model_name='numberfate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dossier', None), models.Q(('void', ''), _negated=True)), models.Q(('dossier__isnull', False), ('void', '')), _connector='OR'), name='number_fate_one'),
        ),
    ]
