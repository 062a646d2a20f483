"""0004 SIP accounts of telephones."""

import sqlalchemy as sa
from alembic import op

import simulator.storage.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sip_account",
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("seat_id", sa.String(length=32), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=8), nullable=False),
        sa.Column("created_at", simulator.storage.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sip_account_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_sip_account_seat_id_seat")),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_sip_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_sip_account_person_id")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_sip_account_seat_id")),
    )


def downgrade() -> None:
    op.drop_table("sip_account")
