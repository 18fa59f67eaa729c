"""Parts of evaluation and of commitments: two more kinds of part."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_comments"),
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
                    ("evaluation", "evaluation"),
                    ("acts", "acts"),
                    ("commitments", "commitments"),
                    ("directory", "directory"),
                ],
                max_length=20,
            ),
        ),
    ]
