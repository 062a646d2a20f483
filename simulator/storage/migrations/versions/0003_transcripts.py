"""0003 what the recogniser heard of recorded calls."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transcript",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("turns", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["recording.call_id"], name=op.f("fk_transcript_call_id_recording")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_transcript")),
    )


def downgrade() -> None:
    op.drop_table("transcript")
