from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0004_list_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
