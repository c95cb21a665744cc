from itertools import groupby

from django.db import migrations
from django.utils import timezone


def _block(block):
    return {
        "id": f"{block.pk:08x}"[-8:],
        "kind": block.kind,
        "version": 1,
        "data": block.data,
        "hidden": not block.is_visible,
        "opens": None,
        "closes": None,
    }


def to_pages(apps, schema_editor):
    """Each set of blocks becomes a page with one draft, published as it stood."""
    Block, Page, Draft, Revision = (
        apps.get_model("pages", name) for name in ("Block", "Page", "Draft", "Revision")
    )
    alias, now = schema_editor.connection.alias, timezone.now()
    stored = Block.objects.using(alias).select_related("site").order_by("site", "page", "order")
    for (site, slug), blocks in groupby(stored, key=lambda one: (one.site, one.page)):
        is_home = slug == "accueil"
        where = {"slug": "", "path": ""} if is_home else {"slug": slug, "path": slug}
        page = Page.objects.using(alias).create(site=site, **where)
        held = {
            "site": site,
            "page": page,
            "number": 1,
            "title": site.name if is_home else slug,
            "blocks": [_block(one) for one in blocks],
            "at": now,
        }
        page.draft = Draft.objects.using(alias).create(**held)
        page.save(using=alias)
        Revision.objects.using(alias).create(**held, opens_at=now)


class Migration(migrations.Migration):

    dependencies = [("pages", "0002_tree")]

    operations = [migrations.RunPython(to_pages, migrations.RunPython.noop)]
