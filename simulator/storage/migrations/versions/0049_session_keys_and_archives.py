"""0049 Each exam session has a key that seals what is signed there; sealed archives are rows."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_key",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_session_key_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session_key")),
    )
    op.create_table(
        "sealed_archive",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("stamp", sa.String(length=20), nullable=False),
        sa.Column("has_sound", sa.Boolean(), nullable=False),
        sa.Column("sealed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_sealed_archive_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_sealed_archive_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_archive")),
    )
    op.create_index(op.f("ix_sealed_archive_session_id"), "sealed_archive", ["session_id"])


def downgrade() -> None:
    op.drop_table("sealed_archive")
    op.drop_table("session_key")
