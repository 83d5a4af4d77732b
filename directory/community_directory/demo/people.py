"""The contacts of the demo's directory: names, numbers and addresses that cannot be anybody's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from adapter_core.demo.names import STAFF
from adapter_core.domain.directory import Audience, Channel, Contact, Phone

if TYPE_CHECKING:
    from datetime import date

    from adapter_core.demo.chance import Dice
    from community_directory.demo.catalogue import Kind

_STRIDE = 387
"""Shares no factor with 1,000, so that it visits each number of a range once."""

SWITCHED_OFF = "01632 960999"
"""The old number that an entry still has."""

_HOURS = ("Weekday mornings", "Monday to Thursday, 9am to 3pm", "After 2pm", "Evenings", "Tuesdays", "")
_CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.EMAIL, Channel.TEXT, Channel.IN_PERSON, None)
_VERIFIERS = ("Community connector", "Social prescriber", "Directory officer", "Locality team")
_AUDIENCES = (*(Audience.PUBLIC,) * 6, *(Audience.PARTNER,) * 2, *(Audience.INTERNAL,) * 2)
_BASES = ("Consent, by telephone", "Consent, in writing", "Public task")
_AGES = (3, 9, 15, 22, 30, 45, 60, 80, 95, 110, 130, 150, 180, 200, 230, 280, 420, 600, None, None)
"""Days since somebody spoke to a contact, to pick from; None where nobody ever did."""


_LATER = 40


class Numbers:
    """Telephone numbers of the ranges that Ofcom keeps for drama, each given once."""

    def __init__(self) -> None:
        self._given = 0
        self._mobiles = 0

    def landline(self) -> Phone:
        """The next number of 01632 960."""
        self._given += 1
        number = f"01632 960{self._given * _STRIDE % 1000:03d}"
        return self.landline() if number == SWITCHED_OFF else _phone(number)

    def mobile(self) -> Phone:
        """The next number of 07700 900."""
        self._mobiles += 1
        return _phone(f"07700 900{self._mobiles * _STRIDE % 1000:03d}")


def _phone(number: str) -> Phone:
    return Phone(f"+44{number[1:].replace(' ', '')}", number)


class Names:
    """Names of people, each given once."""

    def __init__(self, dice: Dice, taken: frozenset[str]) -> None:
        """Draw with these dice; `taken` are given elsewhere."""
        self._dice, self._taken = dice, set(taken)

    def draw(self) -> str:
        """The next name."""
        while True:
            given = self._dice.pick(STAFF.female if self._dice.below(3) else STAFF.male)
            name = f"{given} {self._dice.pick(STAFF.family)}"
            if name not in self._taken:
                self._taken.add(name)
                return name


@dataclass(frozen=True, slots=True)
class Desk:
    """How an organisation is reached."""

    phone: Phone
    domain: str


def contacts_of(  # noqa: PLR0913, PLR0917 - whose, how they are reached, and what chance has to draw from
    kind: Kind, service: str, desk: Desk, names: Names, numbers: Numbers, dice: Dice, as_of: date
) -> tuple[Contact, ...]:
    """Whom to ask about a service, the person first and then who stands in for them.

    Args:
        kind: what kind of service it is.
        service: its id in the feed.
        desk: its organisation's.
        names: where names come from.
        numbers: where numbers come from.
        dice: chance; as often asked whatever is pinned, so that nothing else moves when something is.
        as_of: the day that ages count back from.
    """
    pinned, draw = kind.pinned, dice.random()
    mailbox = f"{kind.key.replace('_', '')}@{desk.domain}"
    person = _person(kind, service, names, dice, as_of)
    second = dice.random()
    if not (pinned.contact or pinned.audience) and draw > 0.8:  # noqa: PLR2004 - one service in five names no person
        office = Contact(
            f"{service}#desk", "", kind.role, (desk.phone,), (mailbox,), audience=Audience.PUBLIC, told=True
        )
        return (replace(office, service_id=service, basis="Public task"),)
    phones = (numbers.mobile(),) if person.audience is Audience.INTERNAL else (numbers.landline(),)
    person = replace(person, phones=phones, emails=(mailbox,) if second > 0.3 or pinned.contact else ())  # noqa: PLR2004
    if not pinned.backup and second > 0.3:  # noqa: PLR2004 - three in ten have somebody who stands in
        return (person,)
    stands_in = Contact(
        f"{service}#backup",
        pinned.backup or names.draw(),
        "Stands in" if not kind.role else f"{kind.role}, stands in",
        (desk.phone,),
        audience=person.audience,
        # Asked less often than the person themself, who therefore comes first.
        verified_on=person.verified_on and person.verified_on - timedelta(days=_LATER),
        verified_by=person.verified_by,
        basis=person.basis,
        told=person.told,
        service_id=service,
    )
    return replace(person, backup_id=stands_in.id), stands_in


def _person(kind: Kind, service: str, names: Names, dice: Dice, as_of: date) -> Contact:
    pinned = kind.pinned
    age, who, when = dice.pick(_AGES), dice.pick(_AUDIENCES), dice.pick(_HOURS)
    channel, by, basis = dice.pick(_CHANNELS), dice.pick(_VERIFIERS), dice.pick(_BASES)
    if pinned.verified is not None:
        age = pinned.verified or None
    audience = Audience(pinned.audience) if pinned.audience else who
    return Contact(
        f"{service}#person",
        pinned.contact or names.draw(),
        kind.role,
        channel=Channel(pinned.channel) if pinned.channel else channel,
        hours=pinned.reach or when,
        audience=audience,
        verified_on=None if age is None else as_of - timedelta(days=age),
        verified_by="" if age is None else by,
        basis=basis,
        told=None if age is None else True,
        service_id=service,
    )
