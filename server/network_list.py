"""Which requests come through a proxy that is believed: for where they came from, and for the id that they have."""

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NetworkList:
    """Addresses and networks, as `10.0.0.7, 172.16.0.0/12`; `*` is every address."""

    def __init__(self, text: str) -> None:
        """Raises ValueError where it names no address."""
        entries = [entry.strip() for entry in text.split(",") if entry.strip()]
        self._all = "*" in entries
        self._networks = [ipaddress.ip_network(entry, strict=False) for entry in entries if entry != "*"]

    def __bool__(self) -> bool:
        return self._all or bool(self._networks)

    def __contains__(self, address: str) -> bool:
        if self._all:
            return True
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        return any(found in network for network in self._networks)


#: This machine.
LOOPBACK = NetworkList("127.0.0.0/8, ::1")
