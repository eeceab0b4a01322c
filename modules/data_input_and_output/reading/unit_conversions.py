"""Units of the same quantity, and how much of one is in another: pounds and kilograms in one column."""

from collections.abc import Mapping, Sequence

#: {quantity: {unit: how many of the first unit it is}}. Units that are more than a factor apart, such as °C and °F, and
#: those whose size differs, such as months, are left out.
QUANTITIES: Mapping[str, Mapping[str, float]] = {
    "mass": {"kg": 1, "g": 1e-3, "mg": 1e-6, "t": 1e3, "lb": 0.45359237, "lbs": 0.45359237, "oz": 0.028349523125},
    "length": {
        "m": 1, "mm": 1e-3, "cm": 1e-2, "dm": 0.1, "km": 1e3, "mi": 1609.344, "ft": 0.3048, "in": 0.0254, "yd": 0.9144,
    },
    "volume": {"l": 1, "L": 1, "cl": 1e-2, "ml": 1e-3, "m3": 1e3, "m³": 1e3},
    "time": {
        "s": 1, "sec": 1, "ms": 1e-3, "min": 60, "h": 3600, "hr": 3600, "hrs": 3600, "hours": 3600, "Std": 3600,
        "day": 86_400, "days": 86_400, "Tage": 86_400, "week": 604_800, "weeks": 604_800,
    },
    "energy": {"kWh": 1, "Wh": 1e-3, "kJ": 1 / 3600, "kcal": 4.184 / 3600},
    "power": {"kW": 1, "W": 1e-3, "MW": 1e3},
    "frequency": {"Hz": 1, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9},
    "speed": {"km/h": 1, "kmh": 1, "m/s": 3.6, "mph": 1.609344},
    "area": {"m2": 1, "m²": 1, "sqft": 0.09290304},
    "pressure": {"bar": 1, "hPa": 1e-3},
}  # fmt: skip


def get_unit_factors(unit: str) -> dict[str, float]:
    """{unit: how many of the given one it is}, of all units of its quantity; empty for a unit that has none."""
    for sizes in QUANTITIES.values():
        if unit in sizes:
            return {other: 1.0 if size == sizes[unit] else size / sizes[unit] for other, size in sizes.items()}
    return {}


def choose_convertible_units(units: Sequence[str]) -> tuple[str, ...]:
    """The units that all values could be in, the commonest first; none where some can't be converted."""
    if len(units) < 2 or not set(units) <= set(get_unit_factors(units[0])):
        return ()
    return tuple(units)
