"""`fingerpost directory export`: the whole directory as files, to keep, to look through or to move."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapter_core.cli.common import Options, as_of_option, common_options, console, emit_json, pass_options

if TYPE_CHECKING:
    from community_directory.exporting.writing import Plan, Written

FORMS = ("oruk", "pages", "csv", "xlsx")
AUDIENCES = ("public", "partner", "internal")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    required=True,
    help="oruk: Open Referral UK, a service a line; pages: the same as a folder that can be imported again.",
)
@click.option(
    "--output",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    help="The file, or for pages the folder.",
)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="public",
    show_default=True,
    help="Whose eyes it is for.",
)
@click.option("--overwrite", is_flag=True, help="Replace an earlier export of this name.")
@as_of_option
@common_options
@pass_options
def export(options: Options, *, form: str, path: Path, audience: str, overwrite: bool) -> None:
    """Write the whole directory out: services, places, hours and contacts.

    For everybody, unless --audience says otherwise: then it has contacts and notes that are not public.
    """
    from adapter_core.domain.directory import Audience  # noqa: PLC0415 - heavy, only when run
    from adapter_core.oversight.audit import record  # noqa: PLC0415
    from adapter_core.store import Store  # noqa: PLC0415
    from community_directory.cli.opening import open_directory  # noqa: PLC0415
    from community_directory.exporting.writing import Form, Plan, check, write  # noqa: PLC0415

    with open_directory(options) as opened:
        plan = Plan(Form(form), path, Audience(audience), opened.on, overwrite)
        check(plan, opened.config)
        with Store.open(opened.config.store_url) as kept:
            record(kept, f"directory.exported.{audience}")
        written = write(opened.store, plan)
    if options.json:
        emit_json(_as_json(plan, written))
        return
    out = console()
    out.print(f"{written.services:,} services and {written.contacts:,} contacts, for {_whom(audience)}.")
    for each in plan.files:
        out.print(f"Wrote {each}", soft_wrap=True)
    if form == "pages":
        out.print(
            f'To import it elsewhere: backend = "open_referral", path = "{path}", details = false',
            soft_wrap=True,
        )
    if audience != "public":
        told = f"{written.hidden:,} of the contacts are not for the public"
        also = ", and our notes are in it" if audience == "internal" else ""
        click.echo(f"Take care: {told}{also}. Keep it where personal data belongs.", err=True)


def _whom(audience: str) -> str:
    return {"public": "everybody", "partner": "partners", "internal": "the council's own workers"}[audience]


def _as_json(plan: Plan, written: Written) -> dict[str, object]:
    return {
        "schema": 1,
        "format": plan.form.value,
        "audience": plan.audience.value,
        "files": [str(each) for each in plan.files],
        "services": written.services,
        "contacts": written.contacts,
        "not_public": written.hidden,
    }
