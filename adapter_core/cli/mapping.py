"""`fingerpost mapping`: make a mapping file, try it, and see why a value is what it is."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from adapter_core.cli.common import (
    Options,
    Subcommands,
    as_of_option,
    common_options,
    console,
    emit_json,
    overwrite_option,
    pass_options,
)
from adapter_core.cli.mapping_files import refuse_to_replace, settings_of, transforms_of, write_text
from adapter_core.cli.progress import progress
from adapter_core.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.readers.mapping import LoadedMapping
    from adapter_core.readers.profiling import Scan
    from adapter_core.service.mapping_tools.scanning import ScanOptions

ANY_FILE = click.Path(path_type=Path)


@click.group(cls=Subcommands)
@common_options
def mapping() -> None:
    """Make a mapping file, and see what it does."""


# --- check --------------------------------------------------------------------------------------------


@mapping.command()
@click.argument("file", metavar="FILE")
@click.option("--sample", type=ANY_FILE, required=True, help="CSV, XML or JSON, an SQL script, or SQLite.")
@click.option(
    "--expected", type=ANY_FILE, help="The expected result; what lies beside the sample if not given."
)
@click.option("--update", is_flag=True, help="Write the expected result instead of comparing with it.")
@click.option(
    "--setting", "settings", metavar="NAME=VALUE", multiple=True, help="A council setting; may be repeated."
)
@as_of_option
@common_options
@pass_options
@click.pass_context
def check(  # noqa: PLR0913 - one argument an option
    ctx: click.Context,
    options: Options,
    *,
    file: str,
    sample: Path,
    expected: Path | None,
    update: bool,
    settings: tuple[str, ...],
) -> None:
    """Read a sample with the mapping FILE, and say field by field what became of it.

    FILE is the name of a packaged mapping, or a path that ends in .toml.
    """
    from adapter_core.cli.mapping_tables import show_check  # noqa: PLC0415 - only when run
    from adapter_core.service.bootstrap import today  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.mapping_tools.checking import check_mapping  # noqa: PLC0415

    found = check_mapping(
        file,
        sample,
        base=Path.cwd(),
        expected=expected,
        update=update,
        as_of=options.as_of,
        settings=settings_of(settings),
        transforms=transforms_of(options),
        today=today(),
    )
    if options.json:
        emit_json(found.as_json())
    else:
        show_check(found, console())
    ctx.exit(found.exit_code)


# --- explain ------------------------------------------------------------------------------------------


@mapping.command()
@click.argument("ref")
@click.argument("field")
@click.option("--source", help="Whose reference it is; the master's if not given.")
@click.option(
    "--show", is_flag=True, help="Show the values, and not only their shapes. This is noted in the audit."
)
@as_of_option
@common_options
@pass_options
def explain(options: Options, *, ref: str, field: str, source: str | None, show: bool) -> None:
    """Say where one FIELD of one person comes from, and what happened to it on its way.

    FIELD is a canonical field, such as postcode or gp.code. The look is noted in the audit.
    """
    from adapter_core.cli.mapping_tables import show_trace  # noqa: PLC0415 - only when run
    from adapter_core.service.bootstrap import open_application  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.mapping_tools.tracing import trace_field  # noqa: PLC0415

    with open_application(options.config_path, as_of=options.as_of) as application:
        found = trace_field(application, ref, field, source=source, show=show)
    if options.json:
        emit_json(found.as_json())
    else:
        show_trace(found, console())


# --- scan and infer -----------------------------------------------------------------------------------


def _scan_options(command: Any) -> Any:  # noqa: ANN401 - a click command, or the function that becomes one
    for option in (
        click.option("--delimiter", help="What divides the columns of CSV files."),
        click.option("--encoding", help="What CSV files were saved in; UTF-8 if not given."),
        click.option("--records", multiple=True, metavar="KEY", help="JSON: a step to the list of people."),
        click.option("--record", metavar="ELEMENT", help="XML: the element of one person."),
        click.option("--schema", help="The database's schema; the connection's own if not given."),
        click.option("--table", "tables", multiple=True, help="A table to look at, of a database."),
        click.option("--rows", type=click.IntRange(min=1), help="How many rows of each table to look at."),
        click.option("--url-env", metavar="NAME", help="The environment variable with the database's URL."),
    ):  # fmt: skip
        command = option(command)
    return command


@mapping.command()
@click.argument("source", required=False)
@_scan_options
@click.option("--out", "-o", type=ANY_FILE, help="The file to write it to, as JSON.")
@overwrite_option
@as_of_option
@common_options
@pass_options
def scan(options: Options, /, *, source: str | None, out: Path | None, overwrite: bool, **given: Any) -> None:  # noqa: ANN401 - the scan's options
    """Profile a source without its rows: safe to send to a supplier.

    SOURCE is a source of the config, a file, or a folder of CSV files. Of texts only shapes are told,
    of codes those that ten people and more share; names, numbers and free text never.
    """
    from adapter_core.cli.mapping_tables import show_scan  # noqa: PLC0415 - only when run

    if out is not None:
        refuse_to_replace(out, overwrite=overwrite)
    found = _scanned(options, source, **given)
    if out is not None:
        write_text(out, json.dumps(found.as_json(), indent=1, ensure_ascii=False) + "\n")
    if options.json:
        emit_json(found.as_json())
    elif out is not None:
        click.echo(f"Wrote {out}. Look through it before you send it to anybody.", err=True)
    else:
        show_scan(found, console(plain_width=160))


@mapping.command()
@click.argument("source", metavar="SCAN|SAMPLE|SOURCE", required=False)
@_scan_options
@click.option(
    "--like", metavar="MAPPING", help="A mapping that nearly fits: extend it, and write only what differs."
)
@click.option("--out", "-o", type=ANY_FILE, help="The file to write it to; standard output if not given.")
@overwrite_option
@as_of_option
@common_options
@pass_options
def infer(
    options: Options,
    /,
    *,
    source: str | None,
    like: str | None,
    out: Path | None,
    overwrite: bool,
    **given: Any,  # noqa: ANN401 - the scan's options
) -> None:
    """Propose a mapping, each line with how sure it is and why, to be edited.

    What is given is a scan's file, or anything that `mapping scan` takes.
    """
    from adapter_core.readers.profiling import read_scan  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.backends import mapping_folders  # noqa: PLC0415
    from adapter_core.service.mapping_tools.inferring import infer as propose  # noqa: PLC0415

    if out is not None:
        refuse_to_replace(out, overwrite=overwrite)
    if source is not None and _is_scan(Path(source)):
        profile = read_scan(Path(source))
    else:
        profile = _scanned(options, source, **given)
    found = propose(profile, like=like, base=Path.cwd(), folders=mapping_folders())
    if out is not None:
        write_text(out, found.text)
    if options.json:
        emit_json(found.as_json())
    elif out is None:
        click.echo(found.text, nl=False)
    else:
        lines = found.proposal.lines()
        doubtful = sum(not line.is_sure for line in lines)
        counts = f"{len(lines) - doubtful} fields found, {doubtful} doubtful"
        fitting = f" {found.proposal.notes[0]}" if like is not None else ""
        click.echo(f"Wrote {out}: {counts}.{fitting} Read every line.", err=True)


def _is_scan(path: Path) -> bool:
    """Whether a file says of itself that it is a scan."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file, contextlib.suppress(UnicodeDecodeError):
        return '"kind": "scan"' in file.read(200).decode("utf-8")
    return False


