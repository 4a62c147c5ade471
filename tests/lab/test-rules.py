#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads the rules that linecheck-cli prints into the lab's router, which drops everything else,
and sends what must pass, what must not, and what must be marked. TAP on standard output.

What must pass is read from the profile itself, in Python: this knows nothing of how Linecheck
makes the rules."""

import errno
import ipaddress
import itertools
import json
import os
import pathlib
import signal
import socket
import struct
import sys
import time
import traceback

from linecheck_lab import names, rules, scenario as scenarios, system
from linecheck_lab.command import STOP_SIGNALS, watch_signals
from linecheck_lab.errors import LabError
from linecheck_lab.lab import Lab, check_machine, set_up_packages
from linecheck_lab.world import ROUTER_LAN

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

NAME = "test-rules"
PROFILE = pathlib.Path(__file__).resolve().parents[2] / "data/profiles/quicklink-studio.json"
PATIENCE_S = 20
SEEN_TABLE = ("inet", "seen")
MARKS = (0, 8, 10, 34, 36, 46, 56)
DATA = b"linecheck"
HOSTILE = "'; nft flush ruleset; #\"$(touch /tmp/x)`id`\\ \u2019;\u2028flush ruleset\u2029} add table ip x {|?"

# What arrives beyond the router, by address and port of the server.
SEEN = """table inet seen
delete table inet seen
table inet seen {
  set seen_udp { type ipv4_addr . inet_service; size 65535; flags dynamic; }
  set seen_tcp { type ipv4_addr . inet_service; size 65535; flags dynamic; }
%s
  chain seen {
    type filter hook prerouting priority -300;
    iifname "%s" meta l4proto udp add @seen_udp { ip %s . udp %s }
    iifname "%s" meta l4proto tcp add @seen_tcp { ip %s . tcp %s }
%s
  }
}
"""


def watch(lab, role, interface, address="daddr", port="dport"):
    """From here on a namespace remembers what arrives at an interface."""
    sets = "".join(f"  set seen_mark{mark} {{ type ipv4_addr . inet_service; size 65535; flags dynamic; }}\n"
                   for mark in MARKS)
    lines = "".join(f'    iifname "{interface}" ip dscp {mark} meta l4proto udp '
                    f"add @seen_mark{mark} {{ ip {address} . udp {port} }}\n" for mark in MARKS)
    text = SEEN % (sets, interface, address, port, interface, address, port, lines)
    system.run(["nft", "-f", "-"], stdin=text, namespace=lab.network.namespaces[role])


def seen(lab, role, name):
    """What a namespace has seen: a set of (address, port)."""
    listed = json.loads(system.run(["nft", "--json", "list", "set", *SEEN_TABLE, f"seen_{name}"],
                                   namespace=lab.network.namespaces[role]))
    elements = next(item["set"] for item in listed["nftables"] if "set" in item).get("elem", [])
    return {tuple(element["concat"]) for element in elements}


def wait_for(lab, role, name, wanted, send_again=None, patience_s=PATIENCE_S):
    """Waits until all of what is wanted is there, or for as long as patience lasts; then a
    little more for what is not wanted. A busy machine loses packets: what is missing is sent
    again every second."""
    deadline = time.monotonic() + patience_s
    again = time.monotonic() + 1
    while (missing := wanted - seen(lab, role, name)) and time.monotonic() < deadline:
        time.sleep(0.05)
        if send_again and time.monotonic() > again:
            in_client(lab, send_again, sorted(missing))
            again = time.monotonic() + 1
    time.sleep(0.2)
    return seen(lab, role, name)


def send_udp(source_port, mark, targets):
    """One datagram to each."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, mark << 2)
        sender.bind(("", source_port))
        for index, target in enumerate(targets):
            if index % 100 == 99:
                time.sleep(0.005)
            sender.sendto(DATA, target)


