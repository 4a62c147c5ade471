# SPDX-License-Identifier: GPL-3.0-or-later
"""The four namespaces and the links between them."""

import json
import pathlib
import shutil

from . import system, world as places
from .errors import LabError

ROLES = ("client", "router", "isp", "world")
NETNS_CONFIG = pathlib.Path("/etc/netns")

HOSTS = "127.0.0.1 localhost\n::1 localhost\n"
NSSWITCH = "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n"

# For every namespace; what a kernel does not have is passed over.
SYSCTLS = {
    "ipv4/icmp_ratelimit": "0",
    "ipv4/icmp_msgs_per_sec": "1000000",
    "ipv4/icmp_msgs_burst": "100000",
    "ipv6/icmp/ratelimit": "0",
    "ipv4/conf/all/rp_filter": "0",
    "ipv4/conf/default/rp_filter": "0",
    "ipv6/conf/all/accept_dad": "0",
    "ipv6/conf/default/accept_dad": "0",
    "ipv6/conf/default/accept_ra": "0",
}
ROLE_SYSCTLS = {
    "client": {"ipv4/ping_group_range": "0 2147483647", "ipv6/conf/eth0/disable_ipv6": "1"},
    "router": {"ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1"},
    "isp": {"ipv4/ip_forward": "1", "ipv6/conf/all/forwarding": "1"},
    "world": {"ipv6/ip_nonlocal_bind": "1"},
}


