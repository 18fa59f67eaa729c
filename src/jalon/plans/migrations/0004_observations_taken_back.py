"""An observation written by mistake is taken back, and kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_indicators_and_outputs"),
    ]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="observation",
            name="withdrawn_reason",
            field=models.TextField(blank=True),
        ),
    ]