def send_tcp(source_port, targets):
    """One SYN to each, or a few."""
    attempts = []
    for target in targets:
        attempt = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        attempt.setblocking(False)
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Ends with RST: what waits (TIME-WAIT) keeps the next one from asking the same.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        attempt.bind(("", source_port))
        if attempt.connect_ex(target) not in (0, errno.EINPROGRESS):
            raise OSError(f"{target}: no SYN was sent")
        attempts.append(attempt)
    time.sleep(0.3)
    for attempt in attempts:
        attempt.close()


def in_client(lab, function, *arguments):
    """Calls a function in the client."""
    system.call_in(lab.network.namespaces["client"], lambda: function(*arguments))


class Allowed:
    """What the profile asks for, of one of its two lists."""

    def __init__(self, lab, complete):
        profile = json.loads(PROFILE.read_text(encoding="utf-8"))
        layers = {"vendor", "operator"} if complete else {"vendor"}
        self.ranges = [(ipaddress.ip_address(each["first"]), ipaddress.ip_address(each["last"]))
                       for region in profile["regions"] for each in region["ranges"] if each["layer"] in layers]
        self.client_ports = (profile["client_ports"]["first"], profile["client_ports"]["last"])
        media = profile["media_ports"]["operator" if complete else "vendor"]
        self.range_ports = {("udp", port) for port in range(media["first"], media["last"] + 1)}
        self.range_ports.add(("udp", profile["region_servers"]["port"]))
        self.media_ports = (media["first"], media["last"])
        self.hosts = {}
        addresses = names.records(lab.world, scenarios.load("healthy"))
        for endpoint in profile["endpoints"]:
            ports = {("udp" if each["transport"] == "udp" else "tcp", each["port"])
                     for each in endpoint["ports"] if each["layer"] in layers}
            for address in addresses[endpoint["host"]]:
                self.hosts.setdefault(address, set()).update(ports)
            if endpoint["kind"] in ("stun", "turn"):
                self.range_ports |= ports

    def __call__(self, protocol, address, port):
        where = ipaddress.ip_address(address)
        return ((protocol, port) in self.hosts.get(address, ())
                or ((protocol, port) in self.range_ports
                    and any(first <= where <= last for first, last in self.ranges)))

    def edges(self):
        """Addresses at and beside the ends of every range of both lists, of the servers, and of
        somebody else; and ports at and beside the ends of every range of ports."""
        profile = json.loads(PROFILE.read_text(encoding="utf-8"))
        addresses = {"198.51.100.99", *self.hosts}
        for region in profile["regions"]:
            for each in region["ranges"]:
                for end, step in (("first", -1), ("last", 1)):
                    address = ipaddress.ip_address(each[end])
                    addresses |= {str(address), str(address + step)}
        # 52.215.126.0/24 and 54.244.50.0/24 are what the published CIDRs have too much.
        addresses |= {"52.215.126.77", "54.244.50.77"}
        ports = {53, 80, 442, 443, 444, 3477, 3478, 3479, 9999, 10000, 20000, 20001, 60000, 60001}
        return sorted(itertools.product(sorted(addresses), sorted(ports)))


def check_reach(lab, complete, patience_s=PATIENCE_S):
    """Sends to all edges; complaints about what passed or did not."""
    allowed = Allowed(lab, complete)
    edges = allowed.edges()
    watch(lab, "isp", "cust0")
    in_client(lab, send_udp, 40000, 0, [("198.51.100.99", 53)])  # finds the router
    complaints, n = [], 0
    for protocol, send, ports in (("udp", lambda targets: send_udp(40001, 0, targets), None),
                                  ("tcp", lambda targets: send_tcp(40002, targets), (80, 443, 3478, 10000))):
        sent = [target for target in edges if ports is None or target[1] in ports]
        wanted = {target for target in sent if allowed(protocol, *target)}
        in_client(lab, send, sent)
        found = wait_for(lab, "isp", protocol, wanted, send, patience_s)
        n += len(wanted)
        complaints += [f"{protocol} {target}: expected to pass, did not" for target in sorted(wanted - found)]
        complaints += [f"{protocol} {target}: passed, expected not to" for target in sorted(found - wanted)]
    return complaints[:40], f"{n} passed of {len(edges)} pairs of address and port"


