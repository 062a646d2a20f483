"""0047 The candidate's recorded reaction to the drawn sequence; how often the sequence may be heard."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reaction",
        sa.Column("reaction_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.String(length=400), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_reaction_seat_id_seat")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_reaction_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("reaction_id", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_seat_id"), "reaction", ["seat_id"])
    op.create_index(op.f("ix_reaction_session_id"), "reaction", ["session_id"])
    # Days of before had no rule: heard as often as the jury wanted.
    op.add_column("exam_day", sa.Column("most_hearings", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("exam_day", "most_hearings")
    op.drop_table("reaction")
