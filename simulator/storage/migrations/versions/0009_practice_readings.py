"""0009 Groups of trainees, and what was read in their practice exchanges."""

import sqlalchemy as sa
from alembic import op

import simulator.storage.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = simulator.storage.base.UtcDateTime(timezone=True)
    # Sessions made before keep their rule: nothing was seen that a trainer had not shared.
    of_session = (
        sa.Column("feedback", sa.String(length=12), nullable=False, server_default="reviewed"),
        sa.Column("group_name", sa.String(length=80), nullable=False, server_default=""),
    )
    with op.batch_alter_table("training_session") as table:
        for column in of_session:
            table.add_column(column)
        table.create_index(op.f("ix_training_session_group_name"), ["group_name"])
    op.create_table(
        "practice_reading",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("has_words", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["exchange_run.id"], name=op.f("fk_practice_reading_run_id_exchange_run")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_practice_reading")),
    )


def downgrade() -> None:
    op.drop_table("practice_reading")
    with op.batch_alter_table("training_session") as table:
        table.drop_index(op.f("ix_training_session_group_name"))
        table.drop_column("group_name")
        table.drop_column("feedback")
