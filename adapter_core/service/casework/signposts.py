"""Signposts on their own: given, followed up by what somebody says of them, shown (G-01 to G-11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from adapter_core.casework.signposting import claims, next_steps, permissions, teaching
from adapter_core.casework.signposting.claims import Ending
from adapter_core.casework.signposting.next_steps import NextStep, NextStepKind
from adapter_core.delivery import outbox
from adapter_core.domain.casework import Claim, Signpost
from adapter_core.domain.directory import Hit
from adapter_core.domain.events import EventName
from adapter_core.errors import FingerpostError, UsageError
from adapter_core.service.casework import noting, people, whose
from adapter_core.service.casework.checking import check, with_due
from adapter_core.service.casework.drafting import refuse_withheld
from adapter_core.service.casework.next_service import next_services
from adapter_core.service.casework.refusing import unknown
from adapter_core.store.casework import deliveries
from adapter_core.store.casework import signposts as kept
from adapter_core.store.casework.signposts import Beside

if TYPE_CHECKING:
    from collections.abc import Collection

    from adapter_core.service.casework.desk import Desk
    from adapter_core.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Given:
    """A signpost that was given.

    Attributes:
        signpost: with its number and its day.
        words: what the worker has to know of the person, and what could not be checked.
        deliveries: numbers of what is on its way to the case system.
    """

    signpost: Signpost
    words: tuple[str, ...] = ()
    deliveries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of a signpost by what somebody said of it.

    Attributes:
        signpost: as it stands now, with every claim.
        ending: whether it has ended, by whose word, and how pages say it.
        next_steps: what is proposed, the first thing first.
        lessons: numbers of the deliveries by which the directory learns.
        deliveries: numbers of what is on its way to the case system.
        next_services: services with room that are proposed, the best first, where a next one is a step.
        problem: why none could be looked for; empty where that was possible, or not wanted.
        withheld: whether the person's record may not be seen: the signpost is without words then.
    """

    signpost: Signpost
    ending: Ending
    next_steps: tuple[NextStep, ...] = ()
    lessons: tuple[int, ...] = ()
    deliveries: tuple[int, ...] = ()
    next_services: tuple[Hit, ...] = ()
    problem: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class ShownSignpost:
    """A signpost as it is read.

    Attributes:
        may_tell_contact: whether the contact may be told, or asked, anything about the person.
        words: what the worker has to know of the person.
    """

    signpost: Signpost
    ending: Ending
    may_tell_contact: bool
    words: tuple[str, ...] = ()


def add(  # noqa: PLR0913 - what a row keeps besides
    desk: Desk, ref: str, signpost: Signpost, *, source: str | None = None, site: str = "", follows: int = 0
) -> Given:
    """Point a person to a resource outside a conversation; audited with it.

    Args:
        desk: the desk.
        ref: the person's reference; that in `signpost` does not count.
        signpost: to what, to whom, with whose permission; without a day it comes due as the council says.
        source: whose reference it is; the master if None.
        site: the innovation site.
        follows: the signpost that this one takes up from, where that one did not help; what the person hopes
            for, the team and the site are that one's where nobody says another, and so is its mark as never
            shared. Without any team it is that to which the person is allocated.

    Raises:
        UsageError: FP-1030, FP-1031 (permission), FP-1027 (withdrawn or over), FP-1028 (contact that is not
            shown), FP-1003 (a day that has passed), FP-1007 (given on a day to come), FP-1009 (no
            name), FP-1018 (no such signpost to follow).
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
        SourceUnavailable: the case system cannot be read.
        StoreError: it cannot be kept.
    """
    own = with_due(desk, replace(signpost, follows=follows or signpost.follows, id=0, claims=()))
    _check_words(own, desk.on)
    told = check(desk, own)
    looked = people.find(desk, ref, source)
    own = replace(own, person=looked.person)
    with desk.store.work() as unit:
        if own.follows:
            before = _signpost(unit, own.follows)
            if before.person != looked.person:
                raise unknown("signpost of this person", f"S{own.follows}")
            site = site or kept.beside_of(unit.connection, own.follows).site
            own = replace(
                own, team=own.team or before.team, what_for=own.what_for or before.what_for,
                never_shared=own.never_shared or before.never_shared,
            )  # fmt: skip
        own = replace(own, team=own.team or whose.team_of(desk, looked))
        desk.note(unit, "signpost.given", [looked.person])
        beside = Beside(site, looked.district)
        numbers = kept.insert_many(unit.connection, [own], at=desk.now(), beside=beside)
        own = replace(own, id=numbers[0])
        noted = noting.of_signpost(desk, unit, own)
        unit.commit()
    _tell(desk, EventName.SIGNPOST_GIVEN, own)
    return Given(own, (*looked.words, *told), tuple(noted))