class Network:
    """The namespaces of one lab."""

    def __init__(self, name, world):
        self.name = name
        self.world = world
        self.namespaces = {role: f"linecheck-{name}-{role}" for role in ROLES}
        self.client_config = NETNS_CONFIG / self.namespaces["client"]
        self.router_config = NETNS_CONFIG / self.namespaces["router"]

    def exists(self):
        """Whether any of the namespaces is there."""
        return any((system.NAMESPACE_DIRECTORY / name).exists()
                   for name in self.namespaces.values())

    def _batch(self, role, lines):
        system.run(["ip", "-n", self.namespaces[role], "-batch", "-"],
                   stdin="\n".join(lines) + "\n")

    def create_namespaces(self):
        """Makes the namespaces and the cables between them, without addresses."""
        names = self.namespaces
        system.run(["ip", "-batch", "-"],
                   stdin="".join(f"netns add {name}\n" for name in names.values()))
        self._write_sysctls()  # what new links take over
        self._batch("router", [
            "link set lo up",
            f"link add lan0 type veth peer name eth0 netns {names['client']}",
            f"link add wan0 type veth peer name cust0 netns {names['isp']}",
        ])
        self._write_sysctls()  # what is said of one link

    def _write_sysctls(self):
        for role, name in self.namespaces.items():
            system.call_in(name, lambda role=role: _write_sysctls(role))

    def connect(self):
        """Gives the links their addresses and routes; the WAN devices must be there."""
        self._batch("client", ["link set lo up"])
        self._batch("router", [
            f"addr add {places.ROUTER_LAN} dev lan0", "link set lan0 up",
            f"addr add {places.ROUTER_LAN6} dev lan0 nodad",
            f"addr add {places.ROUTER_LAN_LINK6} dev lan0 nodad",
            f"addr add {places.ROUTER_WAN} dev wan0", "link set wan0 up",
            f"addr add {places.ROUTER_WAN6} dev wan0 nodad",
            f"route add default via {places.ISP_CUSTOMER.ip}",
            f"route add default via {places.ISP_CUSTOMER6.ip}",
        ])
        self._batch("isp", [
            "link set lo up",
            f"addr add {places.ISP_CUSTOMER} dev cust0", "link set cust0 up",
            f"addr add {places.ISP_CUSTOMER6} dev cust0 nodad",
            f"addr add {places.ISP_WAN} dev wan", "link set wan up txqueuelen 5000",
            f"addr add {places.ISP_WAN6} dev wan nodad",
            "route add default dev wan",
            "route add ::/0 dev wan",
            f"route add {places.CLIENT_LAN6.network} via {places.ROUTER_WAN6.ip}",
        ])
        world = self.world
        owned = [prefix for region in world.regions.values() for prefix in region.all_ranges]
        owned += [web.address for web in world.webs.values()] + [world.resolver, world.faults]
        self._batch("world", [
            "link set lo up",
            f"addr add {places.WORLD_WAN} dev wan", "link set wan up txqueuelen 5000",
            f"addr add {places.WORLD_WAN6} dev wan nodad",
            "route add default dev wan",
            "route add ::/0 dev wan",
            f"route add local {places.WORLD6} dev lo",
        ] + [f"route add local {prefix} dev lo" for prefix in owned])

    def write_client_config(self, certificates):
        """Writes what the client has in /etc: names, authorities, and nothing of this machine."""
        directory = self.client_config
        directory.mkdir(parents=True)
        (directory / "hosts").write_text(HOSTS)
        (directory / "nsswitch.conf").write_text(NSSWITCH)
        (directory / "resolv.conf").write_text("")
        certificates.trust_in(directory / "ssl")

    def write_router_config(self):
        """Writes what the router has in /etc: its own name service."""
        self.router_config.mkdir(parents=True)
        (self.router_config / "hosts").write_text(HOSTS)
        (self.router_config / "nsswitch.conf").write_text(NSSWITCH)
        (self.router_config / "resolv.conf").write_text(f"nameserver {places.ROUTER_LAN.ip}\n")

    def client_plan(self, scenario):
        """The client's side of a scenario, as the words that configure_client() acts on."""
        client = scenario["client"]
        up = client["link"] == "up"
        lines = ["addr flush dev eth0", "link set eth0 down"]
        if up:
            lines.append("link set eth0 up")
        if client["ipv4"]:
            lines.append(f"addr add {places.CLIENT_LAN} dev eth0")
            if up and client["default_route"]:
                lines.append(f"route add default via {places.ROUTER_LAN.ip}")
        if client["ipv6"] and up:
            lines.append(f"addr add {places.CLIENT_LAN6} dev eth0 nodad")
            lines.append(f"route add default via {places.ROUTER_LAN6.ip}")
        resolver = places.ROUTER_LAN.ip if client["ipv4"] else places.ROUTER_LAN6.ip
        if client["resolver"] == "link-local":
            resolver = f"{places.ROUTER_LAN_LINK6.ip}%eth0"
        return {"ipv6": client["ipv6"], "lines": lines, "resolver": str(resolver)}

    def configure_client(self, plan):
        """Gives the client its addresses, its route and its resolver."""
        system.call_in(self.namespaces["client"], lambda: _write(
            "ipv6/conf/eth0/disable_ipv6", "0" if plan["ipv6"] else "1"))
        self._remove_extra_links()
        self._batch("client", plan["lines"])
        (self.client_config / "resolv.conf").write_text(f"nameserver {plan['resolver']}\n")

    def _remove_extra_links(self):
        """Takes away the bridges and pairs that came to the client during a run."""
        namespace = self.namespaces["client"]
        for kind in ("bridge", "veth"):
            while extra := [link["ifname"] for link in json.loads(
                    system.run(["ip", "-n", namespace, "-json", "link", "show", "type", kind]))
                    if link["ifname"] != "eth0"]:
                self._batch("client", [f"link del {extra[0]}"])

    def change_client(self, lines):
        """Changes the client's network by what ip(8) understands."""
        self._batch("client", lines)

    def forget_flows(self):
        """Flushes connection tracking and what the client has learned about routes."""
        for role in ("router", "world"):
            system.run(["conntrack", "-F"], namespace=self.namespaces[role])
        self._batch("client", ["route flush cache", "tcp_metrics flush"])

    def remove(self):
        """Takes all of it away; nothing of it need be there."""
        present = [name for name in self.namespaces.values()
                   if (system.NAMESPACE_DIRECTORY / name).exists()]
        system.kill_namespaces(present)
        if present:
            system.run(["ip", "-batch", "-"],
                       stdin="".join(f"netns del {name}\n" for name in present))
        shutil.rmtree(self.client_config, ignore_errors=True)
        shutil.rmtree(self.router_config, ignore_errors=True)
        try:
            NETNS_CONFIG.rmdir()
        except OSError:
            pass  # it is not there, or not ours alone


def _write(name, value):
    path = pathlib.Path("/proc/sys/net") / name
    if path.exists():
        path.write_text(value)


def _write_sysctls(role):
    for name, value in {**SYSCTLS, **ROLE_SYSCTLS[role]}.items():
        try:
            _write(name, value)
        except OSError as error:
            raise LabError(f"{name} = {value}: {error.strerror}") from error
