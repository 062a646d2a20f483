"""0044 Each version of what candidates write in the case study is a row."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "production_version",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("production", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_production_version_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_version")),
        sa.UniqueConstraint("seat_id", "client_id", name="uq_production_version_client_id"),
        sa.UniqueConstraint("seat_id", "production", "number", name="uq_production_version_number"),
    )


def downgrade() -> None:
    op.drop_table("production_version")
