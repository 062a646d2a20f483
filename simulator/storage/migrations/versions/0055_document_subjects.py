"""0055 Subjects in documents that are being prepared."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0055"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_subject",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(32), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("document_subject")