def _scanned(options: Options, source: str | None, url_env: str | None, **given: Any) -> Scan:  # noqa: ANN401 - likewise
    from adapter_core.service.bootstrap import open_application, today  # noqa: PLC0415 - heavy, only when run
    from adapter_core.service.mapping_tools import scanning  # noqa: PLC0415

    if (source is None) == (url_env is None):
        raise UsageError("FP-0920", "Give either a source or file, or --url-env.", where="mapping")
    chosen: ScanOptions = scanning.ScanOptions(**{**given, "records": given["records"] or None})
    on: date = options.as_of or today()
    with progress("Scanning …", "rows") as told:
        if url_env is not None:
            return scanning.scan_url(url_env, on, chosen, progress=told)
        place = Path(source or "")
        if place.exists():
            return scanning.scan_path(place, on, chosen, told)
        if place.suffix or len(place.parts) > 1:
            raise UsageError("FP-0321", f'There is no file or folder "{place.name}".', where=place.name)
        with open_application(options.config_path, as_of=options.as_of) as application:
            return scanning.scan_source(application, str(source), chosen, told)


# --- diff ---------------------------------------------------------------------------------------------


@mapping.command()
@click.argument("old", type=ANY_FILE)
@click.argument("new", type=ANY_FILE)
@click.option(
    "--mapping",
    "name",
    metavar="MAPPING",
    help="Say which changes concern it; exit 1 if what it reads is gone.",
)
@click.option(
    "--fell", type=click.FloatRange(0, 100), default=10.0, show_default=True,
    help="Tell a fill rate that fell by more than so many points.",
)  # fmt: skip
@common_options
@pass_options
@click.pass_context
def diff(  # noqa: PLR0913 - one argument an option
    ctx: click.Context, options: Options, *, old: Path, new: Path, name: str | None, fell: float
) -> None:
    """Say what became of a source between two scans: tables, columns, types, fill rates, codes."""
    from adapter_core.readers.mapping import load_mapping  # noqa: PLC0415 - heavy, only when run
    from adapter_core.readers.profiling import read_scan  # noqa: PLC0415
    from adapter_core.service.backends import mapping_folders  # noqa: PLC0415
    from adapter_core.service.mapping_tools.comparing import compare  # noqa: PLC0415

    loaded: LoadedMapping | None = None
    if name is not None:
        loaded = load_mapping(name, base=Path.cwd(), folders=mapping_folders())
    changes = compare(read_scan(old), read_scan(new), mapping=loaded, fell=fell / 100)
    lost = any(each.is_lost for each in changes)
    if options.json:
        emit_json({"schema": 1, "changes": [each.as_json() for each in changes], "lost": lost})
    else:
        out = console()
        for each in changes:
            out.print(each.words, style="red" if each.is_lost else None)
        out.print("Nothing has changed." if not changes else f"{len(changes)} changes.", style="bold")
    ctx.exit(1 if lost else 0)


# --- schema -------------------------------------------------------------------------------------------


@mapping.command()
@click.option("--out", "-o", type=ANY_FILE, help="The file to write it to; standard output if not given.")
@overwrite_option
@common_options
@pass_options
def schema(options: Options, *, out: Path | None, overwrite: bool) -> None:
    """Write the JSON Schema of mapping files, so that an editor completes and checks them."""
    from adapter_core.service.mapping_tools.schema import mapping_schema  # noqa: PLC0415 - heavy, only when run

    if out is not None:
        refuse_to_replace(out, overwrite=overwrite)
    found = mapping_schema(transforms_of(options))
    if out is None:
        emit_json(found)
        return
    write_text(out, json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    if options.json:
        emit_json({"schema": 1, "file": str(out.absolute())})
    else:
        click.echo(f"Wrote {out}.", err=True)