def check_client_ports(lab, complete):
    """Ports of clients that the profile does not name do not pass."""
    allowed = Allowed(lab, complete)
    address = str(allowed.ranges[0][0])
    targets = {port: (address, allowed.media_ports[0] + index)
               for index, port in enumerate((allowed.client_ports[0] - 1, *allowed.client_ports))}
    watch(lab, "isp", "cust0")

    def send(missing):
        for port, target in targets.items():
            if target in missing:
                send_udp(port, 0, [target])
    wanted = {target for port, target in targets.items() if port >= allowed.client_ports[0]}
    in_client(lab, send, targets.values())
    found = wait_for(lab, "isp", "udp", wanted, send)
    return [] if found == wanted else [f"expected {sorted(wanted)}, found {sorted(found)}"]


def load(lab, which):
    """The rules for nftables, freshly loaded; returns their file."""
    return rules.load(lab.network, lab.state, which)


def check_short(lab):
    """The vendor's list: what it names passes, and nothing else."""
    load(lab, "short")
    complaints, remark = check_reach(lab, complete=False)
    return complaints + check_client_ports(lab, complete=False), remark


def check_complete(lab):
    """The complete list: what it names passes, and nothing else."""
    load(lab, "complete")
    complaints, remark = check_reach(lab, complete=True)
    return complaints + check_client_ports(lab, complete=True), remark


def check_without(lab):
    """Without the rule for media, no media passes."""
    rules.load(lab.network, lab.state, "short", ["media-udp-10000-20000"])
    complaints, _remark = check_reach(lab, complete=False, patience_s=6)
    lost = [each for each in complaints
            if ("10000)" in each or "20000)" in each) and each.endswith("expected to pass, did not")]
    return [] if lost and lost == complaints else [f"expected media alone to be lost, found {complaints}"]


def marks_seen(lab, role, wanted, send_again=None):
    """Every pair of address and port with the marks that it had."""
    found = {}
    for mark in MARKS:
        with_mark = {target for target, each in wanted.items() if each == mark}
        for target in wait_for(lab, role, f"mark{mark}", with_mark, send_again):
            found.setdefault(target, []).append(mark)
    return found


def check_marks(lab):
    """Media is marked, unless the client did that; other traffic keeps what it has."""
    load(lab, "short")
    system.run(["nft", "-f", "-"], stdin="table inet filter {\n chain forward { accept; }\n}\n",
               namespace=lab.network.namespaces["router"])
    watch(lab, "isp", "cust0")
    media = lab.world.regions["us1"].address(77)
    sent, wanted, complaints = {(media, 3478): 0}, {(media, 3478): 34}, []
    for index, (mark, result) in enumerate(((0, 34), (8, 8), (10, 34), (34, 34), (36, 36), (46, 46), (56, 34))):
        cases = {(media, 10000 + index): result, ("198.51.100.99", 10000 + index): mark,
                 (media, 9000 + index): mark}
        sent |= dict.fromkeys(cases, mark)
        wanted |= cases

    def send(missing):
        for target in missing:
            send_udp(40010, sent[target], [target])
    in_client(lab, send, list(wanted))
    found = marks_seen(lab, "isp", wanted, send)
    for target, mark in wanted.items():
        if found.get(target) != [mark]:
            complaints.append(f"{target}: expected the mark {mark}, found {found.get(target)}")
    return complaints


def binding_request():
    """STUN (RFC 8489)."""
    return struct.pack("!HHI12s", 1, 0, 0x2112A442, os.urandom(12))


