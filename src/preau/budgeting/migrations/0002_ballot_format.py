from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgeting', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='ballot_format',
            field=models.CharField(default='ranked', max_length=12),
        ),
        migrations.AddField(
            model_name='edition',
            name='ballot_rules',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
