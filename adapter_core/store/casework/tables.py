"""The tables of casework, as SQLAlchemy Core knows them; migrations 0005 to 0007 make them.

What was written about a person stands in few columns (`body`, `text`, what an action or a signpost is for),
so that it can be purged once the case system has it. Every other column is a code, a number, a day or a
reference: measures are computed from those alone.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from adapter_core.store.tables import UtcDateTime, metadata, ordered_text


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


conversation = Table(
    "conversation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("ref", ordered_text(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("state", Text, nullable=False),  # draft, closed, entered_in_error
    Column("worker", Text, nullable=False),
    _text("team"),
    _text("site"),
    _text("method"),
    Column("face_to_face", Boolean),
    Column("started", Date, nullable=False),
    Column("contact_on", Date),
    Column("work_began", Date),
    Column("ended_on", Date),
    _text("ended_how"),
    Column("eligible", Boolean),  # the worker's own decision
    Column("assessment_requested", Boolean, nullable=False, server_default=false()),
    Column("hand_offs", Integer, nullable=False, server_default="0"),
    Column("follows", ForeignKey("conversation.id")),  # the record that this one takes up from
    Column(
        "version", Integer, nullable=False, server_default="0"
    ),  # the newest; 0 while there is a draft alone
    Column("opened", UtcDateTime, nullable=False),
    Column("closed", UtcDateTime),
    Column("withdrawn", UtcDateTime),
    Index(None, "source", "ref"),
    Index(None, "started"),
)

conversation_result = Table(  # what it led to: C-45
    "conversation_result",
    metadata,
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("code", Text, primary_key=True),
)

conversation_rule = Table(  # rules of practice that were passed over; why stands in the version
    "conversation_rule",
    metadata,
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("rule", Text, primary_key=True),
)

conversation_version = (
    Table(  # never changed, but for a body that is purged: a trigger of the database sees to it
        "conversation_version",
        metadata,
        Column("conversation", ForeignKey("conversation.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("made", UtcDateTime, nullable=False),
        Column("by", Text, nullable=False),
        Column("body", Text),
        Column("digest", Text, nullable=False),
        Column("purged", UtcDateTime),
    )
)

conversation_draft = Table(
    "conversation_draft",
    metadata,
    Column("conversation", ForeignKey("conversation.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("saved", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    # Whether somebody else than `by` wrote in it since it was begun, or since that was kept beside it.
    Column("others", Boolean, nullable=False, server_default=false()),
)

conversation_rival = (
    Table(  # what a second person typed meanwhile; kept until somebody takes it in or lets it go
        "conversation_rival",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("conversation", ForeignKey("conversation.id"), nullable=False, index=True),
        Column("revision", Integer, nullable=False),  # the one that they began from
        Column("body", Text, nullable=False),
        Column("saved", UtcDateTime, nullable=False),
        Column("by", Text, nullable=False),
    )
)

action = Table(
    "action",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), index=True),
    Column("source", Text, nullable=False),
    Column("ref", ordered_text(), nullable=False),
    Column("owner", Text, nullable=False),
    _text("team"),
    Column("due", Date),
    Column("state", Text, nullable=False),
    Column("done_on", Date),
    Column("cost_pence", Integer),
    Column("text", Text),  # the whole action as JSON; null once purged
    Column("made", UtcDateTime, nullable=False),
    Index(None, "source", "ref"),
    Index(None, "state", "due"),
)

signpost = Table(
    "signpost",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", ForeignKey("conversation.id"), index=True),
    Column("source", Text, nullable=False),
    Column("ref", ordered_text(), nullable=False),
    Column("worker", Text, nullable=False),
    _text("team"),
    _text("site"),
    _text("locality"),  # the outward code of where the person lives: G-10
    Column("resource_kind", Text, nullable=False),
    _text("service"),  # ids of the directory
    _text("event"),
    _text("contact"),
    _text("resource_name"),  # empty for somebody of the person's own network: that name stands in `text`
    Column("handed_over", Text, nullable=False),
    Column("permission", Boolean, nullable=False, server_default=false()),  # whether one was given and holds
    Column("given_on", Date, nullable=False),
    Column("due", Date),  # when to look again; moved on by claims that do not end it
    Column("first_due", Date),  # when it first came due, for measures; never moved
    Column("state", Text, nullable=False),
    _text("reason"),
    Column("ended_on", Date),
    Column(
        "confirmed", Boolean, nullable=False, server_default=false()
    ),  # its end, by the person or the contact
    Column("disputed", Boolean, nullable=False, server_default=false()),  # two claims contradict each other
    Column("attempts", Integer, nullable=False, server_default="0"),  # follow-ups without an answer
    Column("follows", ForeignKey("signpost.id")),
    Column("text", Text),  # what for, permission and names, as JSON; null once purged
    Column("made", UtcDateTime, nullable=False),
    Column("never_shared", Boolean, nullable=False, server_default=false()),
    Index(None, "source", "ref"),
    Index(None, "state", "due"),
    Index(None, "first_due"),
)

signpost_claim = Table(
    "signpost_claim",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("signpost", ForeignKey("signpost.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    _text("reason"),
    Column("by", Text, nullable=False),
    _text("how"),
    Column("on", Date, nullable=False),
    Column("spoke_to", Boolean, nullable=False, server_default=false()),
    Column("note", Text),  # null once purged
    _text("recorded_by"),
    Column("recorded", UtcDateTime, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    _text("source"),
    Column("ref", ordered_text(), nullable=False, server_default=""),
    _text("about"),
    Column("conversation", ForeignKey("conversation.id"), index=True),
    Column("signpost", ForeignKey("signpost.id"), index=True),
    Column("title", Text, nullable=False),
    Column("text", Text),  # null once purged
    _text("field"),
    _text("marker"),
    Column("state", Text, nullable=False),
    Column("ticked_on", Date),
    _text("ticked_by"),
    Column("seen_on", Date),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try", UtcDateTime),
    Column("sending_until", UtcDateTime),  # a lease: who sends it may die
    Column("token", Integer, nullable=False, server_default="0"),  # of that lease
    _text("problem"),
    _text("owner"),
    _text("team"),
    Column("made", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("finished", UtcDateTime),
    UniqueConstraint("key"),
    Index(None, "marker"),
    Index(None, "target", "source", "ref", "id"),
    Index(None, "state", "next_try"),
)
