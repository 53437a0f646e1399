"""What is kept: tables, repositories, the unit of work and the migrations. SQLite or PostgreSQL, chosen by URL."""

from storage.database import Database, Unit
from storage.migration import migrate

__all__ = ["Database", "Unit", "migrate"]
