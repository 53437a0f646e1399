"""What the demo shop does at once when it is asked to change an account."""

from __future__ import annotations

from sqlalchemy import Connection, update

from integrations.shops import demo_tables as tables
from integrations.shops.details import Details
from integrations.shops.interface import RequestKind, RequestState, ShopRequest


def change_account(connection: Connection, request: ShopRequest) -> RequestState:
    """Do what is asked for the account; a new e-mail address and the end of an account need a person."""
    account = update(tables.CUSTOMERS).where(tables.CUSTOMERS.c.id == request.customer_id)
    details = Details(request)
    if request.kind is RequestKind.NEWSLETTER:
        connection.execute(account.values(newsletter=details.flag("subscribe")))
    elif request.kind is RequestKind.EDIT_ACCOUNT:
        field = details.account_field()
        if field == "email":
            return RequestState.REQUESTED
        if field == "address":
            new = details.address()
            values = {"street": new.street, "postcode": new.postcode, "city": new.city, "country": new.country}
            connection.execute(account.values(values))
        else:
            connection.execute(account.values({field: details.text("value")}))
    elif request.kind is RequestKind.DELETE_ACCOUNT:
        return RequestState.REQUESTED
    return RequestState.DONE
