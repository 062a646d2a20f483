"""0050 A session says how much extra time an accommodation may grant; nothing: a third of each phase."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exam_day") as table:
        table.add_column(sa.Column("most_extra_percent", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("exam_day") as table:
        table.drop_column("most_extra_percent")
