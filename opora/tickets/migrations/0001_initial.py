"""First tables."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("desks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_public", models.BooleanField()),
                ("is_automatic", models.BooleanField(default=False)),
                ("author_name", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("full_text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("channel", models.CharField(max_length=40)),
                ("sender_check", models.CharField(default="ok", max_length=20)),
                (
                    "mail_id",
                    models.CharField(blank=True, help_text="Message-ID without angle brackets.", max_length=250),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.desk"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desks.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=150)),
                ("type", models.CharField(help_text="By our allow-list, never the sender's word.", max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("content_id", models.CharField(blank=True, max_length=250)),
                ("created_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.desk"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="tickets.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=500)),
                ("kind", models.CharField(max_length=40)),
                ("category", models.CharField(max_length=81)),
                ("priority", models.CharField(max_length=40)),
                ("priority_rank", models.PositiveSmallIntegerField()),
                ("status", models.CharField(max_length=40)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("open", "open"),
                            ("waiting_customer", "waiting_customer"),
                            ("waiting_adjacent", "waiting_adjacent"),
                            ("waiting_payment", "waiting_payment"),
                            ("deferred", "deferred"),
                            ("solved", "solved"),
                            ("closed", "closed"),
                            ("declined", "declined"),
                        ],
                        max_length=20,
                    ),
                ),
                ("line", models.CharField(max_length=40)),
                ("plan", models.CharField(max_length=40)),
                ("plan_weight", models.PositiveSmallIntegerField(default=0)),
                ("channel", models.CharField(max_length=40)),
                ("fields", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("solution", models.TextField(blank=True)),
                ("planned_at", models.DateTimeField(null=True)),
                ("registered_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("status_since", models.DateTimeField()),
                (
                    "first_reply_at",
                    models.DateTimeField(help_text="First public words of a person of the desk.", null=True),
                ),
                ("solved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reopened_times", models.PositiveSmallIntegerField(default=0)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("is_breached", models.BooleanField(default=False)),
                ("awaits_staff", models.BooleanField(default=True, help_text="The customer spoke last.")),
                (
                    "plan_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.Value(100), "-", models.F("plan_weight")
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                (
                    "due_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "next_due_at",
                            models.Value(datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC)),
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="desks.member",
                    ),
                ),
                (
                    "charter",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desks.charterversion",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.desk"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="customers.organisation",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="customers.contact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_by", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.desk"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="tickets.ticket",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="ticket",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="tickets.ticket",
            ),
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="desks.desk"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("desk", "key"), name="tickets_template_once")],
            },
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "due_order", "priority_rank", "id"],
                name="tickets_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "priority_rank", "due_order", "id"],
                name="tickets_open_by_priority",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "plan_order", "priority_rank", "id"],
                name="tickets_open_by_plan",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "id"],
                name="tickets_open_by_arrival",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "assignee", "due_order", "id"],
                name="tickets_open_of_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"]), _negated=True),
                fields=["desk", "phase", "id"],
                name="tickets_open_by_phase",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    models.Q(("phase__in", ["closed", "declined"]), _negated=True), ("is_breached", True)
                ),
                fields=["desk", "id"],
                name="tickets_open_breached",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["desk", "requester", "-id"], name="tickets_of_requester"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["desk", "organisation", "-id"], name="tickets_of_organisation"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("phase__in", ["closed", "declined"])),
                fields=["desk", "-closed_at", "-id"],
                name="tickets_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["desk", "registered_at"], name="tickets_registered"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("desk", "number"), name="tickets_number_once"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(fields=("desk", "name"), name="tickets_name_once"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phase__in", ["closed", "declined"]), ("closed_at__isnull", False)),
                    models.Q(
                        models.Q(("phase__in", ["closed", "declined"]), _negated=True), ("closed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="tickets_closed_when_final",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("ticket", "contact"), name="tickets_participant_once"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["ticket", "id"], name="tickets_message_of"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("mail_id", ""), _negated=True),
                fields=["desk", "mail_id"],
                name="tickets_message_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("member__isnull", True), ("contact__isnull", True), _connector="OR"),
                name="tickets_message_one_author",
            ),
        ),
    ]
