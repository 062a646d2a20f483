"""0008 Switches of detectors, and findings beside jurors' verdicts."""

import sqlalchemy as sa
from alembic import op

import simulator.storage.base

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = simulator.storage.base.UtcDateTime(timezone=True)
    op.create_table(
        "detector_switch",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("criterion", sa.String(length=8), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_detector_switch_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detector_switch")),
    )
    op.create_index(op.f("ix_detector_switch_criterion"), "detector_switch", ["criterion"])
    op.create_table(
        "finding_comparison",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("criterion", sa.String(length=8), nullable=False),
        sa.Column("juror", sa.String(length=80), nullable=False),
        sa.Column("judged", sa.String(length=8), nullable=False),
        sa.Column("found", sa.String(length=8), nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["exchange_run.id"], name=op.f("fk_finding_comparison_run_id_exchange_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_comparison")),
        sa.UniqueConstraint("run_id", "criterion", "juror", name="uq_finding_comparison"),
    )
    op.create_index(op.f("ix_finding_comparison_at"), "finding_comparison", ["at"])
    op.create_index(op.f("ix_finding_comparison_criterion"), "finding_comparison", ["criterion"])
    op.create_table(
        "compared_marking",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_compared_marking_fact_id_fact")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_compared_marking")),
    )


def downgrade() -> None:
    op.drop_table("compared_marking")
    op.drop_table("finding_comparison")
    op.drop_table("detector_switch")
