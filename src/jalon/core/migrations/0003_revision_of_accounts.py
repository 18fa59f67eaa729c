"""Accounts have a revision: two people who change one at the same time are told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_cache_table")]
    operations = [
        migrations.AddField(model_name="user", name="revision", field=models.PositiveIntegerField(default=1)),
    ]
