"""Which addresses may be reached: public ones, and those of its own network that an administrator has allowed.

What counts is the address that is connected to, at the moment when it is: a name that resolves to something else a
moment later, or a redirect, meets the same check.
"""

import ipaddress
import socket
import sys
from collections.abc import Sequence

from server.runs.connectors.connector_worker.connector_protocol import ConnectorError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

#: What no request reaches though `is_global` may say yes: IPv6 addresses that carry one of IPv4, those of protocols,
#: and those of a site.
FORBIDDEN_NETWORKS = tuple(
    map(
        ipaddress.ip_network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10"),
    )
)


class EgressGuard:
    """The check of one request. `allowed` are names, addresses or networks, each with or without a port.

    With `allow_private` it may also reach private and loopback addresses, though never link-local ones: a database
    that somebody made a connection to is most often in the own network, and speaks no HTTP.
    """

    def __init__(self, allowed: Sequence[str], *, allow_private: bool = False, parameter: str | None = None) -> None:
        self.allowed = [_parse_entry(text) for text in allowed]
        self.allow_private = allow_private
        self.parameter = parameter
        self._resolved_addresses: set[tuple[IpAddress, int]] = set()

    def resolve_host(self, host: str, port: int) -> str:
        """The address of a name, once all of its addresses have passed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise ConnectorError(
                29, f"The name '{host}' can't be resolved. Check the spelling.", self.parameter
            ) from None
        addresses = [str(entry[4][0]) for entry in found]
        by_name = any(
            name == host.casefold().rstrip(".") and allowed_port in (None, port) for name, allowed_port in self.allowed
        )
        for text in addresses:
            address = _parse_address(text)
            if by_name:
                self._resolved_addresses.add((address, port))
            elif not self._is_allowed(address, port):
                raise self._build_error(host, address)
        return addresses[0]

    def install_audit_hook(self) -> None:
        """From now on, this process connects to no address that does not pass."""
        sys.addaudithook(self._check_connection)

    def _check_connection(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != "socket.connect":
            return
        _, target = arguments
        if not isinstance(target, tuple):
            raise ConnectorError(29, "Only addresses on the Internet can be reached.", self.parameter)
        address, port = _parse_address(str(target[0])), int(target[1])
        if (address, port) not in self._resolved_addresses and not self._is_allowed(address, port):
            raise self._build_error(str(target[0]), address)

    def _is_allowed(self, address: IpAddress, port: int) -> bool:
        if any(_is_in_network(known, address) and allowed_port in (None, port) for known, allowed_port in self.allowed):
            return True
        if any(_is_in_network(network, address) for network in FORBIDDEN_NETWORKS):
            return False
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        if self.allow_private:
            return address.is_loopback or not address.is_reserved
        return address.is_global

    def _build_error(self, host: str, address: IpAddress) -> ConnectorError:
        where = f"'{host}' is" if host == str(address) else f"'{host}' is at {address},"
        message = f"{where} not a public address. An administrator can allow it with DESIGNERY_ALLOWED_HOSTS."
        return ConnectorError(29, message, self.parameter)


def _is_in_network(network: IpNetwork | str, address: IpAddress) -> bool:
    return not isinstance(network, str) and network.version == address.version and address in network


def _parse_address(text: str) -> IpAddress:
    """The address without its zone; the IPv4 address where it is one in the clothes of IPv6."""
    address = ipaddress.ip_address(text.partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address


def _parse_entry(text: str) -> tuple[IpNetwork | str, int | None]:
    """`name`, `10.0.0.0/8`, `127.0.0.1:9000`, `[::1]:9000`: a name or a network, and a port where there is one."""
    text = text.strip().casefold()
    host, port = text, None
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = int(rest[1:]) if rest[1:].isdecimal() else None
    elif text.count(":") == 1:
        host, _, digits = text.partition(":")
        port = int(digits) if digits.isdecimal() else None
    try:
        return ipaddress.ip_network(host, strict=False), port
    except ValueError:
        return host.rstrip("."), port
