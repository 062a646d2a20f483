"""0062 What a draft of the studio came from: files with their comments; what is known of its recorded sequences."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "studio_file",
        sa.Column("pack_id", sa.String(60), nullable=False),
        sa.Column("path", sa.String(240), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pack_id"], ["studio_pack.id"]),
        sa.PrimaryKeyConstraint("pack_id", "path"),
    )
    op.create_table(
        "studio_sound",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("loudness", sa.Float(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )


def downgrade() -> None:
    for table in ("studio_sound", "studio_file"):
        op.drop_table(table)
