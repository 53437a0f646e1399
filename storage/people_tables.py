"""The tables around agents' accounts and of what the shop decides at run time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base, Json


class RecoveryCode(Base):
    """A code that stands in once for an agent's second factor; kept as SHA-256, for the codes themselves are long and random."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)


class SignInTry(Base):
    """A try to sign in that has not succeeded (yet). `key` is a keyed hash of the e-mail or network address, never the address."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class ShopSetting(Base):
    """What an admin has set in the desk; it goes before what the start's settings say."""

    __tablename__ = "shop_settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class Queue(Base):
    """A queue of the shop's own, or the shop's title for one of ours (support/escalation.py)."""

    __tablename__ = "queues"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    title: Mapped[str]
    title_zh: Mapped[str]
    created_at: Mapped[datetime]
