"""A part may hold indicators."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_revision_of_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="part",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "plan"),
                    ("declarations", "declarations"),
                    ("statistics", "statistics"),
                    ("indicators", "indicators"),
                    ("acts", "acts"),
                    ("directory", "directory"),
                ],
                max_length=20,
            ),
        ),
    ]
