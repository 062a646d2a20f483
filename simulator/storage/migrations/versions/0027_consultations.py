"""0027 Conversations with the supervisor are recorded apart; a place has a short number to listen to."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("consulted_from", sa.String(length=32), nullable=True))
    with op.batch_alter_table("sip_account") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sip_account") as table:
        table.drop_column("number")
    with op.batch_alter_table("recording") as table:
        table.drop_column("consulted_from")
