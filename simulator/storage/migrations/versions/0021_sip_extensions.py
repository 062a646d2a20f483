"""0021 A telephone account may have an extension at the centre's own PBX."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sip_account") as table:
        table.add_column(sa.Column("extension", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("sip_account") as table:
        table.drop_column("extension")
