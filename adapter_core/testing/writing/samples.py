"""What sample writers call: people into a folder, by a packaged mapping; back come a source's config keys.

Every function takes a folder, people and options as `hooks.ports.SampleWriter` says. Options that all know:
`as_of`, the day of the data (the examples' own if not given); `settings`, the council's; `seed`, which plants
rows that must be passed over and writes the same values in several ways; `file`, a name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.values import normalise_nhs_number
from adapter_core.readers.mapping import TRANSFORMS, compile_mapping, load_mapping
from adapter_core.service.backends import mapping_folders
from adapter_core.testing.writing.files import write_bundle, write_file
from adapter_core.testing.writing.media import JSON, TEXTS, XML
from adapter_core.testing.writing.people import PeopleBackwards
from adapter_core.testing.writing.serving import LOOK_UP, PAGE, PEOPLE, SIZE, PeopleServer, Published
from adapter_core.testing.writing.trees import (
    json_document,
    json_record,
    paged,
    write_json,
    write_xml,
    xml_document,
    xml_record,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from adapter_core.domain.people import Person
    from adapter_core.readers.mapping import Reader
    from adapter_core.testing.writing.media import Medium
    from adapter_core.testing.writing.people import Record

Keys = dict[str, Any]
PAGE_SIZE = 100


def mapped_reader(
    mapping: str, *, as_of: date = AS_OF, settings: Mapping[str, Any] | None = None, base: Path | None = None
) -> Reader:
    """Compile a mapping, packaged or in a file.

    Raises:
        MappingError: if it is wrong in itself.
    """
    loaded = load_mapping(mapping, base=base or Path(), folders=mapping_folders())
    return compile_mapping(loaded, as_of=as_of, settings=settings, transforms=TRANSFORMS)


def _backwards(mapping: str, medium: Medium, options: Mapping[str, Any]) -> PeopleBackwards:
    as_of = options.get("as_of", AS_OF)
    reader = mapped_reader(mapping, as_of=as_of, settings=options.get("settings"))
    return PeopleBackwards(reader, medium, as_of, options.get("seed"))


def _given(options: Mapping[str, Any]) -> Keys:
    return {"settings": dict(options["settings"])} if options.get("settings") else {}


def write_mapped_database(
    folder: Path, people: Iterable[Person], options: Mapping[str, Any], *, mapping: str
) -> Keys:
    """Write people into a database: `url` of the options, else a SQLite file in the folder.

    Returns:
        `url`, and `settings` where there are any.
    """
    from adapter_core.testing.writing.databases import medium_of, write_database  # noqa: PLC0415 - heavy

    folder.mkdir(parents=True, exist_ok=True)
    name = str(options.get("file", "people.db"))
    here = options.get("url") or f"sqlite:///{(folder / name).as_posix()}"
    backwards = _backwards(mapping, medium_of(here), options)
    write_database(here, backwards, backwards.records(people))
    return {"url": options.get("url") or f"sqlite:///{name}", **_given(options)}


def write_mapped_csv(
    folder: Path, people: Iterable[Person], options: Mapping[str, Any], *, mapping: str
) -> Keys:
    """Write people into a CSV file, or into the several that the mapping names.

    Options `encoding` and `delimiter` are for files that differ from what the mapping says.

    Returns:
        `path`: the file, or the folder of the files; `files` says that few people may leave some empty.
    """
    backwards = _backwards(mapping, TEXTS, options)
    written = {key: options[key] for key in ("encoding", "delimiter") if options.get(key)}
    if backwards.plan.loaded.file.files:
        write_bundle(folder, backwards, backwards.records(people), **written)
        many = [alias for alias, each in backwards.plan.loaded.file.files.items() if each.person]
        files = {"files": {alias: {"may_be_empty": True} for alias in many}} if many else {}
        return {"path": ".", **written, **files, **_given(options)}
    name = str(options.get("file", "people.csv"))
    write_file(folder / name, backwards, backwards.records(people), **written)
    return {"path": name, **written, **_given(options)}


def write_mapped_xml(
    folder: Path, people: Iterable[Person], options: Mapping[str, Any], *, mapping: str
) -> Keys:
    """Write people into an XML file; a name that ends in `.gz` is compressed.

    Returns:
        `path`.
    """
    backwards = _backwards(mapping, XML, options)
    name = str(options.get("file", "people.xml"))
    write_xml(folder / name, backwards.plan, backwards.records(people))
    return {"path": name, **_given(options)}


def write_mapped_json(
    folder: Path, people: Iterable[Person], options: Mapping[str, Any], *, mapping: str
) -> Keys:
    """Write people into a JSON file.

    Returns:
        `path`.
    """
    backwards = _backwards(mapping, JSON, options)
    name = str(options.get("file", "people.json"))
    write_json(folder / name, backwards.plan, backwards.records(people))
    return {"path": name, **_given(options)}


def write_mapped_pages(
    folder: Path, people: Iterable[Person], options: Mapping[str, Any], *, mapping: str
) -> Keys:
    """Publish people on a server, in pages of a list and as answers to look-ups; each page is a file too.

    Options: `server`, a running `serving.PeopleServer`; `page_size`; `look_up`, whether people can be asked
    for by POST as well, which is for JSON.

    Returns:
        `url`, `people`, `pages`, and `look_up` where it was asked for.

    Raises:
        ValueError: there is no server to publish on.
    """
    server: PeopleServer | None = options.get("server")
    if server is None:
        raise ValueError(
            "people in pages need a server: run one with people_server(), and give it as `server`"
        )
    xml = mapped_reader(mapping, settings=options.get("settings")).plan.loaded.file.format == "xml"
    backwards = _backwards(mapping, XML if xml else JSON, options)
    records = list(backwards.records(people))
    size = int(options.get("page_size", PAGE_SIZE))
    pages = [_page(backwards, each, len(records)) for each in paged(records, size)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, body in enumerate(pages, 1):
        (folder / f"page-{number}.{'xml' if xml else 'json'}").write_bytes(body)
    what = Published("application/xml" if xml else "application/json", pages)
    keys: Keys = {
        "people": PEOPLE,
        "pages": {"by": "number", "parameter": PAGE, "size_parameter": SIZE, "size": size,
                  "total": ["@total"] if xml else ["total"]},
        **_given(options),
    }  # fmt: skip
    if options.get("look_up"):
        what.records = backwards.plan.loaded.file.records
        what.answers = _answers(backwards, records)
        keys["look_up"] = {"path": LOOK_UP, "safe": True}
    return {"url": server.publish(what), **keys}


def _page(backwards: PeopleBackwards, records: list[Record], total: int) -> bytes:
    plan = backwards.plan
    if plan.loaded.file.format == "xml":
        return xml_document((xml_record(plan, each) for each in records), {"total": str(total)})
    document = json_document(plan, [json_record(plan, each) for each in records], {"total": total})
    return json.dumps(document, ensure_ascii=False).encode()


def _answers(backwards: PeopleBackwards, records: Iterable[Record]) -> dict[str, list[Any]]:
    """NHS number, as a look-up asks for it, to the people who have it."""
    (column,) = backwards.plan.person["nhs_number"].source.columns
    found: dict[str, list[Any]] = {}
    for record in records:
        raw = record.main.values.get(column)
        if isinstance(raw, str):
            number = normalise_nhs_number(raw.removeprefix("no. "))
            found.setdefault(number, []).append(json_record(backwards.plan, record))
    return found
