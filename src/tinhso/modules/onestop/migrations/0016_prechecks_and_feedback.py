# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0001_initial'),
        ('identity', '0001_initial'),
        ('onestop', '0015_notice_choices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='feedback', serialize=False, to='casework.case')),
                ('client_key', models.CharField(help_text='the same form sent twice is one feedback', max_length=64, unique=True)),
                ('topic', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('refuse_by', models.DateTimeField(help_text='after this instant the unit must answer')),
                ('ask_by', models.DateTimeField(help_text='until this instant the unit asks for more in time')),
                ('asked', models.TextField(blank=True, help_text='what the sender was asked to say more clearly')),
                ('told', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True, help_text='the answer, or why it was refused')),
                ('answered_at', models.DateTimeField(null=True)),
                ('publish_by', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('public_text', models.TextField(blank=True, help_text='the feedback as everybody reads it, without personal data')),
                ('public_answer', models.TextField(blank=True)),
                ('withheld', models.TextField(blank=True, help_text='why the answer is not published')),
                ('satisfied', models.BooleanField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='onestop.dossier')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='identity.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='feedback_person'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-published_at'], name='feedback_published')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='feedback_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('public_answer', ''), ('public_text', ''), ('published_at', None)), models.Q(('published_at__isnull', False), ('withheld', ''), models.Q(('public_text', ''), _negated=True), models.Q(('public_answer', ''), _negated=True)), _connector='OR'), name='feedback_published_whole')],
            },
        ),
        migrations.CreateModel(
            name='Precheck',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='precheck', serialize=False, to='casework.case')),
                ('draft_id', models.UUIDField(help_text='the draft, which may be filed or deleted meanwhile')),
                ('answers', models.JSONField(default=dict, help_text='the declaration as asked about; emptied when the case ends')),
                ('documents', models.JSONField(default=dict, help_text='component key → document id; emptied when the case ends')),
                ('remarks', models.JSONField(default=list, help_text='what to mend, one sentence each')),
                ('good', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prechecks', to='identity.person')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='onestop.procedureversion')),
            ],
            options={
                'indexes': [models.Index(fields=['draft_id'], name='precheck_draft')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('good', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('good__isnull', False)), _connector='OR'), name='precheck_answer_whole'), models.CheckConstraint(condition=models.Q(('good', False), ('remarks', []), _negated=True), name='precheck_says_what_to_mend')],
            },
        ),
    ]
