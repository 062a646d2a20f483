"""0028 Places have a number that telephones dial to listen there."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sip_account") as table:
        table.add_column(sa.Column("desk_number", sa.Integer(), nullable=True))
        table.create_unique_constraint(op.f("uq_sip_account_desk_number"), ["desk_number"])


def downgrade() -> None:
    with op.batch_alter_table("sip_account") as table:
        table.drop_constraint(op.f("uq_sip_account_desk_number"), type_="unique")
        table.drop_column("desk_number")
