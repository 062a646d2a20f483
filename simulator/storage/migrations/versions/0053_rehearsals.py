"""0053 A session may be a rehearsal, with accounts that were made for it alone; nothing: a real one."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training_session") as table:
        table.add_column(sa.Column("rehearsal_people", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("training_session") as table:
        table.drop_column("rehearsal_people")
