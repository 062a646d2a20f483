"""0033 A session may be an exam day: its format, and facts of the day beside those of the seats."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam_day",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("format_id", sa.String(length=12), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("case_study_id", sa.String(length=60), nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("outside_paste", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_exam_day_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_exam_day")),
    )
    op.create_table(
        "day_fact",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("actor_name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_day_fact_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_fact")),
        sa.UniqueConstraint("session_id", "number", name="uq_day_fact_session_id_number"),
    )


def downgrade() -> None:
    op.drop_table("day_fact")
    op.drop_table("exam_day")
