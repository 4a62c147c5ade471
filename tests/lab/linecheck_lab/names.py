# SPDX-License-Identifier: GPL-3.0-or-later
"""Name service: the configuration of the world's dnsmasq and of the router's."""

import fnmatch

from .errors import LabError

# Ports of servers/dns-faults.py on the router, by what they do.
FAULT_PORTS = {"servfail": 5301, "refused": 5302, "silent": 5303, "slow": 5304, "empty": 5305}


def records(world, scenario):
    """Every name of the world with its addresses."""
    names = scenario["names"]
    answers = {}
    for web in world.webs.values():
        answers[web.host] = [web.address] + ([web.address6] if names["ipv6"] else [])
    nearest = world.regions[names["global"]]
    answers[f"global.{world.stun_domain}"] = [nearest.global_stun]
    answers[f"global.{world.turn_domain}"] = [nearest.global_turn]
    for region in world.regions.values():
        labels = [region.edge] if names["edge_hosts"] and region.edge else []
        labels += [region.id] if names["id_hosts"] else []
        for label in labels:
            answers[f"{label}.{world.stun_domain}"] = [region.stun]
            answers[f"{label}.{world.turn_domain}"] = [region.turn]
    for pattern in names["missing"]:
        for name in fnmatch.filter(list(answers), pattern):
            del answers[name]
    return answers


def world_config(world, scenario, log):
    """The world's server: knows these names and no others."""
    lines = common(log) + [f"listen-address={world.resolver}", "cache-size=0",
                           "local-ttl=60", "address=/#/"]
    for name, addresses in records(world, scenario).items():
        lines.append(f"host-record={name},{','.join(addresses)}")
    return "\n".join(lines) + "\n"


def common(log):
    """What both servers have in common: nothing comes from this machine."""
    return ["keep-in-foreground", "user=root", "pid-file=", "no-hosts", "no-resolv", "no-poll",
            "bind-interfaces", "except-interface=lo", "log-facility=" + str(log)]


def router_config(world, scenario, log):
    """The router's server: asks the world's, and lies where the scenario says so."""
    # Names of their own for all that is known, so that a lie about a name does not
    # reach the names below it.
    everyone = sorted(set(records(world, scenario)) | set(world.hosts))
    upstream = {name: f"server=/{name}/{world.resolver}" for name in everyone}
    default = [f"server={world.resolver}"]
    for lie in scenario["lies"]:
        for pattern in lie["names"]:
            if pattern == "*":
                default = [] if answers_itself(lie) else [f"server={fault_server(lie)}"]
                upstream = {}
                if answers_itself(lie):
                    default = lie_lines("#", lie)
                continue
            for name in fnmatch.filter(everyone, pattern):
                upstream[name] = "\n".join(lie_lines(name, lie))
    listen = ["interface=lan0"]
    return "\n".join(common(log) + listen + default + list(upstream.values())) + "\n"


def answers_itself(lie):
    """Whether dnsmasq can tell this lie alone."""
    return lie["answer"] in ("nxdomain", "address")


def fault_server(lie):
    """The server that does to questions what the lie says."""
    if lie["answer"] not in FAULT_PORTS:
        known = ", ".join(["nxdomain", "address", *FAULT_PORTS])
        raise LabError(f"lies: answer: expected one of {known}, found {lie['answer']!r}")
    return f"127.0.0.1#{FAULT_PORTS[lie['answer']]}"


def lie_lines(name, lie):
    """The configuration for one lie about one name."""
    if lie["answer"] == "nxdomain":
        return [f"address=/{name}/"]
    if lie["answer"] == "address":
        return [f"address=/{name}/{address}" for address in lie["addresses"]]
    return [f"server=/{name}/{fault_server(lie)}"]


def fault_arguments(scenario):
    """What servers/dns-faults.py has to be told, or None when nobody needs it."""
    faults = [lie for lie in scenario["lies"] if not answers_itself(lie)]
    if not faults:
        return None
    delays = [lie["delay_ms"] for lie in faults if "delay_ms" in lie]
    return [str(delays[0] if delays else 0)]
