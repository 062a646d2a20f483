"""0059 Packs written in the studio: drafts in items with their earlier states, published versions."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "studio_pack",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("based_on", sa.String(200), nullable=False),
        sa.Column("sounds", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "studio_item",
        sa.Column("pack_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("id", sa.String(130), nullable=False),
        sa.Column("parent", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(160), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["studio_pack.id"]),
        sa.PrimaryKeyConstraint("pack_id", "kind", "id"),
    )
    op.create_table(
        "studio_state",
        sa.Column("pack_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("item_id", sa.String(130), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(160), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["studio_pack.id"]),
        sa.PrimaryKeyConstraint("pack_id", "kind", "item_id", "number"),
    )
    op.create_table(
        "studio_version",
        sa.Column("pack_id", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(160), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["studio_pack.id"]),
        sa.PrimaryKeyConstraint("pack_id", "number"),
    )
    op.create_index("ix_studio_version_digest", "studio_version", ["digest"])


def downgrade() -> None:
    op.drop_index("ix_studio_version_digest", "studio_version")
    for table in ("studio_version", "studio_state", "studio_item", "studio_pack"):
        op.drop_table(table)
