"""0043 What is sealed: boxes and their keys, sealed packs, the photo of the envelopes; seeds of draws."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0043"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custody_box",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("box", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=80), nullable=False),
        sa.Column("by_code", sa.LargeBinary(), nullable=False),
        sa.Column("by_emergency_key", sa.LargeBinary(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_custody_box_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", "box", name=op.f("pk_custody_box")),
    )
    op.create_table(
        "sealed_pack",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_sealed_pack_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sealed_pack")),
    )
    op.create_index(op.f("ix_sealed_pack_digest"), "sealed_pack", ["digest"])
    op.create_table(
        "opening_photo",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_opening_photo_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_opening_photo")),
    )
    op.create_table(
        "draw_seed",
        sa.Column("draw_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_draw_seed_seat_id_seat")),
        sa.PrimaryKeyConstraint("draw_id", name=op.f("pk_draw_seed")),
    )
    op.create_index(op.f("ix_draw_seed_seat_id"), "draw_seed", ["seat_id"])


def downgrade() -> None:
    for table in ("draw_seed", "opening_photo", "sealed_pack", "custody_box"):
        op.drop_table(table)
