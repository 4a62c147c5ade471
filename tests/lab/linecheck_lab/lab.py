# SPDX-License-Identifier: GPL-3.0-or-later
"""One lab: brought up, changed from scenario to scenario, and taken down."""

import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import time

from . import emulator, firewall, proxy, rules, scenario as scenarios, system, world as places
from .certificates import Certificates
from .errors import LabError
from .network import Network
from .servers import SERVER_DIRECTORY, Servers

STATE_DIRECTORY = pathlib.Path("/run/linecheck-lab")
TOOLS = {"conntrack": "conntrack", "dnsmasq": "dnsmasq-base", "ip": "iproute2",
         "microsocks": "microsocks", "nft": "nftables", "node": "nodejs", "openssl": "openssl",
         "setpriv": "util-linux", "tinyproxy": "tinyproxy-bin", "turnserver": "coturn"}

# So many are of a run that is under way, in which there are more than two hundred.
MANY_PACKETS = 100

FOREIGN_VARIABLES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy",
                     "dbus_session_bus_address", "xdg_config_home", "xdg_cache_home",
                     "xdg_data_home", "xdg_runtime_dir"}


def check_machine():
    """Raises LabError unless this machine can hold a lab."""
    if os.geteuid() != 0:
        raise LabError("the lab makes network namespaces and needs root")
    missing = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)
    if missing:
        raise LabError(f"missing tools; do: apt-get install {' '.join(missing)}")
    if not os.path.exists("/dev/net/tun"):
        raise LabError("the kernel has no /dev/net/tun")


