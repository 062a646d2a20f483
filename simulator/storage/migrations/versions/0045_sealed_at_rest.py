"""0045 What candidates write and jurors mark on an exam day is sealed in its rows.

What stood there in clear text is sealed by the server's next start: only it has the installation's secret.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("custody_box", sa.Column("holds_all", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("production_version", sa.Column("sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """The words of sealed versions are lost to an earlier Combiné: it is the backup of before that has them."""
    op.drop_column("production_version", "sealed")
    op.drop_column("custody_box", "holds_all")
