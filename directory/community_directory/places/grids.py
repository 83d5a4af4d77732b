"""Eastings and northings into latitude and longitude.

The British grid (OSGB36, National Grid) by the formulas of Ordnance Survey, "A Guide to Coordinate Systems
in Great Britain", annexes B and C: transverse Mercator on the Airy ellipsoid, then Ordnance Survey's own
seven-parameter (Helmert) transformation to ETRS89, which for our purpose is WGS 84. That lies within 5.1
metres of the official OSTN15 on all forty of Ordnance Survey's test points (St Kilda is the worst), far
less than a postcode is wide. OSTN15 itself needs tables of 15 megabytes.

Northern Ireland's postcodes are on the Irish Grid: the same formulas with the Airy Modified ellipsoid, and
the transformation published by both Ordnance Surveys of Ireland (EPSG 1641: within 1 metre).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, isfinite, pi, radians, sin, sqrt, tan

from community_directory.places.points import Point

_SECOND = pi / 648_000  # an arc second in radians


@dataclass(frozen=True, slots=True)
class Grid:
    """A transverse Mercator grid, and how its ellipsoid lies in WGS 84.

    Attributes:
        major: semi-major axis of the ellipsoid in metres; `minor` its semi-minor one.
        scale: on the central meridian.
        latitude: of the true origin in degrees; `longitude` likewise.
        easting: of the true origin in metres; `northing` likewise.
        shift: metres along X, Y, Z; arc seconds around them (position vector); parts per million.
        limits: the greatest easting and northing that can be; the least are 0.
    """

    major: float
    minor: float
    scale: float
    latitude: float
    longitude: float
    easting: float
    northing: float
    shift: tuple[float, float, float, float, float, float, float]
    limits: tuple[int, int]

    def holds(self, easting: float, northing: float) -> bool:
        """Whether these can be a place on the grid. 0, 0 cannot: files write it for "not known"."""
        most_east, most_north = self.limits
        return 0 < easting <= most_east and 0 < northing <= most_north

    def point(self, easting: float, northing: float) -> Point:
        """Where that is on WGS 84.

        Args:
            easting: metres on this grid.
            northing: likewise.

        Raises:
            ValueError: it is not on this grid.
        """
        if not (isfinite(easting) and isfinite(northing) and self.holds(easting, northing)):
            raise ValueError("no place on this grid")
        latitude, longitude = self.geographic(easting, northing)
        return self._moved(latitude, longitude)

    def _meridian(self, latitude: float) -> float:
        """The developed arc of the meridian in metres, from the origin (annex C, equation C3)."""
        n = (self.major - self.minor) / (self.major + self.minor)
        n2, n3 = n * n, n * n * n
        less, more = latitude - radians(self.latitude), latitude + radians(self.latitude)
        return (
            self.minor
            * self.scale
            * (
                (1 + n + 1.25 * n2 + 1.25 * n3) * less
                - (3 * n + 3 * n2 + 2.625 * n3) * sin(less) * cos(more)
                + 1.875 * (n2 + n3) * sin(2 * less) * cos(2 * more)
                - 35 / 24 * n3 * sin(3 * less) * cos(3 * more)
            )
        )

    def geographic(self, easting: float, northing: float) -> tuple[float, float]:
        """Latitude and longitude on the grid's own ellipsoid, in radians (annex C, C.2)."""
        a = self.major * self.scale
        squashed = 1 - (self.minor / self.major) ** 2
        rise = northing - self.northing
        latitude = radians(self.latitude)
        for _ in range(
            10
        ):  # each brings it nearer by a thousand: a tenth of a millimetre after three or four
            off = rise - self._meridian(latitude)
            latitude += off / a
            if abs(off) < 1e-5:  # noqa: PLR2004 - a hundredth of a millimetre
                break
        swing = 1 - squashed * sin(latitude) ** 2
        nu = a / sqrt(swing)
        rho = a * (1 - squashed) / swing**1.5
        eta2 = nu / rho - 1
        t, x = tan(latitude), easting - self.easting
        t2, t4 = t * t, t**4
        north = (
            x**2 * t / (2 * rho * nu)
            - x**4 * t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
            + x**6 * t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t4)
        )
        along = (
            x / nu
            - x**3 / (6 * nu**3) * (nu / rho + 2 * t2)
            + x**5 / (120 * nu**5) * (5 + 28 * t2 + 24 * t4)
            - x**7 / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t4 + 720 * t**6)
        ) / cos(latitude)
        return latitude - north, radians(self.longitude) + along

    def _moved(self, latitude: float, longitude: float) -> Point:
        """From the grid's ellipsoid to WGS 84 (annex B: to X, Y, Z, the seven parameters, and back)."""
        squashed = 1 - (self.minor / self.major) ** 2
        nu = self.major / sqrt(1 - squashed * sin(latitude) ** 2)
        x, y = nu * cos(latitude) * cos(longitude), nu * cos(latitude) * sin(longitude)
        z = nu * (1 - squashed) * sin(latitude)
        along_x, along_y, along_z, *turns, parts = self.shift
        rx, ry, rz = (turn * _SECOND for turn in turns)
        k = 1 + parts * 1e-6
        x, y, z = (
            along_x + k * x - rz * y + ry * z,
            along_y + rz * x + k * y - rx * z,
            along_z - ry * x + rx * y + k * z,
        )
        out = hypot(x, y)
        squashed = 1 - (_WGS84_MINOR / _WGS84_MAJOR) ** 2
        north = atan2(z, out * (1 - squashed))
        for _ in range(4):
            nu = _WGS84_MAJOR / sqrt(1 - squashed * sin(north) ** 2)
            north = atan2(z + squashed * nu * sin(north), out)
        return Point(degrees(north), degrees(atan2(y, x)))


_WGS84_MAJOR, _WGS84_MINOR = 6_378_137.0, 6_356_752.314_2

BRITISH = Grid(
    major=6_377_563.396, minor=6_356_256.909, scale=0.999_601_271_7,
    latitude=49, longitude=-2, easting=400_000, northing=-100_000,
    shift=(446.448, -125.157, 542.060, 0.1502, 0.2470, 0.8421, -20.4894), limits=(700_000, 1_300_000),
)  # fmt: skip
"""OSGB36: Great Britain and the Isle of Man."""

IRISH = Grid(
    major=6_377_340.189, minor=6_356_034.447, scale=1.000_035,
    latitude=53.5, longitude=-8, easting=200_000, northing=250_000,
    shift=(482.530, -130.596, 564.557, -1.042, -0.214, -0.631, 8.15), limits=(400_000, 500_000),
)  # fmt: skip
"""The Irish Grid of 1975, which Northern Ireland's postcodes are on."""


def grid_of(postcode: str) -> Grid | None:
    """The grid that a postcode's eastings and northings are on; None for the Channel Islands."""
    if postcode.startswith(("JE", "GY")):
        return None
    return IRISH if postcode.startswith("BT") else BRITISH