class Lab:
    """One lab by name. Different names are labs that do not know of each other."""

    def __init__(self, name=None):
        self.name = name or os.environ.get("LINECHECK_LAB") or "lab"
        if not scenarios.NAME.match(self.name) or len(self.name) > 40:
            raise LabError(f"name of the lab: expected small letters, figures and hyphens, "
                           f"found {self.name!r}")
        self.state = STATE_DIRECTORY / self.name
        self.world = places.load()
        self.network = Network(self.name, self.world)
        self.servers = Servers(self.state, self.network, self.world)
        hosts = self.world.hosts + [f"{label}.{domain}" for region in self.world.regions.values()
                                    for label in (region.edge, region.id) if label
                                    for domain in (self.world.stun_domain,
                                                   self.world.turn_domain)]
        self.certificates = Certificates(self.state / "certificates", hosts)
        self.applied = {}
        self.record = {}
        self._lock = None

    # Who may touch it, and what is known about it

    def lock(self, patience=600):
        """Waits until no other process works on this lab. The lock is a name that goes with
        the process, however that ends, and leaves no file."""
        deadline = time.monotonic() + patience
        while self._lock is None:
            attempt = socket.socket(socket.AF_UNIX)
            try:
                attempt.bind(f"\0linecheck-lab-{self.name}")
                self._lock = attempt
            except OSError:
                attempt.close()
                if time.monotonic() > deadline:
                    raise LabError(f"the lab {self.name!r} is in use by another process; "
                                   "LINECHECK_LAB=NAME makes one of your own") from None
                if patience and deadline - time.monotonic() > patience - 0.01:
                    print(f"lab: waiting for another process to leave the lab {self.name!r}",
                          file=sys.stderr)
                time.sleep(0.05)

    def unlock(self):
        """Lets others touch the lab."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def read_record(self):
        """What is known about the lab that is up, or None."""
        try:
            record = json.loads((self.state / "state.json").read_text())
        except (OSError, ValueError):
            return None
        return record

    def _save(self):
        self.record["processes"] = self.servers.processes
        self.record["applied"] = self.applied
        path = self.state / "state.json"
        path.with_suffix(".new").write_text(json.dumps(self.record, indent=1))
        path.with_suffix(".new").replace(path)

    def is_whole(self, record):
        """Whether everything that a record names still runs."""
        self.servers.processes = {name: tuple(value)
                                  for name, value in record.get("processes", {}).items()}
        return (bool(record.get("up"))
                and all((system.NAMESPACE_DIRECTORY / name).exists()
                        for name in self.network.namespaces.values())
                and all(self.servers.is_alive(name) for name in self.servers.processes))

    def attach(self):
        """Takes hold of a lab that is up."""
        record = self.read_record()
        if record is None:
            raise LabError(f"no lab {self.name!r} is up; do: lab up")
        if not self.is_whole(record):
            raise LabError(f"the lab {self.name!r} is broken; do: lab down")
        self.record = record
        self.applied = record["applied"]

    # Up, down, and from one scenario to the next

    def up(self, name="healthy", seed=0, kind="standing"):
        """Brings the lab up with a scenario; what an interrupted one left goes first."""
        check_machine()
        wanted = scenarios.load(name)
        record = self.read_record()
        if record is not None and record.get("kind") == "standing" and self.is_whole(record):
            raise LabError(f"a lab {self.name!r} is up already; use lab apply, exec or down")
        self.down()
        started = time.monotonic()
        try:
            self.state.mkdir(parents=True)
            self.state.chmod(0o755)
            self.certificates.directory.mkdir()
            self.record = {"kind": kind, "owner": os.getpid(), "up": False}
            self._save()
            self.network.create_namespaces()
            self.servers.start_emulator()
            self.network.connect()
            self.certificates.leaf("good")
            self.servers.start_coturns(self.certificates)
            self.servers.start_web(self.certificates)
            self.network.write_client_config(self.certificates)
            self.network.write_router_config()
            self._apply_network(wanted, seed)
            self.servers.wait_for_web()
            self._apply_web(wanted)
            self.servers.wait_for_coturns()
            self._finish_apply(name, seed)
            self.record["up"] = True
            self.record["up_s"] = round(time.monotonic() - started, 3)
            self._save()
        except BaseException:
            if not os.environ.get("LINECHECK_LAB_KEEP"):
                self.down()
            raise

    def apply(self, name, seed=0):
        """Changes the network to what a scenario says."""
        wanted = scenarios.load(name)
        self._apply_network(wanted, seed)
        self._apply_web(wanted)
        self._finish_apply(name, seed)
        self._save()

    def _changes(self, part, value):
        if self.applied.get(part) == value:
            return False
        self.applied[part] = value
        return True

    def _nft(self, role, text):
        if self._changes(f"nft-{role}", text):
            system.run(["nft", "-f", "-"], stdin=text, namespace=self.network.namespaces[role])

    def _apply_network(self, wanted, seed):
        plan = self.network.client_plan(wanted)
        if self._changes("client", plan):
            self.network.configure_client(plan)
        self._nft("router", firewall.router(self.world, wanted))
        self._nft("world", firewall.world_rules(self.world, wanted))
        emulator.ask(self.state / "emulator.sock",
                     emulator.commands(self.world, wanted, seed) + ["reset"])
        if self._changes("names", wanted["names"]) or not self.servers.is_alive("world-dns"):
            self.servers.restart_world_dns(wanted)
        self.servers.restart_router_dns(wanted)
        if self._changes("router-stun", wanted["router"]["stun"]):
            self.servers.restart_router_stun(wanted)
        if self._changes("proxy", wanted["proxy"]):
            self.servers.restart_proxy(wanted)
        self._apply_rules(wanted["rules"])

    def _apply_rules(self, settings):
        if settings["list"] != "none":
            rules.load(self.network, self.state, settings["list"], settings["without"])
            self.applied["rules"] = settings
        elif self.applied.pop("rules", None):
            rules.unload(self.network)

    def _apply_web(self, wanted):
        for settings in wanted["web"].values():
            self.certificates.leaf(settings.get("certificate", "good"))
        if self._changes("web", wanted["web"]):
            self.servers.configure_web(wanted["web"])

    def _finish_apply(self, name, seed):
        self.network.forget_flows()
        self.record["scenario"] = name
        self.record["seed"] = seed
        self.record["rtt_ms"] = emulator.region_rtts(self.world, scenarios.load(name), seed)

    def down(self):
        """Takes everything away, also what an interrupted lab left. Safe to do twice."""
        self.network.remove()
        shutil.rmtree(self.state, ignore_errors=True)
        try:
            STATE_DIRECTORY.rmdir()
        except OSError:
            pass  # it is not there, or another lab is
        self.applied = {}
        self.record = {}
        self.servers.processes = {}

    # The client

    def client_argv(self, command, user="root"):
        """The command line that runs a command in the client's namespace."""
        argv = ["ip", "netns", "exec", self.network.namespaces["client"]]
        if user != "root":
            argv += ["setpriv", f"--reuid={user}", f"--regid={group_of(user)}", "--clear-groups",
                     "--no-new-privs"]
        return argv + ["--"] * (user != "root") + [str(word) for word in command]

    def start_client(self, command, user="root", **options):
        """Starts a command in the client's namespace; it is a Popen."""
        return subprocess.Popen(self.client_argv(command, user), env=self._environment(user),
                                **options)

    def _environment(self, user):
        """This environment without what leads to this machine's proxies and settings, but with
        the lab's; somebody who is not root gets a home of their own, too."""
        kept = {key: value for key, value in os.environ.items()
                if key.lower() not in FOREIGN_VARIABLES}
        kept |= proxy.variables({"proxy": self.applied["proxy"]})
        if user != "root":
            home = self.state / f"home-{user}"
            if not home.exists():
                home.mkdir(mode=0o700)
                shutil.chown(home, user, group_of(user))
            kept |= {"HOME": str(home), "USER": user, "LOGNAME": user,
                     "XDG_RUNTIME_DIR": str(home)}
        return kept

    def change_during(self, process):
        """What the scenario changes in the middle of a run, that is when more packets come to
        the WAN than stray answers to an earlier run. The next scenario finds the client as it
        was."""
        lines = scenarios.load(self.record["scenario"])["during"]["client"]
        if not lines:
            return
        while (process.poll() is None
               and sum(each["up"]["packets"] for each in self.statistics()["classes"]) < MANY_PACKETS):
            time.sleep(0.01)
        self.applied.pop("client")
        self.network.change_client(lines)

    def end_clients(self):
        """Ends whatever still runs in the client's namespace."""
        system.kill_namespaces([self.network.namespaces["client"]])

    def statistics(self):
        """The counters of the WAN emulator."""
        return emulator.statistics(self.state / "emulator.sock")


def group_of(user):
    """The primary group of a user."""
    try:
        return pwd.getpwnam(user).pw_gid
    except KeyError:
        raise LabError(f"--user: no user is called {user!r}") from None


def set_up_packages():
    """Installs the web servers' packages as their lock file says, unless they are there."""
    installed = SERVER_DIRECTORY / "node_modules" / ".package-lock.json"
    lock = SERVER_DIRECTORY / "package-lock.json"
    stamp = SERVER_DIRECTORY / "node_modules" / ".linecheck-lock"
    if installed.exists() and stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return False
    if shutil.which("npm") is None:
        raise LabError("missing tools; do: apt-get install npm")
    result = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=SERVER_DIRECTORY,
                            stdin=subprocess.DEVNULL, check=False)
    if result.returncode != 0:
        raise LabError("npm ci did not succeed")
    stamp.write_bytes(lock.read_bytes())
    return True
