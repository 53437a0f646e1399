"""A postal address, told in parts: what a message says of it, what is missing, how it is said."""

from __future__ import annotations

import re
from typing import Any

from actions.turn import Turn
from support import replies
from support.orders import Address

PARTS = ("street", "postcode", "city")
_CODE = re.compile(r"\bpost ?code\b|\bzip\b|邮编", re.IGNORECASE)
_CITY = re.compile(r"^(?:it'?s |in |the city is |city:? |是|在)?(?P<city>[^\d?？,，。;；:：]{2,40})$", re.IGNORECASE)

Fields = dict[str, Any]


def read_parts(turn: Turn, fields: Fields, found: Address | None, old: Address | None) -> None:
    """Read a whole address, or the part that `fields["asked"]` names."""
    asked = fields.get("asked")
    if found:
        keep(fields, found, old)
    elif asked == "street" and turn.intent == "inform" and re.search(r"\d", turn.text):
        fields["street"] = turn.text.strip(" ,.!。！")
    elif asked == "postcode" or (fields.get("street") and _CODE.search(turn.text)):
        fields["postcode"] = replies.postcode(turn.text) or fields.get("postcode")
    elif asked == "city" and turn.intent not in ("affirm", "deny"):
        city = _CITY.match(turn.text.strip(" .!。！"))
        if city:
            fields["city"] = city["city"].strip()


def keep(fields: Fields, found: Address, old: Address | None) -> None:
    """Put an address into the fields; what the same street was known with stays where the text does not say it again."""
    code, city = found.postcode, found.city
    if fields.get("street") == found.street:
        code, city = code or fields.get("postcode") or "", city or fields.get("city") or ""
    # "杭州西湖区…": the city of before, without its 市.
    if not city and found.country == "CN" and old and old.city and old.city.removesuffix("市") in found.street:
        city = old.city
    needs_no_code = found.country == "CN"
    fields |= {"street": found.street or None, "city": city or None, "country": found.country}
    fields["postcode"] = code or ("" if needs_no_code else None)


def complete(turn: Turn, old: Address | None, fields: Fields) -> Address | None:
    """Return the new address, None as long as something of it is missing."""
    if any(fields.get(part) is None for part in PARTS):
        return None
    name = (old.name if old else "") or str((turn.customer or {}).get("name") or "")
    country = fields.get("country") or (old.country if old else "")
    return Address(name, fields["street"], fields["postcode"], fields["city"], country)


def line_of(address: Address | None) -> str:
    """Return an address in one line; a Chinese one as it is written there."""
    if address is None:
        return ""
    if not re.search(r"[\u3400-\u9fff]", address.street):
        return address.line()
    place = address.street if address.city.removesuffix("市") in address.street else f"{address.city}{address.street}"
    return f"{place}，{address.postcode}" if address.postcode else place
