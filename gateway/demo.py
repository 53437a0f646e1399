"""The demo shop's pages: who there is to play, and a token to be them. Never routed unless the demo is on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

import anyio.to_thread
from fastapi import APIRouter
from pydantic import BaseModel

from gateway.errors import RESPONSES
from gateway.identity import Identity
from integrations.shops.interface import Shop
from support.errors import NotFound
from support.orders import Customer

TOKEN_LIFE = timedelta(minutes=15)


class Story(Protocol):
    """What is going on with one customer, in a line."""

    customer_id: str
    story: str
    story_zh: str


@runtime_checkable
class StorySource(Protocol):
    """A shop that knows whom a visitor can play."""

    def stories(self) -> Sequence[Any]:
        """Return a `Story` for each of them."""


class DemoCustomers(BaseModel):
    """Whom a visitor can play."""

    customers: list[dict[str, Any]]


class DemoToken(BaseModel):
    """A customer's token, as the shop's back end would sign it."""

    token: str


class DemoProducts(BaseModel):
    """The shop's window."""

    products: list[dict[str, Any]]


def router(shop: Shop, identity: Identity) -> APIRouter:
    """Return the routes under /demo."""
    routes = APIRouter(prefix="/demo", tags=["demo"], responses=RESPONSES)

    def cast() -> list[tuple[Customer, Story]]:
        stories: Sequence[Story] = shop.stories() if isinstance(shop, StorySource) else ()
        found = [(shop.customer(story.customer_id), story) for story in stories]
        return [(customer, story) for customer, story in found if customer is not None]

    @routes.get("/customers")
    async def customers() -> DemoCustomers:
        """List the customers whom a visitor can play."""
        return DemoCustomers(
            customers=[
                {
                    "id": customer.id,
                    "name": customer.name,
                    "language": customer.language,
                    "story": story.story,
                    "story_zh": story.story_zh,
                }
                for customer, story in await anyio.to_thread.run_sync(cast)
            ]
        )

    @routes.get("/token")
    async def token(customer: str) -> DemoToken:
        """Sign a token for 15 minutes, for a customer whom the demo offers."""
        for known, _ in await anyio.to_thread.run_sync(cast):
            if known.id == customer:
                return DemoToken(token=identity.customer_token(known.id, known.email, TOKEN_LIFE))
        raise NotFound("there is no such customer")

    @routes.get("/products")
    async def products() -> DemoProducts:
        """List what the shop sells."""
        listed = await anyio.to_thread.run_sync(shop.products)
        return DemoProducts(
            products=[
                {
                    "id": product.id,
                    "name": product.name,
                    "name_zh": product.name_zh,
                    "category": product.category,
                    "price": str(product.price),
                    "description": product.description,
                    "description_zh": product.description_zh,
                }
                for product in listed
            ]
        )

    return routes
