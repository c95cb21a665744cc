"""A session says which visitor's it is, so that what was begun there is read along with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_session_person")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="visitor",
            field=models.CharField(db_default="", default="", editable=False, max_length=40),
        ),
    ]
