"""A small council with a case system in Mosaic's shape, a directory of three services, and a desk."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from adapter_core.domain.casework import (
    Action,
    Claim,
    ClaimBy,
    ConversationKind,
    ConversationRecord,
    HandedOver,
    PersonRef,
    Resource,
    ResourceKind,
    Signpost,
    SignpostState,
)
from adapter_core.domain.directory import (
    Audience,
    Contact,
    Event,
    Incoming,
    Location,
    Organisation,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)
from adapter_core.service.casework.desk import open_desk
from adapter_core.testing import example_person
from adapter_mosaic.writing import write_sample as write_mosaic
from community_directory.searching import index
from community_directory.store import DirectoryStore, FeedWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.service.casework.desk import Desk

TODAY = date(2026, 11, 23)
MINE = PersonRef("mosaic", "1001")
CONFIG = """\
schema = 1
plugins = ["mosaic", "community_directory"]
[store]
url = "{url}"
[sources.mosaic]
backend = "mosaic"
mapping = "mosaic/demo"
url = "sqlite:///mosaic.db"
[people]
master = "mosaic"
[directory]
url = "sqlite:///directory.db"
[check]
allow_synthetic = true
"""


@dataclass
class Council:
    """A council's folder, and who is in its case system."""

    folder: Path
    url: str
    people: dict[str, Person] = field(default_factory=dict)

    def write(self) -> None:
        write_mosaic(self.folder, self.people.values(), {})

    def change(self, ref: str, **changes: Any) -> None:
        self.people[ref] = replace(self.people[ref], **changes)
        self.write()

    def configure(self, more: str = "", *, without: str = "") -> None:
        text = CONFIG.format(url=self.url)
        if without:
            text = text.replace(without, "")
        (self.folder / "fingerpost.toml").write_text(text + more, encoding="utf-8")

    @contextmanager
    def desk(self, who: str = "Ada Kit", on: date = TODAY, **given: Any) -> Iterator[Desk]:
        with open_desk(self.folder / "fingerpost.toml", on, who, **given) as desk:
            yield desk


def council_in(folder: Path, url: str) -> Council:
    council = Council(folder, url)
    for ref in ("1001", "1002", "1003"):
        council.people[ref] = replace(
            example_person(given_name="Zebedee", family_name="Quillfeather", postcode="ME4 4TT"), ref=ref
        )
    council.write()
    council.configure()
    return council


def fill_directory(path: Path) -> dict[str, str]:
    """Three services, of which one is withdrawn, and two events; name to id in the directory."""
    term = TaxonomyTerm("t1", "Lunch clubs")
    hall = Location("l1", "The hall")

    def told(ref: str, name: str, *events: Event) -> Incoming:
        return Incoming(
            ref=ref,
            organisation=Organisation("o1", "Ark Trust"),
            service=Service(
                ref,
                name,
                organisation_id="o1",
                areas=(ServiceArea(f"a{ref}", "ME4", ("ME4",)),),
                term_ids=("t1",),
            ),
            locations=(hall,),
            at_locations=(ServiceAtLocation(f"at{ref}", ref, "l1"),),
            contacts=(
                Contact(f"c{ref}", name=f"Jo Wells {ref}", service_id=ref, audience=Audience.INTERNAL),
            ),
            events=events,
            terms=(term,),
        )

    fair = Event("e1", "Winter fair", datetime(2026, 12, 5, 10, tzinfo=UTC), service_id="1")
    past = Event("e2", "Summer fair", datetime(2026, 7, 5, 10, tzinfo=UTC), service_id="1")
    with DirectoryStore.open(f"sqlite:///{path}") as store:
        store.on_commit_work.append(index.update)
        everything = [
            told("1", "Ark lunch club", fair, past),
            told("2", "Bell lunch club"),
            told("3", "Gone club"),
        ]
        found: dict[str, str] = {}
        for there in (everything, everything[:2]):
            with store.work() as unit:
                writer = FeedWriter(unit, "council", on=TODAY, told=lambda _: None)
                for one in there:
                    writer.put(one)
                writer.withdraw_unseen("the feed does not tell of it any more")
                unit.commit()
            for view in store.services(audience=Audience.INTERNAL, on=TODAY):
                found[view.service.name] = view.service.id
                found |= {contact.name: contact.id for contact in view.contacts}
                found |= {event.name: event.id for event in view.events}
    return found


def a_signpost(**given: Any) -> Signpost:
    name = given.pop("name", "Ark lunch club")
    resource = given.pop("resource", Resource(ResourceKind.SERVICE, name))
    made = Signpost(
        MINE, resource, "company on Tuesdays", HandedOver.GAVE_DETAILS, TODAY, None, "Ada Kit", "East"
    )
    return replace(made, **given)


def a_record(**given: Any) -> ConversationRecord:
    made = ConversationRecord(
        MINE, ConversationKind.ONE, "Ada Kit", TODAY,
        team="East", site="north", happened="Fell on the stairs.", matters="Her garden.",
        actions=(
            Action("Ring the lunch club", "Ada Kit", due=date(2026, 11, 30)),
            Action("Fit a rail", "Son"),
        ),
        signposts=(a_signpost(),),
        led_to=("signposted",), ended_how="connected",
    )  # fmt: skip
    return replace(made, **given)


def a_claim(
    state: SignpostState = SignpostState.COMPLETED, by: ClaimBy = ClaimBy.PERSON, **given: Any
) -> Claim:
    return replace(Claim(state, by, date(2026, 12, 7), how="phone"), **given)
