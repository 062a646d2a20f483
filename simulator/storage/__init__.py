"""Where rows and files are kept: engine and migrations (SQLAlchemy, Alembic), recordings and documents."""
