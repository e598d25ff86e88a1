# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0002_search_and_retention'),
        ('identity', '0001_initial'),
        ('onestop', '0010_parcels'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='component',
            name='digitised_at',
            field=models.DateTimeField(help_text='when the scan of the paper was signed (766/QĐ-TTg)', null=True),
        ),
        migrations.AlterField(
            model_name='component',
            name='source',
            field=models.CharField(choices=[('upload', 'upload'), ('scan', 'scan'), ('shown', 'shown'), ('database', 'database'), ('store', 'store')], max_length=10),
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=400)),
                ('sitting', models.CharField(help_text='client key of the filing it is made for', max_length=64)),
                ('files', models.IntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('ready', 'ready'), ('signed', 'signed'), ('dropped', 'dropped')], max_length=8)),
                ('revision', models.IntegerField(default=0, help_text='grows with each change of files or pages')),
                ('made_version', models.IntegerField(help_text='version that holds these pages in this order', null=True)),
                ('trouble', models.CharField(blank=True, max_length=500)),
                ('retry_at', models.DateTimeField(null=True)),
                ('sheets', models.IntegerField(null=True)),
                ('two_sided', models.BooleanField(default=False)),
                ('paper_number', models.CharField(blank=True, max_length=80)),
                ('issued_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('clerk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='onestop.dossier')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.person')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='onestop.procedure')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit')),
            ],
        ),
        migrations.CreateModel(
            name='ScanPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.IntegerField()),
                ('file', models.IntegerField(help_text='number of the version it came in')),
                ('page', models.IntegerField(help_text='from 0 within that file')),
                ('turn', models.IntegerField(help_text='degrees clockwise; null until read', null=True)),
                ('turned_by_hand', models.BooleanField(default=False)),
                ('width', models.IntegerField(default=0)),
                ('height', models.IntegerField(default=0)),
                ('blank', models.BooleanField(default=False)),
                ('note', models.BooleanField(default=False)),
                ('removed', models.BooleanField(default=False)),
                ('confidence', models.FloatField(default=0)),
                ('lines', models.JSONField(default=list, help_text='[text, left, top, width, height] in pixels')),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('attempts', models.IntegerField(default=0)),
                ('read_at', models.DateTimeField(null=True)),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.blob')),
                ('scan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='onestop.scan')),
            ],
        ),
        migrations.AddIndex(
            model_name='scan',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'ready'])), fields=['unit', 'created_at'], name='scan_open'),
        ),
        migrations.AddConstraint(
            model_name='scan',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('sitting', 'key'), name='scan_once_in_a_sitting'),
        ),
        migrations.AddIndex(
            model_name='scanpage',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['place', 'id'], name='scan_page_to_read'),
        ),
        migrations.AddConstraint(
            model_name='scanpage',
            constraint=models.UniqueConstraint(fields=('scan', 'file', 'page'), name='scan_page_once'),
        ),
    ]
