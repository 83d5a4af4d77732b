"""One import of one feed: read, tidied, written in one transaction, and reported truthfully.

Nothing is withdrawn unless the feed was read to its end and kept most of its services; and a dry run does
all of it, shows what it would have done, and lets go of it again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from adapter_core.domain.directory import EntityKind
from adapter_core.errors import FingerpostError, SourceUnavailable
from adapter_core.hooks.ports import Reject
from community_directory.importing import seen
from community_directory.importing.differences import Differences
from community_directory.importing.report import ImportReport
from community_directory.importing.tidying import Tidier
from community_directory.store.feed_writer import FeedWriter
from community_directory.store.feeds import Feed, save_feed
from community_directory.store.feeds import feed as feed_of
from community_directory.store.ids import stable_id
from community_directory.store.outcomes import What
from community_directory.store.removals import Removals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from adapter_core.domain.directory import Contact, Incoming
    from adapter_core.hooks.ports import DirectoryFeed
    from community_directory.store.outcomes import Told
    from community_directory.store.unit_of_work import Work

MOST_LOST = 0.2
"""The share of a feed's services that may go at once before somebody has to say that it is right."""

MOST_UNUSED = 10_000
"""How many unusable entries are looked up one by one; with more, nothing is withdrawn."""

GONE = "no longer in the feed"
NO_NAME, TWICE, DANGLING = "FP-0850", "FP-0851", "FP-0852"


class Store(Protocol):
    """What an import needs of the directory's store."""

    def work(self) -> Work:
        """A unit of work."""
        ...


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How an import is to go.

    Attributes:
        dry_run: whether to show what would be done and write nothing.
        accept_fewer: whether it is right that many services are gone.
        most_lost: the share of the services that may go without `accept_fewer`, from 0 to 1.
        title: the feed's name for people.
    """

    dry_run: bool = False
    accept_fewer: bool = False
    most_lost: float = MOST_LOST
    title: str = ""


def import_feed(  # noqa: PLR0913 - what is read, into what, how, when, and who hears of it
    store: Store,
    name: str,
    feed: DirectoryFeed,
    *,
    on: date,
    settings: ImportSettings | None = None,
    audit: Callable[[str], object] | None = None,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Import a feed.

    What was read before a feed broke off is taken in, and the report has the `problem`; nothing is withdrawn
    then. A feed with `all_or_nothing`, such as a file, is taken in whole or not at all.

    Args:
        store: the directory's.
        name: the feed's name: with the source's ids it makes the ids of the store.
        feed: where services come from.
        on: the day that withdrawals are dated.
        settings: how; as usual if None.
        audit: writes an audit row of an action's code, before the import is made to last; a dry run has none.
        progress: is told now and then how many entries were read.

    Raises:
        SourceUnavailable: nothing could be read, the feed has no service (FP-0861) or far fewer than last
            time (FP-0853); nothing was changed.
        ConfigurationError: the feed's mapping or settings are wrong; nothing was changed.
        StoreError: the store cannot be written; nothing was changed.
    """
    settings = settings or ImportSettings()
    try:
        with store.work() as unit:
            run = _Run(unit, name, feed, settings, on)
            run.read(progress)
            report = run.finished()
            if settings.dry_run:
                return report
            if audit is not None:
                audit("directory.imported")
            _note(unit, name, settings.title, report.problem, good=report.complete)
            unit.commit()
            return report
    except SourceUnavailable as error:
        if not settings.dry_run:
            with store.work() as unit:
                _note(unit, name, settings.title, error, good=False)
                unit.commit()
        raise


