"""Keeps the crawl out of private networks: it connects to public addresses only.

The check stands where a socket is opened. There the address is the one that is connected to, so
names, literals in any notation, redirects and names that change their answer all come by here.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""What `socket.getaddrinfo` answers: family, type, protocol, name, (address, port, ...)."""

NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that a gateway connects to."""

NAT64_LOCAL = ip_network("64:ff9b:1::/48")
"""RFC 8215: translated as the local network likes. Older Pythons take it for public."""

IPV4_COMPATIBLE = ip_network("::/96")
"""RFC 4291, deprecated: the last 32 bits are an IPv4 address."""


class PrivateAddressError(OSError):
    """The address is not a public one. Says no address: happy eyeballs merges equal sentences."""

    def __init__(self) -> None:
        super().__init__("a private address")


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which addresses may be connected to: public ones, and networks opened by name."""

    opened: tuple[Network, ...] = ()

    @classmethod
    def opening(cls, networks: Iterable[str]) -> "Guard":
        """A guard that lets these networks (CIDR) pass as well."""
        return cls(tuple(ip_network(network, strict=False) for network in networks))

    def admits(self, address: str) -> bool:
        """Is this numeric address public, or in a network that was opened?"""
        # A scope ("%eth0") is the sender's interface, no part of the address.
        meant = _meanings(ip_address(address.partition("%")[0]))
        return all(_is_public(one) or self._opens(one) for one in meant)

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """A socket for this address; the connector connects it. Raises PrivateAddressError."""
        family, kind, protocol, _, where = info
        if not self.admits(where[0]):
            raise PrivateAddressError
        return socket.socket(family, kind, protocol)

    def _opens(self, address: Address) -> bool:
        return any(
            address.version == network.version and address in network for network in self.opened
        )


def _meanings(address: Address) -> list[Address]:
    """The addresses that a packet to this one may end at: those written inside an IPv6 one."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return [*address.teredo]
    if address in NAT64 or (address in IPV4_COMPATIBLE and int(address) > 1):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and address not in NAT64_LOCAL
