"""Take one mail of the public from the standard input: what a mail server pipes into."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from preau.inquiries.intake.actions import take_mail
from preau.inquiries.models import Inquiry
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for


class Command(BaseCommand):
    help = "Take one mail, on the standard input, for the inquiry of that address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address, raw = str(options["address"]).lower(), sys.stdin.buffer.read()
        for site in Site.objects.filter(state=Site.State.ACTIVE).order_by("pk"):
            with speaking_for(site):
                found = Inquiry.objects.filter(email__iexact=address)
                inquiry = found.select_related("step__process").order_by("-pk").first()
                if inquiry is not None:
                    mail = take_mail(inquiry=inquiry, raw=raw)
                    self.stdout.write(f"{site.slug} {mail.pk} {mail.state}")
                    return
        raise CommandError(f"no inquiry has the address {address}")
