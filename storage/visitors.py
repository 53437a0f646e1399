"""Who writes to the shop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.ids import NewId
from storage.tables import Visitor
from support.errors import NotFound


class Visitors:
    """The repository of visitors."""

    def __init__(self, session: Session, new_id: NewId) -> None:
        self._session = session
        self._new_id = new_id

    def get(self, visitor_id: str) -> Visitor | None:
        """Return the visitor, None if never seen."""
        return self._session.get(Visitor, visitor_id)

    def locked(self, visitor_id: str) -> Visitor:
        """Return the visitor and hold others off them until the transaction ends. Raises NotFound."""
        query = select(Visitor).where(Visitor.id == visitor_id).with_for_update(key_share=True)
        visitor = self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()
        if visitor is None:
            raise NotFound("there is no such visitor")
        return visitor

    def find(self, customer_id: str | None, guest_id: str | None) -> Visitor | None:
        """Return the visitor of a customer or of a guest, None if they have never been stored."""
        if customer_id is None:
            return self._session.get(Visitor, guest_id) if guest_id else None
        return self._session.scalars(select(Visitor).where(Visitor.customer_id == customer_id)).one_or_none()

    def customer(
        self, customer_id: str, at: datetime, *, name: str = "", email: str = "", language: str = ""
    ) -> Visitor:
        """Return the visitor of a verified customer, new or brought up to date; empty values change nothing."""
        visitor = self._session.scalars(
            select(Visitor).where(Visitor.customer_id == customer_id).with_for_update(key_share=True)
        ).one_or_none()
        if visitor is None:
            visitor = Visitor(
                id=self._new_id("v"), customer_id=customer_id, created_at=at, language="en", name="", email=""
            )
            self._session.add(visitor)
        visitor.name = name or visitor.name
        visitor.email = email or visitor.email
        visitor.language = language or visitor.language
        self._session.flush()
        return visitor

    def guest(self, visitor_id: str, at: datetime) -> Visitor:
        """Return the guest, new on the first call: the signed token vouches for the id."""
        visitor = self._session.scalars(
            select(Visitor).where(Visitor.id == visitor_id).with_for_update(key_share=True)
        ).one_or_none()
        if visitor is None:
            visitor = Visitor(id=visitor_id, created_at=at, language="en", name="", email="")
            self._session.add(visitor)
            self._session.flush()
        return visitor