def ask_stun(address):
    """One Binding, answered."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        client.bind(("", 40020))
        for _time in range(PATIENCE_S):
            client.sendto(binding_request(), (address, 3478))
            try:
                client.recv(2048)
                return
            except TimeoutError:
                pass
    raise TimeoutError(address)


def check_marks_back(lab):
    """Answers of the media servers are marked on their way to the client."""
    load(lab, "short")
    watch(lab, "client", "eth0", "saddr", "sport")
    address = lab.world.regions["ie1"].stun
    in_client(lab, ask_stun, address)
    found = marks_seen(lab, "client", {(address, 3478): 34})
    return [] if found.get((address, 3478)) == [34] else [f"expected the mark 34, found {found}"]


def check_again(lab):
    """Loaded twice, and the other list over the one, they are as if loaded once."""
    path = load(lab, "complete")
    router = lab.network.namespaces["router"]
    rules.write("short", "nftables", path)
    for _time in range(2):
        system.run(["nft", "--file", path], namespace=router)
    rules.fill(lab.network, path)
    rules.fill(lab.network, path)
    return check_reach(lab, complete=False)


def removal(path):
    """The commands of a file that take its rules back."""
    lines = path.read_text().splitlines()
    first = next(index for index, line in enumerate(lines) if line.startswith("# Remove:"))
    found = [lines[first].removeprefix("# Remove:")]
    for line in lines[first + 1:]:
        if not line.startswith("#     "):
            break
        found.append(line[1:])
    return "\n".join(found) + "\n"


def check_removal(lab):
    """The commands that remove them leave nothing behind."""
    path = load(lab, "complete")
    rules.run_commands(lab.network, removal(path))
    left = system.run(["nft", "list", "ruleset"], namespace=lab.network.namespaces["router"])
    return [] if "linecheck_" not in left else [left]


def ask_name(name):
    """Asks the router's second name service for a name."""
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        for _time in range(PATIENCE_S):
            client.sendto(struct.pack("!6H", 7, 0x100, 1, 0, 0, 0) + question + struct.pack("!2H", 1, 1),
                          (str(ROUTER_LAN.ip), 5353))
            try:
                client.recv(2048)
                return
            except (TimeoutError, ConnectionRefusedError):
                time.sleep(0.1)
    raise TimeoutError(name)


def check_dnsmasq(lab):
    """With the lines for dnsmasq, an answer to a client fills the sets."""
    path = load(lab, "complete")
    router = lab.network.namespaces["router"]
    config = lab.state / "nftset.conf"
    lines = [line[1:].strip() for line in path.read_text().splitlines() if " nftset=/" in line]
    config.write_text("\n".join(names.common(lab.state / "nftset.log") + lines + [
        "port=5353", f"listen-address={ROUTER_LAN.ip}", f"server={lab.world.resolver}"]) + "\n")
    for name in ("web_4", "stun_turn_4", "turn_4"):
        system.run(["nft", "flush", "set", "inet", "filter", f"linecheck_{name}"], namespace=router)
    process = system.start(["dnsmasq", f"--conf-file={config}"], router)
    try:
        for name in ("quicklink.network", "psio.quicklink.network", "sig.quicklink.network",
                     "global.stun.twilio.com", "global.turn.twilio.com"):
            in_client(lab, ask_name, name)
    finally:
        process.kill()
        process.wait()
    return check_reach(lab, complete=True)