def claim(desk: Desk, number: int, said: Claim) -> Claimed:
    """Write down what somebody says of a signpost: it moves, the directory learns, a next step is proposed.

    In one transaction: the claim, where the signpost stands since, what the directory and the case system
    are told, and the audit. A claim that contradicts another is kept beside it, and the signpost is disputed.

    Args:
        desk: the desk.
        number: the signpost's.
        said: what, by whom, when; whoever works here wrote it down where it does not say who.

    Raises:
        UsageError: FP-1018 no such signpost, FP-1032 to FP-1035 what cannot be said of it.
        StoreError: it cannot be kept; then nothing is.
    """
    said = replace(said, recorded_by=said.recorded_by or desk.who)
    at = desk.now()
    with desk.store.work() as unit:
        before = _signpost(unit, number, lock=True)
        if before.claims and before.claims[-1] == said:
            # The same command twice: nobody said it twice.
            desk.note(unit, "signpost.shown", [before.person])
            unit.commit()
            again = Claimed(before, claims.ending(before), tuple(next_steps.propose(before, said)))
            return _as_may_be_seen(desk, again)
        after = claims.apply(before, said, on=desk.on, days=desk.settings.follow_up_days)
        desk.note(unit, "signpost.claimed", [after.person])
        kept.add_claim(unit.connection, after, at=at)
        composed = [
            outbox.compose_lesson(each, f"S{number}", by=desk.who, at=at)
            for each in teaching.lessons(after, said)
        ]
        learnt = deliveries.insert_many(unit.connection, composed, signpost=number)
        told = noting.of_claim(desk, unit, after)
        beside = kept.beside_of(unit.connection, number)
        tried = [each.resource.service_id for each in kept.of_person(unit.connection, after.person)]
        unit.commit()
    _tell(desk, EventName.SIGNPOST_CHANGED, after)
    steps = tuple(next_steps.propose(after, said))
    hits: tuple[Hit, ...] = ()
    problem = ""
    if any(each.kind is NextStepKind.NEXT_SERVICE for each in steps):
        hits, problem = _next(desk, after, beside.locality, tried)
    numbers = tuple(each.id for each in learnt)
    done = Claimed(after, claims.ending(after), steps, numbers, tuple(told), hits, problem)
    return _as_may_be_seen(desk, done)


def _as_may_be_seen(desk: Desk, done: Claimed) -> Claimed:
    """What was done, without a word of it where the person's record may not be seen: the number was typed."""
    if not people.look(desk, done.signpost.person).withheld:
        return done
    return replace(done, signpost=_without_words(done.signpost), next_services=(), withheld=True)


def _without_words(one: Signpost) -> Signpost:
    said = tuple(replace(each, note="") for each in one.claims)
    bare = replace(one.resource, name="", service_id="", event_id="", contact_id="", contact_name="")
    return replace(one, resource=bare, what_for="", permission=None, claims=said)


