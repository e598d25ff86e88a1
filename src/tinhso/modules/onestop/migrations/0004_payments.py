# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import tinhso.lib.uuid7
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_initial'),
        ('onestop', '0003_verifications_and_duties'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('truc_tuyen', 'truc_tuyen'), ('tien_mat', 'tien_mat')], max_length=12)),
                ('transaction', models.CharField(max_length=64, unique=True)),
                ('amount_vnd', models.BigIntegerField()),
                ('standing', models.CharField(choices=[('settled', 'settled'), ('surplus', 'surplus'), ('wrong_amount', 'wrong_amount')], max_length=12)),
                ('paid_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('amount_vnd', models.BigIntegerField(null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
                ('legal_source', models.CharField(blank=True, max_length=300)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('exempted_at', models.DateTimeField(null=True)),
                ('exempt_ground', models.CharField(blank=True, max_length=40)),
                ('exempt_reason', models.TextField(blank=True)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='onestop.dossier')),
                ('exempted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('stated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
            ],
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('transaction', models.CharField(max_length=64)),
                ('reference', models.CharField(blank=True, max_length=25)),
                ('kind', models.CharField(choices=[('not_here', 'not_here'), ('not_there', 'not_there'), ('amount', 'amount')], max_length=10)),
                ('there_vnd', models.BigIntegerField(null=True)),
                ('here_vnd', models.BigIntegerField(null=True)),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(help_text='when the query of the order put it right', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'transaction'), name='difference_once')],
            },
        ),
        migrations.CreateModel(
            name='FeeReceipt',
            fields=[
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='receipt', serialize=False, to='onestop.payment')),
                ('year', models.IntegerField()),
                ('serial', models.IntegerField()),
                ('number', models.CharField(max_length=20)),
                ('issued_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='payment',
            name='charge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='onestop.charge'),
        ),
        migrations.AddField(
            model_name='payment',
            name='taken_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer'),
        ),
        migrations.CreateModel(
            name='GatewayNotice',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('settled', 'settled'), ('repeated', 'repeated'), ('surplus', 'surplus'), ('wrong_amount', 'wrong_amount'), ('bad_signature', 'bad_signature'), ('unreadable', 'unreadable'), ('unknown_order', 'unknown_order')], max_length=16)),
                ('received_at', models.DateTimeField()),
                ('times', models.IntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['outcome', 'received_at'], name='notice_outcome')],
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.UUIDField(default=tinhso.lib.uuid7.uuid7, primary_key=True, serialize=False)),
                ('reference', models.CharField(help_text='content of the transfer, plain letters', max_length=25, unique=True)),
                ('amount_vnd', models.BigIntegerField()),
                ('state', models.CharField(choices=[('open', 'open'), ('paid', 'paid'), ('closed', 'closed')], max_length=8)),
                ('gateway_url', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField()),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='onestop.charge')),
            ],
        ),
        migrations.AddField(
            model_name='payment',
            name='order',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='onestop.paymentorder'),
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_vnd', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('requested_at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='refund', to='onestop.payment')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.officer')),
            ],
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('amount_vnd', None), ('amount_vnd__gt', 0), _connector='OR'), name='charge_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), ('exempted_at', None), _connector='OR'), name='charge_one_end'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at', None), ('amount_vnd__isnull', False), _connector='OR'), name='charge_settled_has_amount'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('exempted_at', None), ('exempted_by', None)), models.Q(('exempted_at__isnull', False), ('exempted_by__isnull', False)), _connector='OR'), name='charge_exempted_by_someone'),
        ),
        migrations.AddField(
            model_name='feereceipt',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.unit'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('charge',), name='one_open_order_per_charge'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='order_amount_positive'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['channel', 'paid_at'], name='payment_day'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('standing', 'settled')), fields=('charge',), name='charge_settled_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_vnd__gt', 0)), name='payment_amount_positive'),
        ),
        migrations.AddConstraint(
            model_name='feereceipt',
            constraint=models.UniqueConstraint(fields=('unit', 'year', 'serial'), name='fee_receipt_number_once'),
        ),
    ]
