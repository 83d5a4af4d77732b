"""Where the fictional council lies: postcodes, wards, streets, GP practices.

Postcodes begin with ZX: the shape is right and no such area exists (of the areas that begin with Z
only ZE is in use; ZZ99 is the NHS's own for "no fixed abode" and "not known").
Practice codes are P99001 and up: shaped like England's, and in no block of the national list.
"""

from __future__ import annotations

from datetime import date, timedelta

from adapter_core.domain.practices import Practice, PracticeList, PracticeStatus

COUNCIL = "Millbrook Council"

WARDS: tuple[tuple[str, str, str], ...] = (
    ("Abbey", "ZX1", "North Locality Team"),
    ("Castle Hill", "ZX2", "North Locality Team"),
    ("Weavers", "ZX3", "East Locality Team"),
    ("Riverside", "ZX4", "East Locality Team"),
    ("Old Quarry", "ZX5", "South Locality Team"),
    ("Harbour", "ZX6", "South Locality Team"),
    ("Parklands", "ZX7", "West Locality Team"),
    ("Moorend", "ZX8", "West Locality Team"),
)
"""Ward, postcode district, locality team."""

LOCALITY_TEAMS: dict[str, str] = {district: team for _, district, team in WARDS}

STREETS = tuple(
    f"{name} {kind}"
    for kind in ("Road", "Street", "Close", "Avenue", "Lane", "Court", "Gardens", "Way")
    for name in (
        "Orchard", "Mill", "Chapel", "Station", "Beech", "Victoria", "Bridge", "Meadow", "Priory", "Tannery",
        "Fountain", "Larkspur", "Kiln", "Heron", "Sycamore", "Market", "Weir", "Coopers", "Foundry", "Willow",
    )
)  # fmt: skip

NO_FIXED_ABODE = "No fixed abode"
NO_FIXED_ABODE_POSTCODE = "ZZ99 3VZ"
UNKNOWN_POSTCODE = "ZZ99 3WZ"

_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def postcode(ward: int, salt: int) -> str:
    """Give a postcode in a ward; the same salt gives the same."""
    first = _INWARD_LETTERS[salt // 9 % 20]
    return f"{WARDS[ward][1]} {1 + salt % 9}{first}{_INWARD_LETTERS[salt // 180 % 20]}"


OPEN_PRACTICES = tuple(f"P99{number:03d}" for number in range(1, 25))
CLOSED_WITH_SUCCESSOR = ("P99025", "P99026", "P99027", "P99028")
CLOSED_FOR_GOOD = ("P99029", "P99030")
DORMANT_PRACTICES = ("P99031", "P99032")
PROPOSED_PRACTICES = ("P99033", "P99034")
WALK_IN_CENTRES = ("P99035", "P99036", "P99037")
UNKNOWN_PRACTICES = ("P99870", "P99871", "P99872")
"""Shaped like England's, in no list."""
SCOTTISH_PRACTICES = ("10002", "46023", "80019")
"""Shaped like Scotland's, which the list does not cover."""
LIST_AGE_DAYS = 20
"""How old the practice list is on the first night."""

_PRACTICE_NAMES = (
    "Abbey Ward Surgery", "Castle Hill Medical Centre", "Weavers Loom Practice",
    "Riverside Wharf Health Centre", "Old Quarry Surgery",
    "Harbour Family Practice", "Parklands Gate Practice", "Moorend Surgery",
    "Orchard Road Surgery", "Mill Street Practice", "Chapel Hollow Surgery", "Beech Avenue Medical Centre",
    "Priory Health Centre", "Tannery Way Surgery", "Heron Court Practice", "Sycamore House Surgery",
    "Market Square Medical Centre", "Weir Road Practice", "Coopers Yard Surgery", "Foundry Health Centre",
    "Willow Gardens Surgery", "Station Road Medical Practice", "Fountain Street Surgery", "Larkspur Practice",
    "Millbrook Bridge Surgery", "Kiln Lane Surgery", "Meadow Close Practice", "Tannery Mews Surgery",
    "Dr Ashdown and Partner", "The Old Chapel Practice", "Quayside Surgery", "Northgate House Practice",
    "Canal Basin Health Centre", "Hilltop Primary Care Centre", "Millbrook Walk-in Centre",
    "Harbour Urgent Treatment Centre", "Millbrook Out of Hours Service",
)  # fmt: skip
PRACTICE_NAMES: dict[str, str] = {f"P99{number:03d}": name for number, name in enumerate(_PRACTICE_NAMES, 1)}


def practice_list(as_of: date) -> PracticeList:
    """Build the council's list of practices: open, closed, dormant, planned, and others than practices."""
    practices: dict[str, Practice] = {}
    for number, (code, name) in enumerate(PRACTICE_NAMES.items()):
        status, closed, successor, setting = PracticeStatus.ACTIVE, None, None, "4"
        opened = date(1974, 4, 1) if number % 3 else date(1998, 7, 1)
        if code in CLOSED_WITH_SUCCESSOR or code in CLOSED_FOR_GOOD:
            status, closed = PracticeStatus.CLOSED, as_of - timedelta(days=90 + 61 * (number % 7))
        if code in CLOSED_WITH_SUCCESSOR:
            # The first was taken over by the second, which closed as well: successors come in chains.
            chain = code == CLOSED_WITH_SUCCESSOR[0]
            successor = CLOSED_WITH_SUCCESSOR[1] if chain else OPEN_PRACTICES[number % len(OPEN_PRACTICES)]
        if code in DORMANT_PRACTICES:
            status = PracticeStatus.DORMANT
        if code in PROPOSED_PRACTICES:
            status, opened = PracticeStatus.PROPOSED, as_of + timedelta(days=120)
        if code in WALK_IN_CENTRES:
            setting = "8"
        where = postcode(number % len(WARDS), number * 37)
        practices[code] = Practice(code, name, status, opened, closed, setting, successor, where)
    return PracticeList(as_of - timedelta(days=LIST_AGE_DAYS), practices)
