"""Observers are told ids and codes, never a text; one that fails is skipped and named."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from adapter_core.domain.casework import Delivery, DeliveryKind, DeliveryState, PersonRef
from adapter_core.domain.events import DomainEvent, EventName
from adapter_core.hooks.manager import Plugins
from adapter_core.service.casework.events import of_delivery

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OBSERVER = """
from adapter_core.hooks import hookimpl
told = []
@hookimpl
def adapter_domain_event(event):
    told.append(event)
    {then}
"""


@pytest.mark.parametrize("codes", [{"why": "She fell"}, {"why": "ä"}, {"why": "x" * 65}, {"why": "a\nb"}])
def test_a_text_is_no_code(codes):
    with pytest.raises(ValueError, match="is not a code") as caught:
        DomainEvent(EventName.SIGNPOST_CHANGED, AT, codes=codes)
    assert codes["why"] not in str(caught.value)


@pytest.mark.parametrize("value", ["", "Mary Smith", "x" * 129, "a\tb"])
def test_a_name_is_no_id(value):
    with pytest.raises(ValueError, match="is not an id"):
        DomainEvent(EventName.SIGNPOST_CHANGED, AT, ids={"ref": value})


def test_one_that_fails_is_skipped_and_named(tmp_path):
    for name, then in (
        ("first", "raise KeyError('secret')"),
        ("second", "pass"),
        ("third", "raise SystemExit"),
    ):
        (tmp_path / f"{name}.py").write_text(OBSERVER.format(then=then), encoding="utf-8")
    plugins = Plugins(["./first.py", "./second.py", "./third.py"], base=tmp_path)
    event = DomainEvent(EventName.SIGNPOST_CHANGED, AT, {"signpost": "S3"}, {"state": "completed"})
    failures = plugins.adapter_domain_event(event)
    assert [(each.plugin, each.hook, each.reason) for each in failures] == [
        ("first", "adapter_domain_event", "KeyError"),
        ("third", "adapter_domain_event", "SystemExit"),
    ]
    for name in ("first", "second", "third"):
        assert sys.modules[f"fingerpost_plugin_{name}"].told == [event]


def delivery(state, **given):
    ordinary: dict[str, Any] = {
        "key": "k",
        "kind": DeliveryKind.TEXT,
        "target": "mosaic",
        "title": "t",
        "text": "She fell.",
    }
    return Delivery(**(ordinary | {"made": AT, "by": "sam", "state": state, "id": 9} | given))


def test_a_delivery_tells_its_ids_and_codes_alone():
    told = of_delivery(
        delivery(DeliveryState.IN_DOUBT, person=PersonRef("mosaic", "17"), about="C12.1", problem="FP-1056"),
        AT,
    )
    assert told is not None
    assert told.name is EventName.DELIVERY_IN_DOUBT
    assert told.ids == {"delivery": "D9", "about": "C12.1", "source": "mosaic", "ref": "17"}
    assert told.codes == {"kind": "text", "target": "mosaic", "problem": "FP-1056"}
    assert "fell" not in repr(told)


@pytest.mark.parametrize("ref", ["17 B", "1" * 129])
def test_a_reference_that_is_no_id_is_left_out_and_stops_nothing(ref):
    told = of_delivery(delivery(DeliveryState.DONE, person=PersonRef("mosaic", ref), about="C12.1"), AT)
    assert told is not None
    assert told.ids == {"delivery": "D9", "about": "C12.1", "source": "mosaic"}


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.SENDING])
def test_of_what_waits_there_is_nothing_to_tell(state):
    assert of_delivery(delivery(state), AT) is None
