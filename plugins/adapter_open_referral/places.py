"""Locations and what is given at them."""

from __future__ import annotations

from adapter_core.domain.directory import Address, Location, LocationKind
from adapter_open_referral.tally import Parts, unique
from adapter_open_referral.values import Node, child, children, made_id, number, text

_KINDS = {kind.value: kind for kind in LocationKind}
_NORTHERNMOST, _EASTERNMOST = 90, 180


def read_location(node: Node, parts: Parts) -> Location:
    """A location with its address.

    One without an id gets one of what it says, so that the same place is the same in every service.
    """
    address = _address(node)
    latitude, longitude = _point(node, parts)
    name, description = text(node, "name", "alternate_name"), text(node, "description")
    accessibility = _accessibility(node)
    if node.get("mask_exact_address") is True:
        # A refuge, most often: the feed's own flag says that what is exact is not for telling.
        parts.tally.masked += 1
        name, description, latitude, longitude = "", "", None, None
        address = (
            Address(city=address.city, region=address.region, country=address.country) if address else None
        )
    return Location(
        id=text(node, "id") or made_id("", "location", name, address, latitude, longitude),
        name=name,
        kind=_KINDS.get(text(node, "location_type").lower(), LocationKind.PHYSICAL),
        description=description,
        address=address,
        latitude=latitude,
        longitude=longitude,
        accessibility=accessibility,
    )


def _address(node: Node) -> Address | None:
    listed = children(
        node, "addresses", "physical_addresses", "physical_address", "postal_addresses", "address"
    )
    wanted = [each for each in listed if text(each, "address_type").lower() in {"", "physical"}]
    chosen = next(iter([*wanted, *listed]), node if text(node, "address_1", "postal_code") else None)
    if chosen is None:
        return None
    postcode = text(chosen, "postal_code", "postcode")
    made = Address(
        line_1=text(chosen, "address_1"),
        line_2=text(chosen, "address_2"),
        city=text(chosen, "city"),
        region=text(chosen, "state_province", "region"),
        postcode=postcode,
        original_postcode=postcode,
        country=text(chosen, "country") or "GB",
    )
    return made if made != Address(country=made.country) else None


def _point(node: Node, parts: Parts) -> tuple[float | None, float | None]:
    geometry = child(node, "geometry").get("coordinates")
    if isinstance(geometry, list) and len(geometry) == 2:  # noqa: PLR2004 - GeoJSON: longitude first
        node = {"longitude": geometry[0], "latitude": geometry[1]}
    latitude = parts.read(number, node, "latitude", at="locations.")
    longitude = parts.read(number, node, "longitude", at="locations.")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None  # 0, 0 is off the coast of Africa: nobody knew where it is
    if abs(latitude) > _NORTHERNMOST or abs(longitude) > _EASTERNMOST:
        parts.left_out("locations.latitude")
        return None, None
    return latitude, longitude


def _accessibility(node: Node) -> tuple[str, ...]:
    listed = children(node, "accessibility", "accessibilities", "accessibility_for_disabilities")
    return unique(
        found
        for each in listed
        if (found := text(each, "description", "accessibility", "name") or text(each, "details"))
    )
