"""Attempts to speak to others: by every kind of socket, to connect, to send, or to be connected to."""

import os
import socket
from pathlib import Path

from server.runs.sandbox.inside.escapes.escape_attempt import are_all_refused, is_refused, register_escape
from server.runs.sandbox.inside.sandbox_requests import ProbeRequest

IPPROTO_MPTCP, MSG_FASTOPEN, AF_VSOCK, AF_ALG, ETH_P_ALL = 262, 0x20000000, 40, 38, 3
CONNECT_SECONDS = 1.0


def _connect(family: int, protocol: int, address: tuple[str, int]) -> None:
    with socket.socket(family, socket.SOCK_STREAM, protocol) as client:
        client.settimeout(CONNECT_SECONDS)
        client.connect(address)


@register_escape("S2", "connect to other programs by TCP")
def connect_tcp(request: ProbeRequest) -> bool:
    return is_refused(lambda: _connect(socket.AF_INET, 0, ("127.0.0.1", int(request.targets["tcp"]))))


@register_escape("S2", "connect to other programs by TCP over IPv6")
def connect_tcp6(request: ProbeRequest) -> bool:
    return is_refused(lambda: _connect(socket.AF_INET6, 0, ("::1", int(request.targets["tcp6"]))))


@register_escape("S2", "connect to other programs by Multipath TCP")
def connect_mptcp(request: ProbeRequest) -> bool:
    return is_refused(lambda: _connect(socket.AF_INET, IPPROTO_MPTCP, ("127.0.0.1", int(request.targets["tcp"]))))


@register_escape("S2", "connect to other programs by Multipath TCP over IPv6")
def connect_mptcp6(request: ProbeRequest) -> bool:
    return is_refused(lambda: _connect(socket.AF_INET6, IPPROTO_MPTCP, ("::1", int(request.targets["tcp6"]))))


@register_escape("S2", "send data while a TCP connection is made")
def send_by_fast_open(request: ProbeRequest) -> bool:
    def send() -> None:
        with socket.socket() as client:
            client.settimeout(CONNECT_SECONDS)
            client.sendto(b"probe", MSG_FASTOPEN, ("127.0.0.1", int(request.targets["tcp"])))

    return is_refused(send)


@register_escape("S2", "be connected to by TCP")
def listen_without_address(_request: ProbeRequest) -> bool:
    def listen() -> None:
        with socket.socket() as listener:
            listener.listen()

    return is_refused(listen)


@register_escape("S2", "be connected to at a port of their choice")
def listen_at_port(_request: ProbeRequest) -> bool:
    def listen() -> None:
        with socket.socket() as listener:
            listener.bind(("0.0.0.0", 0))
            listener.listen()

    return is_refused(listen)


def _send_datagram(family: int, address: tuple[str, int]) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"probe", address)


@register_escape("S2", "send data by UDP")
def send_udp(request: ProbeRequest) -> bool:
    """Whether a datagram could be sent; the listener tells besides whether one arrived."""
    return is_refused(lambda: _send_datagram(socket.AF_INET, ("127.0.0.1", int(request.targets["udp"]))))


@register_escape("S2", "send data by UDP over IPv6")
def send_udp6(request: ProbeRequest) -> bool:
    return is_refused(lambda: _send_datagram(socket.AF_INET6, ("::1", int(request.targets["udp"]))))


def _open_socket(family: int, kind: int, protocol: int = 0) -> None:
    socket.socket(family, kind, protocol).close()


@register_escape("S2", "send packets of their own making")
def open_raw_socket(_request: ProbeRequest) -> bool:
    return are_all_refused(
        lambda: _open_socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        lambda: _open_socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP),
    )


@register_escape("S2", "listen to the packets of this machine")
def open_packet_socket(_request: ProbeRequest) -> bool:
    return is_refused(lambda: _open_socket(17, socket.SOCK_RAW, socket.htons(ETH_P_ALL)))  # AF_PACKET


@register_escape("S3", "ask the kernel about the network")
def open_netlink(_request: ProbeRequest) -> bool:
    return is_refused(lambda: _open_socket(16, socket.SOCK_RAW))  # AF_NETLINK


@register_escape("S3", "see the connections of other programs")
def list_connections(request: ProbeRequest) -> bool:
    """Whether the port of a listener of the server is in none of the tables that processes find in /proc."""
    port = f":{int(request.targets['tcp']):04X} "
    tables = ["/proc/net/tcp", "/proc/self/net/tcp", "/proc/thread-self/net/tcp", f"/proc/{os.getppid()}/net/tcp"]
    return not any(_contains_text(path, port) for path in tables)


def _contains_text(path: str, text: str) -> bool:
    try:
        return text in Path(path).read_text()
    except OSError:
        return False


@register_escape("S2", "speak to the host of a virtual machine")
def open_vsock(_request: ProbeRequest) -> bool:
    return is_refused(lambda: _open_socket(AF_VSOCK, socket.SOCK_STREAM))


@register_escape("S3", "use the kernel's cryptography")
def open_algorithm_socket(_request: ProbeRequest) -> bool:
    return is_refused(lambda: _open_socket(AF_ALG, socket.SOCK_SEQPACKET))


@register_escape("S3", "connect to local programs by an abstract name")
def connect_abstract_socket(request: ProbeRequest) -> bool:
    def connect() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect("\0" + request.targets["abstract"])

    return is_refused(connect)


@register_escape("S2", "connect to local programs, as to Docker")
def connect_local_socket(request: ProbeRequest) -> bool:
    def connect() -> None:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(request.targets["socket"])

    def send() -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"probe", request.targets["mailbox"])

    def send_from_pair() -> None:
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        with one, other:
            one.sendto(b"probe", request.targets["mailbox"])

    return are_all_refused(connect, send, send_from_pair)


@register_escape("S2", "look up names on the Internet")
def resolve_name(_request: ProbeRequest) -> bool:
    return os.path.exists("/etc/resolv.conf") is False or is_refused(
        lambda: _send_datagram(socket.AF_INET, ("127.0.0.53", 53))
    )
