"""Indicators, answers to them, outputs; observations of indicators, with their revisions."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import jalon.core.fields
import jalon.core.models.base
import jalon.facts.common
import jalon.facts.indicator
import jalon.facts.output


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_parts_of_indicators"),
        ("plans", "0002_documents_of_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="denominator",
            field=models.CharField(blank=True, max_length=80, null=True),
        ),
        migrations.AddField(
            model_name="observation",
            name="numerator",
            field=models.CharField(blank=True, max_length=80, null=True),
        ),
        migrations.AddField(
            model_name="observation",
            name="said",
            field=jalon.core.fields.FactField(jalon.facts.common.When, blank=True, null=True),
        ),
        migrations.AddField(
            model_name="observation",
            name="status",
            field=models.CharField(
                blank=True,
                choices=[("provisional", "provisional"), ("revised", "revised"), ("final", "final")],
                max_length=12,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="of_uid",
            field=models.UUIDField(blank=True, db_index=True, null=True),
        ),
        migrations.AlterField(
            model_name="series",
            name="family",
            field=models.CharField(
                choices=[
                    ("police", "police"),
                    ("justice", "justice"),
                    ("survey", "survey"),
                    ("foreign_report", "foreign_report"),
                    ("service", "service"),
                    ("official_estimate", "official_estimate"),
                    ("follow_up", "follow_up"),
                    ("other", "other"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("uid", models.UUIDField(db_index=True, default=jalon.core.models.base.new_uid, editable=False)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("title", jalon.core.fields.FactField(jalon.facts.common.Text)),
                ("unit", models.CharField(max_length=120)),
                ("definition", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("method", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("numerator", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("denominator", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("formula", models.TextField(blank=True, null=True)),
                ("note", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="IndicatorAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=jalon.core.models.base.new_uid, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("indicator_uid", models.UUIDField(db_index=True)),
                ("answer", models.CharField(choices=[("adopted", "adopted"), ("refused", "refused")], max_length=20)),
                ("said_by", jalon.core.fields.FactField(jalon.facts.common.OrgRef)),
                ("said", jalon.core.fields.FactField(jalon.facts.common.When, blank=True, null=True)),
                ("text", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="core.part"
                    ),
                ),
            ],
            options={
                "ordering": ["part_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=jalon.core.models.base.new_uid, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("training", "training"),
                            ("campaign", "campaign"),
                            ("information_kit", "information_kit"),
                            ("reflex_sheet", "reflex_sheet"),
                            ("agreement", "agreement"),
                            ("call_for_projects", "call_for_projects"),
                            ("grant", "grant"),
                            ("places_opened", "places_opened"),
                            ("places_closed", "places_closed"),
                            ("property_assigned", "property_assigned"),
                            ("inspection", "inspection"),
                            ("operation", "operation"),
                            ("meeting", "meeting"),
                            ("publication", "publication"),
                            ("law", "law"),
                            ("circular", "circular"),
                        ],
                        db_index=True,
                        max_length=20,
                    ),
                ),
                ("title", jalon.core.fields.FactField(jalon.facts.common.Text)),
                ("when", jalon.core.fields.FactField(jalon.facts.common.When)),
                ("subjects", jalon.core.fields.FactField(str, blank=True, default=tuple, many=True)),
                ("territory_uid", models.UUIDField(blank=True, db_index=True, null=True)),
                ("place", models.TextField(blank=True, null=True)),
                (
                    "carried_out_by",
                    jalon.core.fields.FactField(jalon.facts.common.OrgRef, blank=True, default=tuple, many=True),
                ),
                (
                    "counterparts",
                    jalon.core.fields.FactField(jalon.facts.common.OrgRef, blank=True, default=tuple, many=True),
                ),
                (
                    "beneficiaries",
                    jalon.core.fields.FactField(jalon.facts.common.OrgRef, blank=True, default=tuple, many=True),
                ),
                ("professions", jalon.core.fields.FactField(str, blank=True, default=tuple, many=True)),
                ("channels", jalon.core.fields.FactField(str, blank=True, default=tuple, many=True)),
                ("languages", jalon.core.fields.FactField(str, blank=True, default=tuple, many=True)),
                ("property_type", models.TextField(blank=True, null=True)),
                (
                    "amounts",
                    jalon.core.fields.FactField(jalon.facts.output.Amount, blank=True, default=tuple, many=True),
                ),
                ("money", models.CharField(blank=True, max_length=80, null=True)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("years", jalon.core.fields.FactField(jalon.facts.common.When, blank=True, null=True)),
                ("said_by", jalon.core.fields.FactField(jalon.facts.common.OrgRef, blank=True, null=True)),
                ("said", jalon.core.fields.FactField(jalon.facts.common.When, blank=True, null=True)),
                ("note", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                (
                    "confidence",
                    models.CharField(
                        choices=[("stated", "stated"), ("inferred", "inferred")], default="stated", max_length=10
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outputs", to="core.part"
                    ),
                ),
            ],
            options={
                "ordering": ["part_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=jalon.core.models.base.new_uid, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("subject_uid", models.UUIDField(db_index=True)),
                ("title", jalon.core.fields.FactField(jalon.facts.common.Text)),
                ("unit", models.CharField(max_length=120)),
                ("code", models.CharField(blank=True, max_length=120, null=True)),
                ("definition", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("structural", "structural"), ("process", "process"), ("outcome", "outcome")],
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("output", "output"), ("outcome", "outcome"), ("impact", "impact")],
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "value_kind",
                    models.CharField(
                        choices=[
                            ("number", "number"),
                            ("ordinal", "ordinal"),
                            ("yes_no", "yes_no"),
                            ("milestone", "milestone"),
                        ],
                        default="number",
                        max_length=20,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("increase", "increase"),
                            ("decrease", "decrease"),
                            ("maintain", "maintain"),
                            ("at_least", "at_least"),
                            ("at_most", "at_most"),
                        ],
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "accumulation",
                    models.CharField(
                        choices=[("periodic", "periodic"), ("cumulative", "cumulative")],
                        default="periodic",
                        max_length=20,
                    ),
                ),
                ("frequency", models.CharField(blank=True, max_length=200, null=True)),
                ("method", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("numerator", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                ("denominator", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                (
                    "levels",
                    jalon.core.fields.FactField(jalon.facts.indicator.Level, blank=True, default=tuple, many=True),
                ),
                (
                    "breakdowns",
                    jalon.core.fields.FactField(jalon.facts.indicator.Breakdown, blank=True, default=tuple, many=True),
                ),
                ("baseline", jalon.core.fields.FactField(jalon.facts.indicator.Baseline, blank=True, null=True)),
                (
                    "expected",
                    jalon.core.fields.FactField(jalon.facts.indicator.Expected, blank=True, default=tuple, many=True),
                ),
                ("interpolated", models.BooleanField(default=False)),
                ("formula", models.TextField(blank=True, null=True)),
                ("counted", jalon.core.fields.FactField(jalon.facts.output.Counted, blank=True, null=True)),
                ("note", jalon.core.fields.FactField(jalon.facts.common.Text, blank=True, null=True)),
                (
                    "confidence",
                    models.CharField(
                        choices=[("stated", "stated"), ("inferred", "inferred")], default="stated", max_length=10
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="core.part"
                    ),
                ),
            ],
            options={
                "ordering": ["part_id", "slug"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("part", "code"),
                        name="one_indicator_of_a_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutputSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_uid", models.UUIDField(db_index=True)),
                (
                    "output",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subject_rows", to="plans.output"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("output", "subject_uid"), name="one_row_of_a_subject")],
            },
        ),
    ]