def check_iptables(lab):
    """The rules for iptables: what they name passes, and nothing else; and they can be removed."""
    router = lab.network.namespaces["router"]
    path = lab.state / "linecheck.rules"
    complaints, remarks = [], []
    rules.unload(lab.network)
    system.run(["iptables", "-P", "FORWARD", "DROP"], namespace=router)
    try:
        for which in ("short", "complete", "short"):
            rules.write(which, "iptables", path)
            rules.fill(lab.network, path)
            for extra in (["--test"], []):
                system.run(["iptables-restore", "--noflush", *extra, path], namespace=router)
            if not remarks:
                system.run(["iptables", "-I", "FORWARD", "-j", "LINECHECK"], namespace=router)
                system.run(["iptables", "-t", "mangle", "-I", "FORWARD", "-j", "LINECHECK-MARK"], namespace=router)
            found, remark = check_reach(lab, which == "complete")
            complaints += found
            remarks.append(remark)
        complaints += check_client_ports(lab, complete=False)
        watch(lab, "client", "eth0", "saddr", "sport")
        address = lab.world.regions["ie1"].stun
        in_client(lab, ask_stun, address)
        marks = marks_seen(lab, "client", {(address, 3478): 34})
        if marks.get((address, 3478)) != [34]:
            complaints.append(f"expected the mark 34, found {marks}")
        rules.write("complete", "iptables", path)
        rules.fill(lab.network, path)
        rules.run_commands(lab.network, removal(path))
        left = system.run(["iptables-save"], namespace=router)
        complaints += [left] if "LINECHECK" in left else []
    finally:
        system.run(["iptables", "-P", "FORWARD", "ACCEPT"], namespace=router)
    return complaints, "; ".join(remarks)


def check_hostile(lab):
    """Whatever the words of a profile are, what is loaded is the same."""
    router = lab.network.namespaces["router"]
    profile = json.loads(PROFILE.read_text(encoding="utf-8"))
    loaded = []
    for words in ("Harmless", HOSTILE):
        profile["name"] = words
        for publisher in profile["publishers"].values():
            publisher["name"] = words
        for member, key in (("endpoints", "name"), ("regions", "place"), ("dscp", "name"), ("dscp", "class")):
            for each in profile[member]:
                each[key] = words
        path = lab.state / "hostile.json"
        path.write_text(json.dumps(profile), encoding="utf-8")
        rules.load(lab.network, lab.state, "complete", profile=path)
        loaded.append("\n".join(line for line in system.run(["nft", "list", "table", "inet", "filter"],
                                                            namespace=router).splitlines()
                                if "expires" not in line))
    return [] if loaded[0] == loaded[1] else loaded


def can_iptables(lab):
    """Whether this machine has iptables, and sets in its kernel."""
    try:
        for command in (["iptables", "--version"], ["ipset", "create", "linecheck-probe", "hash:ip"],
                        ["iptables", "-A", "OUTPUT", "-m", "set", "--match-set", "linecheck-probe", "dst"],
                        ["iptables", "-D", "OUTPUT", "-m", "set", "--match-set", "linecheck-probe", "dst"],
                        ["ipset", "destroy", "linecheck-probe"]):
            system.run(command, namespace=lab.network.namespaces["router"])
        return True
    except (LabError, FileNotFoundError):
        return False


def attempt(tap, function, lab):
    """Runs one test, whatever it does."""
    try:
        result = function(lab)
    except Exception:  # pylint: disable=broad-except
        result = [traceback.format_exc()]
    tap.result(function.__doc__.rstrip("."), *(result if isinstance(result, tuple) else (result,)))


def main():
    """Runs all tests in one lab."""
    if os.geteuid() != 0:
        skip_all("the lab makes network namespaces and needs root")
    try:
        check_machine()
        set_up_packages()
    except LabError as error:
        print(f"Bail out! {error}")
        return 1
    tap = Tap()
    watch_signals()
    lab = Lab(NAME)
    try:
        lab.lock()
        lab.up("healthy", kind="run")
        for function in (check_short, check_complete, check_without, check_marks, check_marks_back,
                         check_again, check_removal, check_dnsmasq, check_hostile):
            attempt(tap, function, lab)
        if can_iptables(lab):
            attempt(tap, check_iptables, lab)
        else:
            tap.skip("The rules for iptables", "no iptables, ipset or their parts in the kernel")
    finally:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        lab.down()
    return tap.finish()


sys.exit(main())
