"""`warmline customers`: who is in the demo shop, and what is going on with them."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from integrations.shops.demo import DemoShop, demo_path
from support import settings


def customers() -> None:
    """List the demo shop's customers with their open orders and their stories."""
    shop = DemoShop.open(demo_path(settings.load().home))
    try:
        table = Table("id", "name", "language", "open orders", "story")
        stories = {story.customer_id: story.story for story in shop.stories()}
        for customer in shop.customers():
            waiting = sum(order.is_open for order in shop.orders(customer.id))
            table.add_row(customer.id, customer.name, customer.language, str(waiting), stories[customer.id])
    finally:
        shop.close()
    Console().print(table)
