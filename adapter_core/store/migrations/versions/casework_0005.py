"""Conversations, actions, signposts, and what is on its way to the case system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ORDERED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
KEPT = ("conversation", "number", "made", '"by"', "digest")


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref", ORDERED_TEXT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("face_to_face", sa.Boolean(), nullable=True),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("contact_on", sa.Date(), nullable=True),
        sa.Column("work_began", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_how", sa.Text(), server_default="", nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=True),
        sa.Column("assessment_requested", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hand_offs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened", MOMENT, nullable=False),
        sa.Column("closed", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["follows"], ["conversation.id"], name=op.f("fk_conversation_follows_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_source_ref"), "conversation", ["source", "ref"], unique=False)
    op.create_index(op.f("ix_conversation_started"), "conversation", ["started"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref", ORDERED_TEXT, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("made", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_action_conversation_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_conversation"), "action", ["conversation"], unique=False)
    op.create_index(op.f("ix_action_source_ref"), "action", ["source", "ref"], unique=False)
    op.create_index(op.f("ix_action_state_due"), "action", ["state", "due"], unique=False)
    op.create_table(
        "conversation_draft",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_conversation_draft_conversation_conversation"),
        ),
        sa.PrimaryKeyConstraint("conversation", name=op.f("pk_conversation_draft")),
    )
    op.create_table(
        "conversation_result",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_conversation_result_conversation_conversation"),
        ),
        sa.PrimaryKeyConstraint("conversation", "code", name=op.f("pk_conversation_result")),
    )
    op.create_table(
        "conversation_rival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_conversation_rival_conversation_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_rival")),
    )
    op.create_index(
        op.f("ix_conversation_rival_conversation"), "conversation_rival", ["conversation"], unique=False
    )
    op.create_table(
        "conversation_rule",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_conversation_rule_conversation_conversation")
        ),
        sa.PrimaryKeyConstraint("conversation", "rule", name=op.f("pk_conversation_rule")),
    )
    op.create_table(
        "conversation_version",
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("purged", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversation.id"],
            name=op.f("fk_conversation_version_conversation_conversation"),
        ),
        sa.PrimaryKeyConstraint("conversation", "number", name=op.f("pk_conversation_version")),
    )
    op.create_table(
        "signpost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref", ORDERED_TEXT, nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("site", sa.Text(), server_default="", nullable=False),
        sa.Column("locality", sa.Text(), server_default="", nullable=False),
        sa.Column("resource_kind", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("event", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("resource_name", sa.Text(), server_default="", nullable=False),
        sa.Column("handed_over", sa.Text(), nullable=False),
        sa.Column("permission", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("disputed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("made", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_signpost_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["follows"], ["signpost.id"], name=op.f("fk_signpost_follows_signpost")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signpost")),
    )
    op.create_index(op.f("ix_signpost_conversation"), "signpost", ["conversation"], unique=False)
    op.create_index(op.f("ix_signpost_first_due"), "signpost", ["first_due"], unique=False)
    op.create_index(op.f("ix_signpost_source_ref"), "signpost", ["source", "ref"], unique=False)
    op.create_index(op.f("ix_signpost_state_due"), "signpost", ["state", "due"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", ORDERED_TEXT, server_default="", nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=True),
        sa.Column("signpost", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("marker", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ticked_on", sa.Date(), nullable=True),
        sa.Column("ticked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try", MOMENT, nullable=True),
        sa.Column("sending_until", MOMENT, nullable=True),
        sa.Column("token", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("finished", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversation.id"], name=op.f("fk_delivery_conversation_conversation")
        ),
        sa.ForeignKeyConstraint(["signpost"], ["signpost.id"], name=op.f("fk_delivery_signpost_signpost")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    op.create_index(op.f("ix_delivery_conversation"), "delivery", ["conversation"], unique=False)
    op.create_index(op.f("ix_delivery_signpost"), "delivery", ["signpost"], unique=False)
    op.create_index(op.f("ix_delivery_marker"), "delivery", ["marker"], unique=False)
    op.create_index(op.f("ix_delivery_state_next_try"), "delivery", ["state", "next_try"], unique=False)
    op.create_index(
        op.f("ix_delivery_target_source_ref_id"), "delivery", ["target", "source", "ref", "id"], unique=False
    )
    op.create_table(
        "signpost_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signpost", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), server_default="", nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("spoke_to", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["signpost"], ["signpost.id"], name=op.f("fk_signpost_claim_signpost_signpost")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signpost_claim")),
    )
    op.create_index(op.f("ix_signpost_claim_signpost"), "signpost_claim", ["signpost"], unique=False)
    _keep_versions()


def _keep_versions() -> None:
    """A version is never changed, but for its body, which may be purged once (R-91)."""
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION a_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP = 'UPDATE' AND NEW.body IS NULL AND NEW.purged IS NOT NULL AND OLD.purged IS NULL "
            f"AND {same} THEN RETURN NEW; END IF; RAISE EXCEPTION 'a version is never changed'; END $$"
        )
        op.execute(
            "CREATE TRIGGER conversation_version_stays BEFORE UPDATE OR DELETE ON conversation_version "
            "FOR EACH ROW EXECUTE FUNCTION a_version_stays()"
        )
        return
    same = same.replace("IS NOT DISTINCT FROM", "IS")
    op.execute(
        "CREATE TRIGGER conversation_version_no_update BEFORE UPDATE ON conversation_version "
        f"WHEN NOT (NEW.body IS NULL AND NEW.purged IS NOT NULL AND OLD.purged IS NULL AND {same}) "
        "BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER conversation_version_no_delete BEFORE DELETE ON conversation_version "
        "BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER conversation_version_stays ON conversation_version")
        op.execute("DROP FUNCTION a_version_stays()")
    op.drop_index(op.f("ix_signpost_claim_signpost"), table_name="signpost_claim")
    op.drop_table("signpost_claim")
    op.drop_index(op.f("ix_delivery_target_source_ref_id"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_state_next_try"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_marker"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_signpost"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_conversation"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_signpost_state_due"), table_name="signpost")
    op.drop_index(op.f("ix_signpost_source_ref"), table_name="signpost")
    op.drop_index(op.f("ix_signpost_first_due"), table_name="signpost")
    op.drop_index(op.f("ix_signpost_conversation"), table_name="signpost")
    op.drop_table("signpost")
    op.drop_table("conversation_version")
    op.drop_table("conversation_rule")
    op.drop_index(op.f("ix_conversation_rival_conversation"), table_name="conversation_rival")
    op.drop_table("conversation_rival")
    op.drop_table("conversation_result")
    op.drop_table("conversation_draft")
    op.drop_index(op.f("ix_action_state_due"), table_name="action")
    op.drop_index(op.f("ix_action_source_ref"), table_name="action")
    op.drop_index(op.f("ix_action_conversation"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_conversation_started"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_source_ref"), table_name="conversation")
    op.drop_table("conversation")
