"""From a name in the settings to an adapter: the one place to add a vendor. Adapters are imported when chosen."""

from __future__ import annotations

from integrations.helpdesks.interface import Helpdesk
from integrations.shops.interface import Shop
from support.errors import SettingsError
from support.settings import Settings


def shop(settings: Settings) -> Shop:
    """Return the shop that the settings name. Raises SettingsError."""
    if settings.shop == "demo":
        from integrations.shops.demo import DemoShop

        return DemoShop.open(settings.home / "demo-shop.db")
    if settings.shop == "sql":
        from integrations.shops.sql import SqlShop

        return SqlShop(settings.shop_url)
    raise SettingsError(f"WARMLINE_SHOP: there is no shop adapter {settings.shop!r}")


def helpdesk(settings: Settings) -> Helpdesk:
    """Return the helpdesk that the settings name. Raises SettingsError."""
    if settings.helpdesk == "desk":
        from integrations.helpdesks.desk import DeskHelpdesk

        return DeskHelpdesk()
    if settings.helpdesk == "console":
        from integrations.helpdesks.console import ConsoleHelpdesk

        return ConsoleHelpdesk()
    raise SettingsError(f"WARMLINE_HELPDESK: there is no helpdesk adapter {settings.helpdesk!r}")
