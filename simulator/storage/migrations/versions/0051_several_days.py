"""0051 A session may last several days: each candidate and each plan is of one; nothing: the first."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("candidate_record", "timetable_version"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("day", sa.String(10), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("candidate_record", "timetable_version"):
        with op.batch_alter_table(name) as table:
            table.drop_column("day")
