"""Which addresses a source may reach: those of the public internet, and of others what the source itself names."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
CARRYING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))  # IPv4 in the last 4 bytes
NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|\d+)(?:\.(?:0[xX][0-9a-fA-F]*|\d+)){0,3}\.?")


@lru_cache(maxsize=4096)  # each request asks several times
def literal(host: str) -> Address | None:
    """The address that a URL's host spells, in any form that resolvers take: 127.1, 0x7f.1, 2130706433, [::1]."""
    text = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        pass
    if not NUMBER.fullmatch(text):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text.rstrip(".")))  # looks nothing up
    except OSError:
        return None


def is_local_name(host: str) -> bool:
    """Whether a name stands for this machine by RFC 6761."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def is_loopback(host: str) -> bool:
    """Whether a URL's host is this machine, by its name or address alone (nothing is looked up)."""
    address = literal(host)
    if address is None:
        return is_local_name(host)
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def server_of(url: str) -> str:
    """Whom manners are shown to: a URL's host; on loopback with its port, for each port is another server there."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{host}:{parts.port or 80}" if is_loopback(host) else host


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and so does the IPv4 address that it may carry inside."""
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    return address.is_global and not address.is_multicast and not getattr(address, "is_site_local", False)


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if address.version == 4:
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    carrying = any(address in network for network in CARRYING)
    return ipaddress.IPv4Address(address.packed[-4:]) if carrying else None


class Permitted:
    """The addresses that one crawl may reach. ``hosts`` are those its source names.

    A name never stands for a private address, whatever DNS answers, unless it is localhost: a source of an intranet
    names the address or its network, too.
    """

    def __init__(self, hosts: Iterable[str] = ()):
        self.networks: set[Network] = set()
        for host in hosts:
            self.name(host)

    def name(self, host: str) -> None:
        """Permit what a host, an address or a network (10.0.0.0/8) spells."""
        address = literal(host)
        if is_local_name(host):
            self.networks.update(LOOPBACK)
        elif address is not None:
            self.networks.add(ipaddress.ip_network(address))
        elif "/" in host:
            self.networks.add(ipaddress.ip_network(host, strict=False))

    def __contains__(self, address: Address) -> bool:
        mapped = getattr(address, "ipv4_mapped", None) or address
        return is_public(address) or any(mapped in network for network in self.networks)

    def allows_host(self, host: str) -> bool:
        """False for a host that spells an address not permitted; a name's addresses are checked when they connect."""
        address = literal(host)
        if address is None:
            return not is_local_name(host) or not self.networks.isdisjoint(LOOPBACK)
        return address in self