def withdraw_permission(desk: Desk, number: int, *, on: date | None = None) -> Signpost:
    """Note that a person has withdrawn the permission to pass anything on; audited with it.

    The case system is told, too.

    Raises:
        UsageError: FP-1018 no such signpost, FP-1031 a day that cannot be.
        StoreError: it cannot be kept.
    """
    with desk.store.work() as unit:
        before = _signpost(unit, number, lock=True)
        after = permissions.withdraw(before, on=on or desk.on)
        desk.note(unit, "signpost.permission_withdrawn", [after.person])
        if after != before:
            kept.change(unit.connection, after)
            noting.of_permission_withdrawn(desk, unit, after)
        unit.commit()
    return after


def never_share(desk: Desk, number: int) -> Signpost:
    """Mark a signpost that was given outside a conversation as never shared (R-25); audited with it.

    The case system is told, since what stands there of it is not marked. One that is marked stays so.

    Raises:
        UsageError: FP-1018 no such signpost, FP-1032 it stands in a conversation, whose copies would still
            tell of it.
        StoreError: it cannot be kept.
    """
    with desk.store.work() as unit:
        before = _signpost(unit, number, lock=True)
        after = replace(before, never_shared=True)
        if after != before and before.conversation:
            about = f"C{before.conversation}"
            raise UsageError(
                "FP-1032",
                f"S{number} stands in {about}, and is marked there.",
                where=f"S{number}",
                remedy=f'Write "never shared: yes" below it with: fingerpost conversation edit {about}. Then '
                f"close it: fingerpost conversation close {about}",
            )
        desk.note(unit, "signpost.never_shared", [after.person])
        if after != before:
            kept.change(unit.connection, after)
            noting.of_never_shared(desk, unit, after)
        unit.commit()
    return after


def show(desk: Desk, number: int) -> ShownSignpost:
    """One signpost with all that was said of it; audited first.

    Raises:
        UsageError: FP-1018 no such signpost.
        PersonNotFound: FP-0903 the person's record may not be seen.
    """
    with desk.store.reading() as unit:
        found = _signpost(unit, number)
    looked = people.look(desk, found.person)
    refuse_withheld(looked)
    desk.record("signpost.shown", [found.person])
    return ShownSignpost(found, claims.ending(found), permissions.may_tell(found, desk.on), looked.words)


def listed(desk: Desk, ref: str, *, source: str | None = None) -> list[Signpost]:
    """Every signpost of a person, the oldest first; audited first.

    Raises:
        PersonNotFound: FP-0903 no such record, or one that may not be seen.
        SourceUnavailable: the case system cannot be read.
    """
    looked = people.find(desk, ref, source)
    desk.record("signpost.shown", [looked.person])
    with desk.store.reading() as unit:
        return kept.of_person(unit.connection, looked.person)


def _next(desk: Desk, one: Signpost, locality: str, tried: Collection[str]) -> tuple[tuple[Hit, ...], str]:
    """Proposals for the next service, or why there are none."""
    try:
        found = next_services(
            desk.ask_directory(),
            one.resource,
            audience=desk.audience,
            on=desk.on,
            district=locality,
            tried=tried,
        )
    except FingerpostError as error:
        return (), error.message
    return tuple(found), ""


def _signpost(unit: UnitOfWork, number: int, *, lock: bool = False) -> Signpost:
    found = kept.get(unit.connection, number, lock=lock)
    if found is None:
        raise unknown("signpost", f"S{number}")
    return found


def _check_words(one: Signpost, on: date) -> None:
    if not one.resource.name.strip():
        raise UsageError("FP-1009", "The signpost does not say to what.", where="resource")
    if one.given_on > on:
        raise UsageError("FP-1007", f"{one.given_on:%d/%m/%Y} is still to come.", where="given_on")
    if one.due is not None and one.due < on:
        raise UsageError("FP-1003", f"It was to be looked at by {one.due:%d/%m/%Y}.", where="due")


def _tell(desk: Desk, name: EventName, one: Signpost) -> None:
    ids = {"signpost": f"S{one.id}", "source": one.person.source, "ref": one.person.ref}
    desk.tell(name, ids, {"state": one.state.value, "reason": one.reason.value})
