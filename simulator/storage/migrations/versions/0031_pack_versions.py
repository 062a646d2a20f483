"""0031 A session keeps the version of the pack that it plays.

The copies are made at the server's start, which knows the installed packs (`simulator/conduct/kept_packs.py`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_version",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pack_id", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pack_version")),
    )
    op.create_table(
        "pack_sound",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_pack_sound")),
    )
    # Not in batch: SQLite would make the table anew, and seats point at it.
    op.add_column("training_session", sa.Column("pack_version", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("training_session", "pack_version")
    op.drop_table("pack_sound")
    op.drop_table("pack_version")
