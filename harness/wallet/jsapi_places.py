"""JSAPIs of places: where the phone stands, choosing a place, looking at one on a map (jsapi.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from harness.wallet.jsapi_call import Answer, Call, Sheet, choice_list, failure, success
from harness.wallet.jsapi_user import program_name
from harness.wallet.senses import Place
from harness.wallet.words import words

ACCURACY = 30
"""How exact a place is, in metres."""


async def get_location(call: Call) -> Answer | Sheet:
    """my.getLocation: asks the buyer once; error 2001 where the buyer refuses, 11 where location is switched off."""
    place, allowed = call.senses.place, call.senses.location_allowed
    if place is None or not call.senses.permits("location"):
        return failure(11, "The location service is switched off.")
    if allowed is not None:
        return _located(call, place) if allowed else failure(2001, "The user refused to share the location.")
    text = words(call.language)
    sheet = {
        "kind": "consent",
        "title": text["consent_title"].format(program=program_name(call)),
        "text": text["consent_text"],
        "program": program_name(call),
        "scopes": [{"scope": "location", "label": text["location"]}],
        "allow": text["allow"],
        "deny": text["deny"],
        "language": call.language,
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        call.senses.location_allowed = choice.get("allowed") is True
        if not call.senses.location_allowed:
            return failure(2001, "The user refused to share the location.")
        return _located(call, place)

    return Sheet(sheet, chosen)


def _located(call: Call, place: Place) -> Answer:
    """The documented texts; country and city only where ``type`` asks for them."""
    result: dict[str, object] = {
        "latitude": str(place.latitude),
        "longitude": str(place.longitude),
        "accuracy": str(ACCURACY),
        "horizontalAccuracy": str(ACCURACY),
    }
    if (call.number("type") or 0) >= 1:
        result |= {"country": place.country, "city": place.city, "district": "", "province": place.city}
    return success(result)


async def choose_location(call: Call) -> Answer | Sheet:
    """my.chooseLocation: the places that the phone knows; error 11 where the buyer leaves."""
    place = call.senses.place
    known = [place] if place is not None else []

    async def chosen(index: int) -> Answer:
        if index < 0:
            return failure(11, "The user cancelled.")
        at = known[index]
        names = {"name": at.name, "address": at.address, "provinceName": at.city, "cityName": at.city}
        return success({**names, "latitude": str(at.latitude), "longitude": str(at.longitude)})

    labels = [each.name or f"{each.latitude}, {each.longitude}" for each in known]
    return choice_list(call, call.text("title") or words(call.language)["places"], labels, chosen)


async def open_location(call: Call) -> Answer:
    """my.openLocation: shows a place; longitude, latitude, name and address must be given."""
    latitude, longitude = call.number("latitude"), call.number("longitude")
    name, address = call.text("name"), call.text("address")
    if latitude is None or longitude is None or not name or not address:
        return failure(2, "invalid parameter!")
    call.fact("map", latitude=latitude, longitude=longitude, name=name)
    return success(draw={"kind": "viewer", "title": name, "text": f"{address}\n{latitude}, {longitude}"})


async def choose_city(call: Call) -> Answer | Sheet:
    """my.chooseCity: the program's cities, else the phone's own; error 11 where the buyer leaves."""
    given = call.params.get("cities") or call.params.get("customCities")
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    cities = [(str(row.get("city") or row.get("name") or ""), str(row.get("adCode") or "")) for row in rows]
    cities = cities or [(name, "") for name in call.senses.cities]

    async def chosen(index: int) -> Answer:
        if index < 0:
            return failure(11, "The user cancelled.")
        return success({"city": cities[index][0], "adCode": cities[index][1]})

    return choice_list(call, words(call.language)["cities"], [name for name, _ in cities], chosen)


PLACES: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "getLocation": get_location,
    "chooseLocation": choose_location,
    "openLocation": open_location,
    "chooseCity": choose_city,
}
