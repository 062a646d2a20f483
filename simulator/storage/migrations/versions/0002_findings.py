"""0002 findings may be shown to jurors; sessions made before this version stay without."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.add_column(sa.Column("findings", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.drop_column("findings")
