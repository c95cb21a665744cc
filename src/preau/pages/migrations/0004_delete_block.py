from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("pages", "0003_blocks_become_pages")]

    operations = [migrations.DeleteModel(name="Block")]
