"""0030 Facts are numbered at their seat; what is owed stands in one table."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

NUMBERED = """
UPDATE fact SET number = (
    SELECT count(*) FROM fact AS earlier WHERE earlier.seat_id = fact.seat_id AND earlier.id <= fact.id
)
"""


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("leased_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("gave_up_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "subject", name="uq_job_kind_subject"),
    )
    op.create_index(op.f("ix_job_due_at"), "job", ["due_at"])
    # No fact was ever written without a seat.
    op.execute("DELETE FROM fact WHERE seat_id IS NULL")
    with op.batch_alter_table("fact") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.execute(NUMBERED)
    with op.batch_alter_table("fact") as table:
        table.alter_column("number", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        table.alter_column("seat_id", nullable=False, existing_type=sa.String(32))
        table.drop_index("ix_fact_seat_id_id")
        table.drop_index("ix_fact_run_id_id")
        table.create_unique_constraint("uq_fact_seat_id_number", ["seat_id", "number"])
        table.create_index("ix_fact_run_id_number", ["run_id", "number"])
    with op.batch_alter_table("recording") as table:
        table.drop_column("attempts")
        table.drop_column("not_before")
    with op.batch_alter_table("transcript") as table:
        table.drop_column("attempts")


def downgrade() -> None:
    with op.batch_alter_table("transcript") as table:
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("not_before", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("fact") as table:
        table.drop_index("ix_fact_run_id_number")
        table.drop_constraint("uq_fact_seat_id_number", type_="unique")
        table.create_index("ix_fact_seat_id_id", ["seat_id", "id"])
        table.create_index("ix_fact_run_id_id", ["run_id", "id"])
        table.alter_column("seat_id", nullable=True, existing_type=sa.String(32))
        table.drop_column("number")
    op.drop_index(op.f("ix_job_due_at"), table_name="job")
    op.drop_table("job")
