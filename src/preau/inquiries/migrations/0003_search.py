"""Search by an index, in the register and page by page in the file (``_search.py``)."""

from django.db import migrations, models

import preau.tenancy.models
from preau.tenancy.isolation import isolate

from ._search import SEARCH, SPLIT, UNDO


class Migration(migrations.Migration):

    dependencies = [('inquiries', '0002_guards')]

    operations = [
        migrations.CreateModel(
            name='PageWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('words', models.TextField()),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('version', models.ForeignKey(on_delete=models.deletion.CASCADE, related_name='page_words', to='inquiries.pieceversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'version', 'number'), name='one_page_per_number')],
            },
        ),
        migrations.AddField(
            model_name='pieceversion',
            name='is_searchable',
            field=models.BooleanField(default=False),
        ),
        isolate("inquiries_pagewords"),
        migrations.RunSQL(SEARCH, UNDO),
        migrations.RunSQL(SPLIT, migrations.RunSQL.noop),
        migrations.RemoveField(model_name='pieceversion', name='words'),
    ]
