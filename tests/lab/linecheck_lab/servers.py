# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of the lab: how each is started, and how it shows that it is ready."""

import json
import socket

from . import names, proxy, system
from .emulator import find_program
from .errors import LabError
from .firewall import FAULT_PORTS
from .world import FALLBACK_PORT, LAB_DIRECTORY, ROUTER_LAN, STUN_PORT

# What a packet needs one way for all that is not the WAN: the links, NAT, and the server at
# the end. The emulator takes it off each delay, so that a client sees the round trip that a
# scenario names. Measured as half of what an unprivileged STUN client saw too much.
ALLOWANCE_US = 80

SERVER_DIRECTORY = LAB_DIRECTORY / "servers"


def answers(path):
    """Whether somebody listens at a Unix socket."""
    with socket.socket(socket.AF_UNIX) as attempt:
        try:
            attempt.connect(str(path))
            return True
        except OSError:
            return False


class Servers:
    """Starts and stops the servers of one lab; remembers them by pid and start time."""

    def __init__(self, state, network, world):
        self.state = state
        self.network = network
        self.world = world
        self.processes = {}

    def _spawn(self, name, role, argv):
        process = system.spawn(argv, self.network.namespaces[role], self.state / f"{name}.log")
        self.processes[name] = (process.pid, system.start_time(process.pid))

    def is_alive(self, name):
        """Whether a server runs."""
        pid, started = self.processes.get(name, (0, None))
        return started is not None and system.start_time(pid) == started

    def stop(self, name):
        """Ends a server, if it runs."""
        if name in self.processes:
            system.kill_process(*self.processes.pop(name))

    def _wait(self, name, condition):
        def is_ready():
            if not self.is_alive(name):
                log = (self.state / f"{name}.log").read_text(errors="replace")
                raise LabError(f"{name} ended at once:\n{log[-2000:]}")
            return condition()
        system.wait_until(is_ready, f"{name} (its log: {self.state}/{name}.log)")

    def _wait_for_ports(self, name, wanted):
        pid = self.processes[name][0]
        self._wait(name, lambda: wanted <= system.bound_ports(pid))

    def _wait_for_socket(self, name, path):
        self._wait(name, lambda: answers(path))

    def start_emulator(self):
        """Starts the WAN emulator and waits for its control socket."""
        near = system.NAMESPACE_DIRECTORY / self.network.namespaces["isp"]
        far = system.NAMESPACE_DIRECTORY / self.network.namespaces["world"]
        control = self.state / "emulator.sock"
        self._spawn("emulator", "isp", [find_program(), "--spin", "--device", "wan",
                                        "--allowance-us", ALLOWANCE_US,
                                        "--control", control, near, far])
        self._wait_for_socket("emulator", control)

    def start_coturns(self, certificates):
        """Starts the STUN and TURN server of each region; wait_for_coturns() waits."""
        for region in self.world.regions.values():
            name = f"coturn-{region.id}"
            argv = ["turnserver", "-n", "--no-cli", "--lt-cred-mech", "--fingerprint",
                    "--user=linecheck:linecheck", "--realm=twilio.com",
                    "--no-multicast-peers", "--no-dtls", "--no-stdout-log", "--simple-log",
                    "--relay-threads=1", f"--listening-port={STUN_PORT}",
                    f"--userdb={self.state}/{name}.db", f"--pidfile={self.state}/{name}.pid",
                    f"--log-file={self.state}/{name}.turn.log",
                    f"--cert={certificates.leaf('good')}", f"--pkey={certificates.key()}",
                    f"--relay-ip={region.stun}"]
            for address in region.listening:
                argv += [f"--listening-ip={address}",
                         f"--aux-server={address}:{FALLBACK_PORT}"]
            self._spawn(name, "world", argv)
            system.run_first(self.processes[name][0])

    def wait_for_coturns(self):
        """Waits until every region answers on all its ports."""
        for region in self.world.regions.values():
            self._wait_for_ports(f"coturn-{region.id}", {
                (protocol, port, system.kernel_address(address))
                for address in region.listening
                for protocol, port in (("udp", STUN_PORT), ("tcp", STUN_PORT),
                                       ("tcp", FALLBACK_PORT))})

    def start_web(self, certificates):
        """Starts portal, Socket.IO and signaling; wait_for_web() waits."""
        if not (SERVER_DIRECTORY / "node_modules" / "socket.io").is_dir():
            raise LabError("the web servers' packages are missing; do: tests/lab/lab setup")
        config = {
            "certificates": str(certificates.directory),
            "web": {id: {"addresses": [web.address, web.address6]}
                    for id, web in self.world.webs.items()},
            "faults": {"address": self.world.faults, "ports": FAULT_PORTS},
        }
        path = self.state / "web.json"
        path.write_text(json.dumps(config))
        self._spawn("web", "world", ["node", SERVER_DIRECTORY / "main.js",
                                     self.state / "web.sock", path])

    def wait_for_web(self):
        """Waits for the control socket, which comes last."""
        self._wait_for_socket("web", self.state / "web.sock")

    def configure_web(self, settings):
        """Tells the web servers how to behave."""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(5)
            control.connect(str(self.state / "web.sock"))
            control.sendall(json.dumps({"web": settings}).encode() + b"\n")
            answer = control.makefile().readline().strip()
        if answer != "ok":
            raise LabError(f"web servers: {answer}")

    def _start_dnsmasq(self, name, role, config, address):
        path = self.state / f"{name}.conf"
        path.write_text(config)
        self._spawn(name, role, ["dnsmasq", f"--conf-file={path}"])
        where = system.kernel_address(str(address))
        self._wait_for_ports(name, {("udp", 53, where), ("tcp", 53, where)})

    def restart_world_dns(self, scenario):
        """Starts the world's name server afresh."""
        self.stop("world-dns")
        config = names.world_config(self.world, scenario, self.state / "world-dns.log")
        self._start_dnsmasq("world-dns", "world", config, self.world.resolver)

    def restart_router_dns(self, scenario):
        """Starts the router's name server afresh, with nothing in its cache, and the one
        that answers badly where the scenario wants it."""
        self.stop("router-dns")
        self.stop("dns-faults")
        if scenario["router"]["dns"] == "refused":
            return
        faults = names.fault_arguments(scenario)
        if faults is not None:
            ports = [f"{port}={behaviour}" for behaviour, port in names.FAULT_PORTS.items()]
            self._spawn("dns-faults", "router", [SERVER_DIRECTORY / "dns-faults.py",
                                                 self.world.resolver, *faults, *ports])
            where = system.kernel_address("127.0.0.1")
            self._wait_for_ports("dns-faults",
                                 {("udp", port, where) for port in names.FAULT_PORTS.values()})
        config = names.router_config(self.world, scenario, self.state / "router-dns.log")
        self._start_dnsmasq("router-dns", "router", config, ROUTER_LAN.ip)

    def restart_router_stun(self, scenario):
        """Starts a STUN and TURN server on the router, to which its firewall leads whoever asks
        another, where the scenario wants it."""
        self.stop("router-stun")
        if scenario["router"]["stun"] == "answers":
            name = "router-stun"
            self._spawn(name, "router", [
                "turnserver", "-n", "--no-cli", "--lt-cred-mech", "--fingerprint",
                "--user=linecheck:linecheck", "--realm=router.example", "--no-tls", "--no-dtls",
                "--no-stdout-log", "--simple-log", "--relay-threads=1",
                f"--listening-port={STUN_PORT}", f"--listening-ip={ROUTER_LAN.ip}",
                f"--relay-ip={ROUTER_LAN.ip}", f"--userdb={self.state}/{name}.db",
                f"--pidfile={self.state}/{name}.pid", f"--log-file={self.state}/{name}.turn.log"])
            where = system.kernel_address(str(ROUTER_LAN.ip))
            self._wait_for_ports(name, {("udp", STUN_PORT, where), ("tcp", STUN_PORT, where)})

    def restart_proxy(self, scenario):
        """Starts the proxy of the house afresh, where the scenario wants one."""
        self.stop("proxy")
        if proxy.runs(scenario):
            # It asks the router's name server or the world's, and none of this machine.
            within = ["ip", "netns", "exec", self.network.namespaces["router"],
                      *proxy.surroundings(scenario, self.state, self.world)]
            self._spawn("proxy", "router", within + proxy.command(scenario, self.state))
            self._wait_for_ports("proxy", {proxy.listens_at(scenario)})
