# SPDX-License-Identifier: GPL-3.0-or-later
"""What the world consists of: world.toml, as objects."""

import dataclasses
import ipaddress
import pathlib
import tomllib

LAB_DIRECTORY = pathlib.Path(__file__).resolve().parent.parent

STUN_PORT = 3478
FALLBACK_PORT = 443

CLIENT_LAN = ipaddress.ip_interface("192.168.77.10/24")
ROUTER_LAN = ipaddress.ip_interface("192.168.77.1/24")
CLIENT_LAN6 = ipaddress.ip_interface("2001:db8:77::10/64")
ROUTER_LAN_LINK6 = ipaddress.ip_interface("fe80::1/64")
ROUTER_LAN6 = ipaddress.ip_interface("2001:db8:77::1/64")
ROUTER_WAN = ipaddress.ip_interface("203.0.113.2/30")
ISP_CUSTOMER = ipaddress.ip_interface("203.0.113.1/30")
ROUTER_WAN6 = ipaddress.ip_interface("2001:db8:70::2/64")
ISP_CUSTOMER6 = ipaddress.ip_interface("2001:db8:70::1/64")
ISP_WAN = ipaddress.ip_interface("192.0.2.1/30")
WORLD_WAN = ipaddress.ip_interface("192.0.2.2/30")
ISP_WAN6 = ipaddress.ip_interface("2001:db8:71::1/64")
WORLD_WAN6 = ipaddress.ip_interface("2001:db8:71::2/64")
WORLD6 = ipaddress.ip_network("2001:db8:1::/48")


@dataclasses.dataclass(frozen=True)
class Web:
    """One HTTPS host."""

    id: str
    host: str
    address: str
    address6: str


@dataclasses.dataclass(frozen=True)
class Region:
    """One media region with its STUN and TURN server."""

    id: str
    edge: str | None
    layer: str
    rtt_ms: float
    ranges: list[str]
    operator_ranges: list[str]
    second: bool

    def address(self, offset):
        """The address at a place of the first range."""
        return str(ipaddress.ip_network(self.ranges[0])[offset])

    @property
    def stun(self):
        """Address of <edge>.stun; the server listens here."""
        return self.address(8)

    @property
    def turn(self):
        """Address of <edge>.turn."""
        return self.address(9)

    @property
    def global_stun(self):
        """Address of global.stun when DNS sends the user to this region."""
        return self.address(10)

    @property
    def global_turn(self):
        """Address of global.turn when DNS sends the user to this region."""
        return self.address(11)

    @property
    def listening(self):
        """The addresses on which the server itself listens."""
        return [self.stun, self.turn] if self.second else [self.stun]

    @property
    def all_ranges(self):
        """The ranges of both lists."""
        return self.ranges + self.operator_ranges


@dataclasses.dataclass(frozen=True)
class World:
    """Everything that the lab's world owns."""

    resolver: str
    faults: str
    default_rtt_ms: float
    webs: dict[str, Web]
    regions: dict[str, Region]
    stun_domain: str
    turn_domain: str

    @property
    def hosts(self):
        """Every name that the profile asks for, without those of regions."""
        return ([web.host for web in self.webs.values()]
                + [f"global.{self.stun_domain}", f"global.{self.turn_domain}"])

    def addresses_of(self, name, global_region):
        """Addresses of a target as scenarios name it: "portal", "stun", "region.ie1",
        "region.*", "media", "everything", or a prefix in figures."""
        if name in self.webs:
            return [self.webs[name].address]
        if name == "stun":
            return [self.regions[global_region].global_stun]
        if name == "turn":
            return [self.regions[global_region].global_turn]
        if name == "everything":
            return ["0.0.0.0/0"]
        if name == "media":
            return [each for region in self.regions.values() for each in region.all_ranges]
        if name.startswith("region."):
            return self.regions[name.removeprefix("region.")].all_ranges
        return [str(ipaddress.ip_network(name))]


def load():
    """Reads world.toml."""
    with open(LAB_DIRECTORY / "world.toml", "rb") as file:
        data = tomllib.load(file)
    webs = {id: Web(id=id, **web) for id, web in data["web"].items()}
    regions = {
        id: Region(id=id, edge=region.get("edge"), layer=region["layer"],
                   rtt_ms=region["rtt_ms"], ranges=region["ranges"],
                   operator_ranges=region["operator_ranges"],
                   second=region.get("second", False))
        for id, region in data["region"].items()}
    return World(resolver=data["resolver"], faults=data["faults"],
                 default_rtt_ms=data["default_rtt_ms"], webs=webs, regions=regions,
                 stun_domain=data["stun"]["domain"], turn_domain=data["turn"]["domain"])
