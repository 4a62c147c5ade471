# SPDX-License-Identifier: GPL-3.0-or-later
"""nftables rules of the router and of the world, as text for "nft -f -"."""

import ipaddress

from .world import CLIENT_LAN, FALLBACK_PORT, STUN_PORT

START = """table inet linecheck
delete table inet linecheck
table inet linecheck {
"""

# Where a redirected port lands on the world's server of faults.
FAULT_PORTS = {"silent": 1001, "reset": 1002, "close": 1003, "garbage": 1004}

VERDICTS = {
    ("drop", "tcp"): "drop",
    ("drop", "udp"): "drop",
    ("accept", "tcp"): "accept",
    ("accept", "udp"): "accept",
    ("reject", "tcp"): "reject with icmpx admin-prohibited",
    ("reject", "udp"): "reject with icmpx admin-prohibited",
    ("first-packets", "tcp"): "ct original packets > 1 drop",
    ("first-packets", "udp"): "ct original packets > 1 drop",
    ("refuse", "tcp"): "reject with tcp reset",
    ("refuse", "udp"): "reject with icmpx port-unreachable",
    ("unreachable", "tcp"): "reject with icmpx host-unreachable",
    ("unreachable", "udp"): "reject with icmpx host-unreachable",
}

# Where a firewall stands, and the device on which the client's packets come in there.
DEVICES = {"router": "lan0", "world": "wan"}


def _targets(world, scenario, to):
    """The IPv4 prefixes that "to" of a rule stands for."""
    names = to if isinstance(to, list) else [to]
    global_region = scenario["names"]["global"]
    return [address for name in names for address in world.addresses_of(name, global_region)]


def client_rules(world, scenario, place):
    """The rules of a place for what the client sends."""
    lines = []
    device = DEVICES[place]
    for rule in scenario["firewall"]:
        if rule.get("at", "router") != place:
            continue
        to = rule.get("to", "everything")
        protocols = [rule["protocol"]] if "protocol" in rule else ["udp", "tcp"]
        ports = rule.get("port")
        ports = ports if isinstance(ports, list) else [ports] if ports else []
        targets = _targets(world, scenario, to)
        family = "ip6" if ":" in targets[0] else "ip"
        asked = f"ct original {family} daddr"  # before the world hands it to a region's server
        where = "" if to == "everything" else f"{asked} {{ {', '.join(targets)} }} "
        for protocol in protocols:
            what = (f"{protocol} dport {{ {', '.join(str(port) for port in ports)} }} "
                    if ports else f"meta l4proto {protocol} ")
            lines.append(f'iifname "{device}" {where}{what}{VERDICTS[rule["action"], protocol]}')
        if to == "everything" and "protocol" not in rule and rule["action"] == "drop":
            lines.append(f'iifname "{device}" drop')
    return lines


def router(world, scenario):
    """The router: NAT, the scenario's firewall, and its own DNS port."""
    random = " random,fully-random" if scenario["router"]["nat"] == "symmetric" else ""
    dns = ['iifname "lan0" udp dport 53 drop', 'iifname "lan0" tcp dport 53 drop']
    rules = {
        "type filter hook input priority filter; policy accept;":
            dns if scenario["router"]["dns"] == "silent" else [],
        "type filter hook forward priority filter; policy accept;":
            client_rules(world, scenario, "router"),
        "type nat hook prerouting priority dstnat; policy accept;":
            [f'iifname "lan0" meta nfproto ipv4 meta l4proto {{ tcp, udp }} th dport {STUN_PORT} redirect']
            if scenario["router"]["stun"] == "answers" else [],
        "type nat hook postrouting priority srcnat; policy accept;":
            [f'oifname "wan0" ip saddr {CLIENT_LAN.network} masquerade{random}'],
    }
    return _table(rules)


def world_rules(world, scenario):
    """The world: whole ranges answer with the server of their region, all else is silent."""
    media = ", ".join(prefix for region in world.regions.values() for prefix in region.all_ranges)
    listening = ", ".join(address for region in world.regions.values()
                          for address in region.listening)
    nat = []
    for item in scenario["redirect"]:
        addresses = ", ".join(_targets(world, scenario, item["to"]))
        nat.append(f"ip daddr {{ {addresses} }} {item['protocol']} dport {item['port']} "
                   f"dnat ip to {world.faults}:{FAULT_PORTS[item['behaviour']]}")
    nat.append(f"ip daddr {{ {listening} }} accept")

    mapping = []
    for region in world.regions.values():
        answer = scenario["ranges"]["answer"]
        if answer == "all":
            places = region.all_ranges
        else:
            places = [region.turn, region.global_stun, region.global_turn]
        if answer == "sparse":
            places += [sparse_part(prefix) for prefix in region.all_ranges]
        places = [place for place in places if place not in region.listening]
        mapping += [f"{place} : {region.stun}" for place in places]
    table = f"ip daddr map {{ {', '.join(mapping)} }}"
    nat.append(f"udp dport {{ {STUN_PORT}, {STUN_PORT + 1} }} dnat ip to {table}")
    nat.append(f"tcp dport {{ {STUN_PORT}, {FALLBACK_PORT} }} dnat ip to {table}")

    rules = {
        "type nat hook prerouting priority dstnat; policy accept;": nat,
        "type filter hook input priority filter; policy accept;": [
            *client_rules(world, scenario, "world"),
            "ct state established,related accept",
            "ct status dnat accept",
            f"ip daddr {{ {listening} }} udp dport {{ {STUN_PORT}, {STUN_PORT + 1} }} accept",
            f"ip daddr {{ {listening} }} tcp dport {{ {STUN_PORT}, {FALLBACK_PORT} }} accept",
            f"ip daddr {{ {media} }} meta l4proto icmp accept",
            f"ip daddr {{ {media} }} drop",
        ],
    }
    return _table(rules)


def sparse_part(prefix):
    """The upper half of a range: where its servers are when the range is "sparse"."""
    return str(list(ipaddress.ip_network(prefix).subnets(1))[1])


def _table(chains):
    text = START
    for number, (head, rules) in enumerate(chains.items()):
        text += f"  chain c{number} {{\n    {head}\n"
        text += "".join(f"    {rule}\n" for rule in rules)
        text += "  }\n"
    return text + "}\n"
