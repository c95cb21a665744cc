"""Mails that come inside the statement of their act, which the worker looks for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0004_held_mails'),
    ]

    operations = [
        migrations.AddField(
            model_name='email',
            name='is_asked',
            field=models.BooleanField(default=True),
        ),
        migrations.AddIndex(
            model_name='email',
            index=models.Index(condition=models.Q(('is_asked', False)), fields=['site'], name='email_not_asked'),
        ),
    ]
