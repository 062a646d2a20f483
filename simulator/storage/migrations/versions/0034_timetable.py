"""0034 An exam day's plan in versions; candidates' access route, accommodation, trainers and documents."""

import sqlalchemy as sa
from alembic import op

from simulator.storage.base import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timetable_version",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.Column("change", sa.String(length=400), nullable=False),
        sa.Column("undo_to", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_timetable_version_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("session_id", "version", name=op.f("pk_timetable_version")),
    )
    op.create_table(
        "candidate_record",
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("route", sa.String(length=12), nullable=False),
        sa.Column("extra_percent", sa.Integer(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("accommodation", sa.String(length=80), nullable=False),
        sa.Column("trainers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_candidate_record_seat_id_seat")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_candidate_record")),
    )
    op.create_table(
        "candidate_document",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_candidate_document_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_document")),
        sa.UniqueConstraint("seat_id", "kind", name="uq_candidate_document_seat_id_kind"),
    )


def downgrade() -> None:
    op.drop_table("candidate_document")
    op.drop_table("candidate_record")
    op.drop_table("timetable_version")
