"""Whether the proxy of the environment is asked: HTTPS_PROXY and its like, as NO_PROXY lets it."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def takes_proxy(url: str) -> bool:
    """False for this machine's own addresses: to a proxy they mean the proxy's machine."""
    host = urlsplit(url).hostname or ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
