"""0027 Conversations with the supervisor are recorded apart from the call whose customer waits."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("consulted_from", sa.String(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.drop_column("consulted_from")
