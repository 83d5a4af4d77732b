"""The tables, as SQLAlchemy Core knows them; `migrations/` makes and changes them.

A finding is a row per *version*: what was said of one (caseload, ref, rule) from `opened_run`
until before `closed_run`. So the findings of any past run X are those with
`opened_run <= X < closed_run`, and a night on which nothing changed writes no row.

What many findings share (rule, state, severity, who mends it where, where it was seen) is a
row of `shape`, whose findings name it by number: a few hundred of them serve a million findings.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
    text,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; SQLite has no time zones, so it goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn any aware moment into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Say of what comes back that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def ordered_text() -> Text:
    """Text that sorts by code point on every database, whatever PostgreSQL's locale is."""
    return Text().with_variant(Text(collation="C"), "postgresql")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text),
    Column("token", Integer, nullable=False),
    Column("expires", UtcDateTime),
)

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("profile", Text, nullable=False),
    Column("cohort", Text, nullable=False),
    UniqueConstraint("profile", "cohort"),
)

caseload = Table(
    "caseload",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", ForeignKey("series.id"), nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("series", "source"),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("series", ForeignKey("series.id"), nullable=False, index=True),
    Column("as_of", Date, nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime),
    Column("status", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("config_digest", Text, nullable=False),
    Column("master", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("cursor", Text),
    Column("pages", Integer, nullable=False),
)

run_source = Table(
    "run_source",
    metadata,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("as_of", UtcDateTime),
    Column("people", Integer, nullable=False),
    Column("unmatched", Integer, nullable=False),
    Column("problem", Text, nullable=False),
)

run_page = Table(  # checkpoints; gone once the run is finished
    "run_page",
    metadata,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen", LargeBinary, nullable=False),
    Column("counts", LargeBinary, nullable=False),
)

run_kept = Table(  # ids of open findings that a run could not assess again; number: the page, or the end
    "run_kept",
    metadata,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("findings", LargeBinary, nullable=False),
)

run_reject = Table(
    "run_reject",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("run.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("refs", Text, nullable=False, server_default=""),
    Column("anonymous", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("run", "source", "ref", "code", "field"),
)

run_unmapped = Table(
    "run_unmapped",
    metadata,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("raw", Text, primary_key=True),
    Column("people", Integer, nullable=False),
)

run_notice = Table(
    "run_notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey("run.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("key", Text, nullable=False, server_default=""),
)

count_key = Table(  # kind: people, again, state, kept or excluded; name: the rule, or why somebody is outside
    "count_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("kind", "team", "name", "state"),
)

run_count = Table(
    "run_count",
    metadata,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("key", ForeignKey("count_key.id"), primary_key=True),
    Column("people", Integer, nullable=False),
)

owner = Table(  # an empty text is nobody
    "owner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team", ordered_text(), nullable=False),
    Column("worker", ordered_text(), nullable=False),
    UniqueConstraint("team", "worker"),
)

shape = Table(
    "shape",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule", ordered_text(), nullable=False),
    Column("state", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("batch", Text, nullable=False),
    Column("fix_who", Text, nullable=False),
    Column("fix_where", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    UniqueConstraint("rule", "state", "severity", "batch", "fix_who", "fix_where", "evidence"),
)

finding = (
    Table(  # no foreign keys to runs and caseloads: four look-ups more for each of a million rows a night
        "finding",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("caseload", Integer, nullable=False),
        Column("ref", ordered_text(), nullable=False),
        Column("shape", ForeignKey("shape.id"), nullable=False),
        Column("owner", ForeignKey("owner.id"), nullable=False),
        Column("batch_key", Text),
        Column("first_run", Integer, nullable=False),
        Column("opened_run", Integer, nullable=False),
        Column("again", Boolean, nullable=False, server_default=text("false")),
        Column("closed_run", Integer),
        Column("reason", Text),
    )
)
Index(  # by length first: within a length, numbers sort as numbers, and a page is one stretch
    "ix_finding_open",
    finding.c.caseload,
    func.length(finding.c.ref),
    finding.c.ref,
    sqlite_where=finding.c.closed_run.is_(None),
    postgresql_where=finding.c.closed_run.is_(None),
)
Index(
    "ix_finding_closed",
    finding.c.caseload,
    finding.c.ref,
    sqlite_where=finding.c.closed_run.is_not(None),
    postgresql_where=finding.c.closed_run.is_not(None),
)
Index(
    "ix_finding_closed_run",
    finding.c.closed_run,
    sqlite_where=finding.c.closed_run.is_not(None),
    postgresql_where=finding.c.closed_run.is_not(None),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("applied", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
)

review = Table(  # append-only but for how a row ends; the current one has no `ended`
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("ref", ordered_text(), nullable=False),
    Column("rule", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("until", Date),
    Column("seen_as_of", UtcDateTime),
    Column("batch", ForeignKey("import_batch.id"), index=True),
    Column("replaces", ForeignKey("review.id")),
    Column("ended", UtcDateTime),
    Column("end_reason", Text),
)
Index(
    "uq_review_current",
    review.c.source,
    review.c.ref,
    review.c.rule,
    unique=True,
    sqlite_where=review.c.ended.is_(None),
    postgresql_where=review.c.ended.is_(None),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("run", Text),
)

audit_subject = Table(
    "audit_subject",
    metadata,
    Column("entry", ForeignKey("audit.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
)

trace = Table(  # `number` is personal data: there only while it is proposed or accepted
    "trace",
    metadata,
    Column("token", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("ref", ordered_text(), nullable=False),
    Column("seal", Text, nullable=False),
    Column("proof", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("exported", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("number", Text),
    Column("status", Text, nullable=False, server_default=""),
    Column("confidence", Text, nullable=False, server_default=""),
    Column("dead", Boolean, nullable=False, server_default=text("false")),
    Column("answered", UtcDateTime),
    Column("decided", UtcDateTime),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("closed", UtcDateTime),
    Index(None, "source", "ref"),
)
