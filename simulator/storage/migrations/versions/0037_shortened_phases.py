"""0037 A demonstration's day is shorter than an official one: minutes of its phases beside the format's."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exam_day", sa.Column("minutes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("exam_day", "minutes")
