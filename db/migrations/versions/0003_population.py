"""Remember how many residents of 60 and over a place has"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('population',
    sa.Column('station_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('band', sa.String(length=8), nullable=False),
    sa.Column('gender', sa.String(length=8), nullable=False),
    sa.Column('residents', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.CheckConstraint('residents > 0', name=op.f('ck_population_has_residents')),
    sa.ForeignKeyConstraint(['entered_by'], ['staff.id'], name=op.f('fk_population_entered_by')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_population_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_population')),
    sa.UniqueConstraint('station_id', 'counted_on', 'band', 'gender', name=op.f('uq_population_station_id_counted_on_band_gender'))
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table('population')
