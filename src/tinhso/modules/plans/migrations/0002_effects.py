# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_waiting_room'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Estimate',
            fields=[
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='estimate', serialize=False, to='plans.task')),
                ('cost_vnd', models.BigIntegerField(help_text='counts only where the plan has no money line for the task', null=True)),
                ('lead_days', models.IntegerField(help_text='from the decision until it shows, waiting included', null=True)),
                ('basis', models.CharField(blank=True, help_text='what the estimate rests on', max_length=500)),
                ('at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=Q(('cost_vnd__gte', 0), ('cost_vnd', None), _connector='OR'), name='estimate_cost_not_below'),
                    models.CheckConstraint(condition=Q(('lead_days__gte', 0), ('lead_days', None), _connector='OR'), name='estimate_lead_not_below'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('component', models.CharField(max_length=40)),
                ('position', models.IntegerField()),
                ('share_now', models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ('share_after', models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ('estimate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='plans.estimate')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('estimate', 'component'), name='effect_component_once'),
                    models.CheckConstraint(condition=Q(('share_now__range', (0, 1)), ('share_now', None), _connector='OR'), name='effect_now_share'),
                    models.CheckConstraint(condition=Q(('share_after__range', (0, 1)), ('share_after', None), _connector='OR'), name='effect_after_share'),
                ],
            },
        ),
    ]
