"""0022 What rings is chosen for each session."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sip_choice",
        sa.Column("user", sa.String(length=60), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["sip_account.user"], name=op.f("fk_sip_choice_user_sip_account")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_sip_choice_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("user", "session_id", name=op.f("pk_sip_choice")),
    )


def downgrade() -> None:
    op.drop_table("sip_choice")
