"""A whole site in one file: ``leaving`` writes it, ``arriving`` reads it.

The file is a ZIP that anyone can open without us (docs/portability.md): ``site.json`` says what
is inside, ``tables/<app>.<model>.jsonl`` holds one row a line as PostgreSQL itself writes it in
JSON, ``files/`` the pictures and documents. Every piece has its SHA-256 in ``site.json``.
"""
