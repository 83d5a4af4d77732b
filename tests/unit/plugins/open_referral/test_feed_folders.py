"""Folders of saved pages: what is there is read, and what is not is said."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from adapter_core.domain.directory import Incoming
from adapter_core.errors import SourceUnavailable
from adapter_core.errors.explained import CATALOGUE
from adapter_core.hooks import ports
from adapter_core.hooks.capabilities import Port
from adapter_core.hooks.ports import OpenContext, Reject
from adapter_open_referral import plugin
from adapter_open_referral.backend import OpenReferralConfig, open_open_referral
from adapter_open_referral.dialects import Dialect
from adapter_open_referral.feed import OpenReferralFeed

SHARED = Path(os.environ.get("FINGERPOST_SHARED", Path(__file__).parents[4].parent / "shared"))
REAL = SHARED / "data" / "directories" / "bristol_oruk_v3"


def one(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "name": f"Service {number}",
        "status": "active",
        "organization_id": "o",
        **more,
    }


def page(number: int, pages: int, total: int, *records: Any, **more: Any) -> dict[str, Any]:
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "contents": list(records),
        **more,
    }


def save(folder: Path, **files: Any) -> None:
    for name, document in files.items():
        path = folder / f"{name.replace('__', '/')}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())


def read(folder: Path, **more: Any) -> tuple[OpenReferralFeed, list[Incoming], list[Reject]]:
    config = OpenReferralConfig.model_validate({"path": ".", **more})
    with open_open_referral(config, OpenContext("town", date(2026, 11, 23), folder, {}, {})) as feed:
        everything = list(feed.incoming())
    return (
        feed,
        [each for each in everything if isinstance(each, Incoming)],
        [each for each in everything if isinstance(each, Reject)],
    )


def test_all_pages_and_all_details_are_a_complete_import(tmp_path):
    save(
        tmp_path,
        a=page(1, 2, 3, one(1), one(2)),
        deep__b=page(2, 2, 3, one(3)),
        **{f"d{number}": one(number, description="whole") for number in (1, 2, 3)},
    )
    feed, services, rejects = read(tmp_path)
    assert [each.ref for each in services] == ["s1", "s2", "s3"]
    assert all(each.service and each.service.description == "whole" for each in services)
    assert rejects == []
    assert feed.complete


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": page(1, 2, 2, one(1))}, "1 of 2 pages are not there."),
        ({"a": page(2, 2, 2, one(2))}, "1 of 2 pages are not there."),
        (
            {"a": page(1, 1, 3, one(1))},
            "The list says that it has 3 services, and 2 different ones are there.",
        ),
        ({"a": page(1, 2, 2, one(1)), "b": page(2, 2, 3, one(2))}, "of different times"),
        ({}, "There is no page of a list"),
        ({"a": [one(1)]}, "Nothing says that the list is whole"),
        ({"a": page(1, 1, 1, one(1), "odd")}, "Some entries of the pages are no records."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_withdrawn(tmp_path, files, said):
    save(tmp_path, d1=one(1), d2=one(2), **files)
    feed, services, rejects = read(tmp_path)
    assert services
    assert not feed.complete
    assert any(said in note for note in feed.notes), feed.notes
    assert [each for each in rejects if each.code == "FP-0558"] == [Reject("the list", "FP-0558")]
    assert rejects[-1].anonymous


def test_a_list_without_details_is_read_as_far_as_it_goes(tmp_path):
    save(tmp_path, a=page(1, 1, 1, one(1)))
    feed, services, _ = read(tmp_path)
    assert len(services) == 1
    assert not feed.complete
    assert feed.tally.listed_only == 1
    feed, _, _ = read(tmp_path, details=False)
    assert feed.complete


@pytest.mark.parametrize(
    "bad", [b"", b'{"contents": [{"id"', b'{"name": "caf\xe9"}', b"<html></html>", b'"text"', b"{}"]
)
def test_a_file_that_cannot_be_read_is_named_and_makes_it_partial(tmp_path, bad):
    save(tmp_path, a=page(1, 1, 1, one(1)), d1=one(1), bad=bad)
    feed, services, rejects = read(tmp_path)
    assert len(services) == 1
    assert [(each.ref, each.code) for each in rejects] == [("bad.json", "FP-0557")]
    assert not feed.complete


def test_two_services_with_one_id(tmp_path):
    save(tmp_path, a=page(1, 1, 2, one(1), one(1, name="Another")), d1=one(1))
    feed, services, rejects = read(tmp_path)
    assert len(services) == 1
    assert rejects[0] == Reject("s1", "FP-0550", "id")
    assert not feed.complete


def test_pages_that_overlap_are_no_two_services(tmp_path):
    save(tmp_path, a=page(1, 2, 2, one(1), one(2)), b=page(2, 2, 2, one(2)), d1=one(1), d2=one(2))
    feed, services, rejects = read(tmp_path)
    assert len(services) == 2
    assert rejects == []
    assert feed.complete
    assert feed.tally.repeated == 1


def test_pages_counted_from_nought(tmp_path):
    pages = [{"totalElements": 2, "totalPages": 2, "number": n, "content": [one(n)]} for n in (0, 1)]
    save(tmp_path, a=pages[0], b=pages[1])
    feed, services, _ = read(tmp_path, details=False)
    assert len(services) == 2
    assert feed.complete
    assert feed.found is not None
    assert feed.found.dialect is Dialect.ORUK_1


def test_other_lists_and_what_the_feed_says_of_itself_may_lie_beside(tmp_path):
    save(
        tmp_path,
        a=page(1, 1, 1, one(1)),
        d1=one(1),
        about={"version": "HSDS-UK-3.0", "profile": "x", "openapi_url": "y"},
        terms={"total_items": 1, "contents": [{"id": "t", "name": "Befriending"}]},
    )
    feed, services, rejects = read(tmp_path)
    assert len(services) == 1
    assert rejects == []
    assert feed.complete
    assert "it says version 'HSDS-UK-3.0'" in feed.notes[0]


def test_an_empty_folder_and_one_that_is_gone(tmp_path):
    for folder, code in ((".", "FP-0886"), ("gone", "FP-0410")):
        with pytest.raises(SourceUnavailable) as caught:
            read(tmp_path, path=folder)
        assert caught.value.code == code


def test_no_message_and_no_reject_holds_what_stands_in_the_feed(tmp_path):
    mark = "MARK-9f3"
    save(
        tmp_path,
        a=page(1, 3, 9, one(1, name=mark, minimum_age=mark, status=mark, contacts=[{"name": mark}])),
        bad=b"{",
    )
    feed, _, rejects = read(tmp_path)
    assert mark not in repr(rejects)
    assert mark not in repr(feed.notes)


def test_the_config_wants_a_url_or_a_path():
    for given in (
        {},
        {"url": "https://feed.example", "path": "x"},
        {"path": "x", "keep": "y"},
        {"url": "http://feed.example"},
    ):
        with pytest.raises(ValidationError):
            OpenReferralConfig.model_validate(given)
    OpenReferralConfig.model_validate({"url": "https://feed.example/api", "keep": "y"})


def test_the_plugin_registers_one_feed():
    (spec,) = plugin.adapter_directory_feeds()
    assert isinstance(spec, ports.BackendSpec)
    assert (spec.name, spec.port) == ("open_referral", Port.DIRECTORY_FEED)


def test_every_code_is_explained():
    source = "".join(path.read_text() for path in Path(plugin.__file__).parent.glob("*.py"))
    for code in (*range(550, 559), *range(885, 891)):
        assert f"FP-0{code}" in source
        assert f"FP-0{code}" in CATALOGUE


@pytest.mark.skipif(not REAL.is_dir(), reason="the saved pages are not on this machine")
@pytest.mark.requirement("G-01")
def test_the_real_pages_of_bristol_are_a_partial_import_and_say_so():
    feed, services, rejects = read(REAL)
    assert [each.service.name for each in services if each.service] == [
        "1625 Independent People",
        "2 Way St Bristol",
        "A Picture of Health",
    ]
    assert not feed.complete
    assert [each.code for each in rejects] == ["FP-0558"]
    assert "291 of 292 pages are not there." in feed.notes
    whole = services[0]
    assert whole.service is not None
    assert [area.name for area in whole.service.areas] == ["Bristol", "South Gloucestershire"]
    assert [each.original for each in whole.contacts[0].phones] == [
        "0800 0354213",
        "Bristol Youth MAPS: 0117 332 7111",
    ]
    assert whole.service.eligibility.minimum_age is None
    assert feed.tally.zoneless == 3
