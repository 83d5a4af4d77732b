"""The first tables: what is offered, contacts, what people here know, and where everything came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ORDERED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "directory_edit",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("underneath", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "entity", "field", name=op.f("pk_directory_edit")),
    )
    op.create_table(
        "directory_feed",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("last_good", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("snapshot", sa.Text(), server_default="", nullable=False),
        sa.Column("tried", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("reading", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_directory_feed")),
    )
    op.create_table(
        "directory_location",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("has_address", sa.Integer(), server_default="0", nullable=False),
        sa.Column("line_1", sa.Text(), server_default="", nullable=False),
        sa.Column("line_2", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("original_postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("district", sa.Text(), server_default="", nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("accessibility", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_location")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_location_id")),
    )
    op.create_index(op.f("ix_directory_location_changed"), "directory_location", ["changed"], unique=False)
    op.create_index(op.f("ix_directory_location_district"), "directory_location", ["district"], unique=False)
    op.create_index(
        op.f("ix_directory_location_merged_into"), "directory_location", ["merged_into"], unique=False
    )
    op.create_table(
        "directory_merge",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Text(), server_default="", nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_merge")),
    )
    op.create_index(op.f("ix_directory_merge_gone"), "directory_merge", ["gone"], unique=False)
    op.create_table(
        "directory_organisation",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phones", sa.Text(), server_default="", nullable=False),
        sa.Column("identifiers", sa.Text(), server_default="", nullable=False),
        sa.Column("alternate_names", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_organisation")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_organisation_id")),
    )
    op.create_index(
        op.f("ix_directory_organisation_changed"), "directory_organisation", ["changed"], unique=False
    )
    op.create_index(
        op.f("ix_directory_organisation_merged_into"), "directory_organisation", ["merged_into"], unique=False
    )
    op.create_table(
        "directory_removal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_removal")),
    )
    op.create_table(
        "directory_secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_directory_secret")),
    )
    op.create_table(
        "directory_source",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("feed", "kind", "source_id", name=op.f("pk_directory_source")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_directory_source_kind_entity", "directory_source", ["kind", "entity"], unique=False)
    op.create_table(
        "directory_taxonomy",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("uri", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_taxonomy")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_taxonomy_id")),
    )
    op.create_index(op.f("ix_directory_taxonomy_changed"), "directory_taxonomy", ["changed"], unique=False)
    op.create_index(
        op.f("ix_directory_taxonomy_merged_into"), "directory_taxonomy", ["merged_into"], unique=False
    )
    op.create_table(
        "directory_moved",
        sa.Column("merge", sa.Integer(), nullable=False),
        sa.Column("table", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["merge"], ["directory_merge.number"], name=op.f("fk_directory_moved_merge_directory_merge")
        ),
        sa.PrimaryKeyConstraint(
            "merge", "table", "column", "row", "position", name=op.f("pk_directory_moved")
        ),
    )
    op.create_table(
        "directory_removal_mark",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("removal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["removal"],
            ["directory_removal.number"],
            name=op.f("fk_directory_removal_mark_removal_directory_removal"),
        ),
        sa.PrimaryKeyConstraint("kind", "mark", "removal", name=op.f("pk_directory_removal_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_service",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("alternate_name", sa.Text(), server_default="", nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("eligibility", sa.Text(), server_default="", nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=True),
        sa.Column("assured_here", sa.Date(), nullable=True),
        sa.Column("assured_by", sa.Text(), server_default="", nullable=False),
        sa.Column("modified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["directory_organisation.number"],
            name=op.f("fk_directory_service_organisation_directory_organisation"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_service")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_service_id")),
    )
    op.create_index(op.f("ix_directory_service_changed"), "directory_service", ["changed"], unique=False)
    op.create_index(
        op.f("ix_directory_service_merged_into"), "directory_service", ["merged_into"], unique=False
    )
    op.create_index(
        op.f("ix_directory_service_organisation"), "directory_service", ["organisation"], unique=False
    )
    op.create_table(
        "directory_taxonomy_term",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("taxonomy", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["taxonomy"],
            ["directory_taxonomy.number"],
            name=op.f("fk_directory_taxonomy_term_taxonomy_directory_taxonomy"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_taxonomy_term")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_taxonomy_term_id")),
    )
    op.create_index(
        op.f("ix_directory_taxonomy_term_changed"), "directory_taxonomy_term", ["changed"], unique=False
    )
    op.create_index(
        op.f("ix_directory_taxonomy_term_merged_into"),
        "directory_taxonomy_term",
        ["merged_into"],
        unique=False,
    )
    op.create_index(
        op.f("ix_directory_taxonomy_term_parent"), "directory_taxonomy_term", ["parent"], unique=False
    )
    op.create_index(
        op.f("ix_directory_taxonomy_term_taxonomy"), "directory_taxonomy_term", ["taxonomy"], unique=False
    )
    op.create_table(
        "directory_area",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_area_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_area")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_area_district",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_area_district_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", "district", name=op.f("pk_directory_area_district")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_directory_area_district_district"), "directory_area_district", ["district"], unique=False
    )
    op.create_table(
        "directory_capacity",
        sa.Column("service", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_capacity_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_directory_capacity")),
    )
    op.create_table(
        "directory_contact",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), server_default="", nullable=False),
        sa.Column("phones", sa.Text(), server_default="", nullable=False),
        sa.Column("emails", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("hours", sa.Text(), server_default="", nullable=False),
        sa.Column("backup", sa.Text(), server_default="", nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.Text(), server_default="", nullable=False),
        sa.Column("basis", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Boolean(), nullable=True),
        sa.Column("original", sa.Text(), server_default="", nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=True),
        sa.Column("service", sa.Integer(), nullable=True),
        sa.Column("location", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["location"],
            ["directory_location.number"],
            name=op.f("fk_directory_contact_location_directory_location"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["directory_organisation.number"],
            name=op.f("fk_directory_contact_organisation_directory_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_contact_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_contact")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_contact_id")),
    )
    op.create_index(op.f("ix_directory_contact_audience"), "directory_contact", ["audience"], unique=False)
    op.create_index(op.f("ix_directory_contact_location"), "directory_contact", ["location"], unique=False)
    op.create_index(
        op.f("ix_directory_contact_organisation"), "directory_contact", ["organisation"], unique=False
    )
    op.create_index(op.f("ix_directory_contact_service"), "directory_contact", ["service"], unique=False)
    op.create_index(
        op.f("ix_directory_contact_verified_on"), "directory_contact", ["verified_on"], unique=False
    )
    op.create_table(
        "directory_cost",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_cost_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_cost")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_offset", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ends_offset", sa.Integer(), server_default="0", nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=True),
        sa.Column("service", sa.Integer(), nullable=True),
        sa.Column("location", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["location"],
            ["directory_location.number"],
            name=op.f("fk_directory_event_location_directory_location"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["directory_organisation.number"],
            name=op.f("fk_directory_event_organisation_directory_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_event_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_event")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_event_id")),
    )
    op.create_index(op.f("ix_directory_event_changed"), "directory_event", ["changed"], unique=False)
    op.create_index(op.f("ix_directory_event_location"), "directory_event", ["location"], unique=False)
    op.create_index(op.f("ix_directory_event_merged_into"), "directory_event", ["merged_into"], unique=False)
    op.create_index(
        op.f("ix_directory_event_organisation"), "directory_event", ["organisation"], unique=False
    )
    op.create_index(op.f("ix_directory_event_service"), "directory_event", ["service"], unique=False)
    op.create_index(op.f("ix_directory_event_starts"), "directory_event", ["starts"], unique=False)
    op.create_table(
        "directory_language",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_language_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_language")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_directory_language_code"), "directory_language", ["code"], unique=False)
    op.create_table(
        "directory_note",
        sa.Column("service", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_note_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_directory_note")),
    )
    op.create_table(
        "directory_relationship",
        sa.Column("service", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_relationship_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_directory_relationship")),
    )
    op.create_table(
        "directory_schedule",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("freq", sa.Text(), server_default="", nullable=False),
        sa.Column("byday", sa.Text(), server_default="", nullable=False),
        sa.Column("bymonthday", sa.Text(), server_default="", nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("location", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_schedule_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_schedule")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_service_accessibility",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_service_accessibility_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_service_accessibility")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_service_at_location",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", ORDERED_TEXT, nullable=False),
        sa.Column("service", sa.Integer(), nullable=True),
        sa.Column("location", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["location"],
            ["directory_location.number"],
            name=op.f("fk_directory_service_at_location_location_directory_location"),
        ),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_service_at_location_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_directory_service_at_location")),
        sa.UniqueConstraint("id", name=op.f("uq_directory_service_at_location_id")),
    )
    op.create_index(
        op.f("ix_directory_service_at_location_changed"),
        "directory_service_at_location",
        ["changed"],
        unique=False,
    )
    op.create_index(
        op.f("ix_directory_service_at_location_location"),
        "directory_service_at_location",
        ["location"],
        unique=False,
    )
    op.create_index(
        op.f("ix_directory_service_at_location_merged_into"),
        "directory_service_at_location",
        ["merged_into"],
        unique=False,
    )
    op.create_index(
        op.f("ix_directory_service_at_location_service"),
        "directory_service_at_location",
        ["service"],
        unique=False,
    )
    op.create_table(
        "directory_service_term",
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service"],
            ["directory_service.number"],
            name=op.f("fk_directory_service_term_service_directory_service"),
        ),
        sa.PrimaryKeyConstraint("service", "position", name=op.f("pk_directory_service_term")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_directory_service_term_term"), "directory_service_term", ["term"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_directory_service_term_term"), table_name="directory_service_term")
    op.drop_table("directory_service_term")
    op.drop_index(
        op.f("ix_directory_service_at_location_service"), table_name="directory_service_at_location"
    )
    op.drop_index(
        op.f("ix_directory_service_at_location_merged_into"), table_name="directory_service_at_location"
    )
    op.drop_index(
        op.f("ix_directory_service_at_location_location"), table_name="directory_service_at_location"
    )
    op.drop_index(
        op.f("ix_directory_service_at_location_changed"), table_name="directory_service_at_location"
    )
    op.drop_table("directory_service_at_location")
    op.drop_table("directory_service_accessibility")
    op.drop_table("directory_schedule")
    op.drop_table("directory_relationship")
    op.drop_table("directory_note")
    op.drop_index(op.f("ix_directory_language_code"), table_name="directory_language")
    op.drop_table("directory_language")
    op.drop_index(op.f("ix_directory_event_starts"), table_name="directory_event")
    op.drop_index(op.f("ix_directory_event_service"), table_name="directory_event")
    op.drop_index(op.f("ix_directory_event_organisation"), table_name="directory_event")
    op.drop_index(op.f("ix_directory_event_merged_into"), table_name="directory_event")
    op.drop_index(op.f("ix_directory_event_location"), table_name="directory_event")
    op.drop_index(op.f("ix_directory_event_changed"), table_name="directory_event")
    op.drop_table("directory_event")
    op.drop_table("directory_cost")
    op.drop_index(op.f("ix_directory_contact_verified_on"), table_name="directory_contact")
    op.drop_index(op.f("ix_directory_contact_service"), table_name="directory_contact")
    op.drop_index(op.f("ix_directory_contact_organisation"), table_name="directory_contact")
    op.drop_index(op.f("ix_directory_contact_location"), table_name="directory_contact")
    op.drop_index(op.f("ix_directory_contact_audience"), table_name="directory_contact")
    op.drop_table("directory_contact")
    op.drop_table("directory_capacity")
    op.drop_index(op.f("ix_directory_area_district_district"), table_name="directory_area_district")
    op.drop_table("directory_area_district")
    op.drop_table("directory_area")
    op.drop_index(op.f("ix_directory_taxonomy_term_taxonomy"), table_name="directory_taxonomy_term")
    op.drop_index(op.f("ix_directory_taxonomy_term_parent"), table_name="directory_taxonomy_term")
    op.drop_index(op.f("ix_directory_taxonomy_term_merged_into"), table_name="directory_taxonomy_term")
    op.drop_index(op.f("ix_directory_taxonomy_term_changed"), table_name="directory_taxonomy_term")
    op.drop_table("directory_taxonomy_term")
    op.drop_index(op.f("ix_directory_service_organisation"), table_name="directory_service")
    op.drop_index(op.f("ix_directory_service_merged_into"), table_name="directory_service")
    op.drop_index(op.f("ix_directory_service_changed"), table_name="directory_service")
    op.drop_table("directory_service")
    op.drop_table("directory_removal_mark")
    op.drop_table("directory_moved")
    op.drop_index(op.f("ix_directory_taxonomy_merged_into"), table_name="directory_taxonomy")
    op.drop_index(op.f("ix_directory_taxonomy_changed"), table_name="directory_taxonomy")
    op.drop_table("directory_taxonomy")
    op.drop_index("ix_directory_source_kind_entity", table_name="directory_source")
    op.drop_table("directory_source")
    op.drop_table("directory_secret")
    op.drop_table("directory_removal")
    op.drop_index(op.f("ix_directory_organisation_merged_into"), table_name="directory_organisation")
    op.drop_index(op.f("ix_directory_organisation_changed"), table_name="directory_organisation")
    op.drop_table("directory_organisation")
    op.drop_index(op.f("ix_directory_merge_gone"), table_name="directory_merge")
    op.drop_table("directory_merge")
    op.drop_index(op.f("ix_directory_location_merged_into"), table_name="directory_location")
    op.drop_index(op.f("ix_directory_location_district"), table_name="directory_location")
    op.drop_index(op.f("ix_directory_location_changed"), table_name="directory_location")
    op.drop_table("directory_location")
    op.drop_table("directory_feed")
    op.drop_table("directory_edit")
