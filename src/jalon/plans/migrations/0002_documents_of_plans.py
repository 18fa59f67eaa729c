"""A document may belong to a plan, not only to a measure."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="document",
            options={"ordering": ["plan_id", "measure_id", "order", "id"]},
        ),
        migrations.AddField(
            model_name="document",
            name="plan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="plans.plan",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="measure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="plans.measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure__isnull", False), ("plan__isnull", True)),
                    models.Q(("measure__isnull", True), ("plan__isnull", False)),
                    _connector="OR",
                ),
                name="document_of_a_plan_or_of_a_measure",
            ),
        ),
    ]
