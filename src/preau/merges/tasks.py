from __future__ import annotations

from procrastinate.contrib.django import app

from preau.tenancy.jobs import each_site, for_site


@app.task(name="merges.search_process", queue="default")
@for_site
def search_process(*, process_id: int) -> None:
    """All the pairs of one process that look alike."""
    from preau.processes.models import Process  # procrastinate loads this before the models

    from .scans import run_scan

    process = Process.objects.filter(pk=process_id).first()
    if process is not None:
        run_scan(process)


@app.periodic(cron="50 3 * * *")
@app.task(name="merges.search_what_is_new", queue="default", queueing_lock="search_what_is_new")
def search_what_is_new(timestamp: int) -> None:
    """Each night: processes whose ideas changed are searched again."""
    from .scans import search_what_is_new as search  # as above

    each_site(search)
