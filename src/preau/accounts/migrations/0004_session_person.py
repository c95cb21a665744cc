"""A session says whose it is, so that both are read at once; one written before is read in two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_second_factor")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="person_id",
            field=models.BigIntegerField(null=True, editable=False),
        ),
    ]