class _Run:
    """One reading of a feed inside a transaction."""

    def __init__(
        self, unit: Work, name: str, feed: DirectoryFeed, settings: ImportSettings, on: date
    ) -> None:
        self._unit, self._name, self._feed, self._settings = unit, name, feed, settings
        self._report = ImportReport(name, dry_run=settings.dry_run)
        self._report.services_before = seen.services_known(unit.connection, name)
        self._differences = Differences(unit.connection)
        self._writer = FeedWriter(unit, name, on=on, told=self._told)
        self._removals = Removals.read(unit.connection)
        self._tidier = Tidier(name, self._asked_to_go if self._removals else None)
        self._unused: set[str] = set()

    def read(self, progress: Callable[[int], object] | None) -> None:
        """Read the feed, and hand on what can be used."""
        report = self._report
        try:
            for each in self._feed.incoming():
                if isinstance(each, Reject):
                    report.reject(each)
                    self._unused.add(each.ref)
                    continue
                self._take(each)
                report.read += 1
                if progress is not None and report.read % 500 == 0:
                    progress(report.read)
        except SourceUnavailable as error:
            if not report.read or getattr(self._feed, "all_or_nothing", False):
                raise
            report.problem = error
        self._writer.flush()

    def _take(self, incoming: Incoming) -> None:
        tidy, rejects = self._tidier.tidy(incoming)
        for each in rejects:
            self._report.reject(each)
        if incoming.service is not None and tidy.service is not None and not tidy.service.name:
            self._report.reject(Reject(incoming.ref, NO_NAME, "service.name"))
            self._unused.add(incoming.service.id)
            tidy = replace(tidy, service=None, at_locations=(), contacts=(), events=())
        if tidy.organisation is not None and not tidy.organisation.name:
            self._report.reject(Reject(incoming.ref, NO_NAME, "organisation.name"))
            tidy = replace(tidy, organisation=None)
        self._writer.put(tidy)

    def finished(self) -> ImportReport:
        """Withdraw what is gone, as far as that is certain, and sum up.

        Raises:
            SourceUnavailable: FP-0853, FP-0861.
        """
        report, writer, unit = self._report, self._writer, self._unit
        few = len(self._unused) <= MOST_UNUSED
        for ref in sorted(self._unused) if few else ():
            seen.keep_service(unit.connection, self._name, writer.reading, ref)
        report.complete = self._feed.complete and report.problem is None and few
        missing = seen.services_missing(unit.connection, self._name, writer.reading)
        report.services_now = seen.services_known(unit.connection, self._name) - missing
        report.notes = tuple(getattr(self._feed, "notes", ()))
        # A server that says "nothing is new" tells nothing: everything is as it was.
        report.same_as_before = not report.read and bool(getattr(self._feed, "unchanged", False))
        if report.same_as_before:
            report.services_now = report.services_before
        elif report.complete:
            self._refuse_too_few(missing)
            writer.withdraw_unseen(GONE)
        report.outcome = writer.outcome
        for kind, ref in writer.outcome.repeated:
            if kind is EntityKind.SERVICE:
                report.reject(Reject(ref, TWICE, "service.id"))
        for one in writer.outcome.dangling:
            report.reject(Reject(one.ref, DANGLING, f"{one.kind.value}.{one.to.value}"))
        found = self._tidier.found
        report.internal, report.made_internal, report.moved = found.internal, found.made_internal, found.moved
        report.held_back = found.held_back
        self._differences.told(report.lines)
        return report

    def _refuse_too_few(self, missing: int) -> None:
        report, where = self._report, f"feed {self._name}"
        if not report.services_now:
            raise SourceUnavailable("FP-0861", "The feed has no service that can be used.", where=where)
        before = report.services_before
        if before and missing / before > self._settings.most_lost and not self._settings.accept_fewer:
            if self._settings.dry_run:
                report.too_few = True
                return
            message = f"{missing:,} of {before:,} services are gone from the feed."
            raise SourceUnavailable("FP-0853", message, where=where)

    # --- what the writer and the tidier ask and tell -------------------------------------------------

    def _told(self, one: Told) -> None:
        if self._report.line(one) and one.what in {What.CHANGED, What.BACK}:
            self._differences.look(len(self._report.lines) - 1, one.kind, one.id)

    def _asked_to_go(self, contact: Contact) -> bool:
        if self._removals is None:
            return False
        owners = (
            (EntityKind.ORGANISATION, contact.organisation_id),
            (EntityKind.SERVICE, contact.service_id),
        )
        places = [stable_id(self._name, kind, id_) for kind, id_ in owners if id_]
        return self._removals.asked_for_by(contact, places)


def _note(unit: Work, name: str, title: str, problem: FingerpostError | None, *, good: bool) -> None:
    """Keep how the last reading went; the last good one stays known."""
    was = feed_of(unit.connection, name) or Feed(name)
    save_feed(
        unit,
        replace(
            was,
            title=title or was.title,
            tried=unit.now,
            last_good=unit.now if good else was.last_good,
            problem=f"{problem.code} {problem.message}" if problem else "",
        ),
    )
