# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy of the house, on the router: how it is started, and how a client is told of it."""

from . import system
from .world import CLIENT_LAN, ROUTER_LAN

PORTS = {"http": 3128, "socks": 1080}
SCHEMES = {"http": "http", "socks": "socks5"}
UNKNOWN_HOST = "proxy.example.net"
# What nobody has told the client.
CREDENTIALS = ("somebody", "secret")


def variables(scenario):
    """The environment that tells a client of the proxy."""
    kind, manner = scenario["proxy"]["kind"], scenario["proxy"]["manner"]
    if kind == "none":
        return {}
    host = UNKNOWN_HOST if manner == "unknown" else ROUTER_LAN.ip
    url = f"{SCHEMES[kind]}://{host}:{PORTS[kind]}"
    return {"http_proxy": url, "https_proxy": url}


def runs(scenario):
    """Whether something listens where the client is told."""
    return scenario["proxy"]["kind"] != "none" and scenario["proxy"]["manner"] not in ("absent", "unknown")


def command(scenario, state):
    """The command that starts the proxy; what it reads is written to the state's folder."""
    kind, manner = scenario["proxy"]["kind"], scenario["proxy"]["manner"]
    if kind == "socks":
        user, password = CREDENTIALS
        return (["microsocks", "-i", ROUTER_LAN.ip, "-p", PORTS[kind]]
                + ["-u", user, "-P", password] * (manner == "asks-who"))
    lines = [f"Listen {ROUTER_LAN.ip}", f"Port {PORTS[kind]}", f"Allow {CLIENT_LAN.network}",
             "ConnectPort 443", "Timeout 60"]
    if manner == "asks-who":
        lines.append(f"BasicAuth {' '.join(CREDENTIALS)}")
    if manner == "forbids":
        (state / "proxy.filter").write_text("")
        lines += [f'Filter "{state}/proxy.filter"', "FilterDefaultDeny Yes"]
    path = state / "proxy.conf"
    path.write_text("\n".join(lines) + "\n")
    return ["tinyproxy", "-d", "-c", path]


def surroundings(scenario, state, world):
    """What is put before the command, so that the proxy asks the world's name server where the
    scenario says so: it then knows names that the house does not."""
    if scenario["proxy"]["resolver"] == "house":
        return []
    path = state / "proxy-resolv.conf"
    path.write_text(f"nameserver {world.resolver}\n")
    return ["sh", "-euc", 'mount --bind "$0" /etc/resolv.conf; exec "$@"', path]


def listens_at(scenario):
    """The port by which the proxy shows that it is ready, as in system.bound_ports()."""
    return ("tcp", PORTS[scenario["proxy"]["kind"]], system.kernel_address(str(ROUTER_LAN.ip)))
