"""0061 Exercises that are given to be played by a day: one row beside the practice session."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("session_id", sa.String(32), nullable=False),
        sa.Column("exchange_id", sa.String(60), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("word", sa.String(400), nullable=False),
        sa.Column("is_for_group", sa.Boolean(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"]),
        sa.PrimaryKeyConstraint("session_id"),
    )


def downgrade() -> None:
    op.drop_table("assignment")
