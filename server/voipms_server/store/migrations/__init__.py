"""How the store's schema came to be: one module per version, run by Alembic."""
