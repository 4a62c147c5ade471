#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests the lab itself: it comes and goes without a trace, its WAN does what it is told, and
its NAT and servers are what they claim to be. TAP on standard output."""

import ipaddress
import json
import os
import pathlib
import signal
import socket
import statistics
import struct
import subprocess
import sys
import time
import traceback

from linecheck_lab import disturbance, emulator, network, system
from linecheck_lab.errors import LabError
from linecheck_lab.lab import STATE_DIRECTORY, Lab, check_machine, set_up_packages
from reference import ask, measure

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from tap import Tap, skip_all  # noqa: E402  pylint: disable=wrong-import-position

HERE = pathlib.Path(__file__).resolve().parent
NAME = "test-itself"
ENVIRONMENT = {**os.environ, "LINECHECK_LAB": NAME}

# Far more than it takes (about 1 s up, 0.1 s down), for busy machines and sanitizers.
UP_LIMIT_S = 20
DOWN_LIMIT_S = 10
# On a quiet machine a tenth of this.
MEDIAN_LIMIT_MS = 1.0


def heed_signals():
    """What nohup or a shell's background made this process ignore, a child would ignore too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def lab_process(*words, **options):
    """Starts the lab command on a lab of its own name."""
    return subprocess.Popen([HERE / "lab", *words], env=ENVIRONMENT, preexec_fn=heed_signals, **options)


def in_namespace(name, function):
    """What a function returns in a child that has entered a namespace."""
    reading, writing = os.pipe()

    def child():
        os.write(writing, json.dumps(function()).encode())
    try:
        system.call_in(name, child)
        os.set_blocking(reading, False)
        return json.loads(os.read(reading, 65536))
    finally:
        os.close(reading)
        os.close(writing)


def traces():
    """What of the lab is there."""
    roles = [f"linecheck-{NAME}-{role}" for role in network.ROLES]
    found = [f"namespace {role}" for role in roles
             if (system.NAMESPACE_DIRECTORY / role).exists()]
    found += [f"process {pid}" for pid in system.processes_in(roles)]
    paths = [STATE_DIRECTORY / NAME, *(network.NETNS_CONFIG / role for role in roles)]
    found += [f"file {path}" for path in paths if path.exists()]
    for entry in os.listdir("/proc"):
        if entry.isdigit() and system.start_time(entry) is not None:
            try:
                command = pathlib.Path(f"/proc/{entry}/cmdline").read_bytes()
            except OSError:
                continue
            if f"linecheck-lab/{NAME}/".encode() in command:
                found.append(f"process {entry}: {command.decode(errors='replace')}")
    return found


def check_up_and_down():
    """Up and down within seconds, and nothing stays behind."""
    lab = Lab(NAME)
    started = time.monotonic()
    lab.up("healthy")
    up_s = time.monotonic() - started
    complaints = [] if len(traces()) > 10 else ["the search for traces finds no lab that is up"]
    started = time.monotonic()
    lab.down()
    down_s = time.monotonic() - started
    complaints += traces()
    if up_s > UP_LIMIT_S:
        complaints.append(f"up: expected at most {UP_LIMIT_S} s, found {up_s:.2f} s")
    if down_s > DOWN_LIMIT_S:
        complaints.append(f"down: expected at most {DOWN_LIMIT_S} s, found {down_s:.2f} s")
    return complaints, f"up {up_s:.2f} s, down {down_s:.3f} s"


def check_status():
    """lab run returns the command's status."""
    complaints = []
    for command, wanted in ((["true"], 0), (["sh", "-c", "exit 42"], 42),
                            (["sh", "-c", "kill -TERM $$"], 128 + signal.SIGTERM)):
        found = lab_process("run", "healthy", "--", *command).wait()
        if found != wanted:
            complaints.append(f"{command}: expected status {wanted}, found {found}")
    return complaints + traces()


def check_no_scenario():
    """An unknown scenario is a plain message, and no lab."""
    process = lab_process("run", "no-such-thing", "--", "true", stderr=subprocess.PIPE, text=True)
    _output, errors = process.communicate()
    complaints = traces()
    if process.returncode != 125 or "no-such-thing" not in errors or "Traceback" in errors:
        complaints.append(f"expected status 125 and a message, found {process.returncode}: {errors}")
    return complaints


def check_user():
    """--user nobody runs the command without rights; what it leaves running is ended."""
    process = lab_process("run", "healthy", "--user", "nobody", "--", "sh", "-c",
                          "id -u; grep CapEff /proc/self/status; sleep 1000 & exit 0",
                          stdout=subprocess.PIPE, text=True)
    output = process.stdout.read() if process.wait() == 0 else ""
    process.stdout.close()
    complaints = traces()
    if output.split() != ["65534", "CapEff:", "0000000000000000"]:
        complaints.append(f"expected nobody without capabilities, found {output!r}")
    return complaints


def check_interrupted_on_the_way_up():
    """Ctrl-C at any moment of coming up leaves nothing."""
    complaints = []
    for delay_ms in (30, 60, 120, 180, 240, 320, 400, 500, 600, 700, 850, 1000):
        process = lab_process("run", "healthy", "--", "sleep", "1000")
        time.sleep(delay_ms / 1000)
        process.send_signal(signal.SIGINT)
        try:
            status = process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            complaints.append(f"after {delay_ms} ms: it did not end")
            status = 130
        # Before Python has set up anything the signal ends it in its own way.
        if status not in (130, -signal.SIGINT) and delay_ms > 60:
            complaints.append(f"after {delay_ms} ms: expected status 130, found {status}")
        complaints += [f"after {delay_ms} ms: {trace}" for trace in traces()]
    return complaints


def check_interrupted_command():
    """A signal reaches the command, which may end in its own way; nothing stays."""
    complaints = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process = lab_process("run", "healthy", "--", "sh", "-c",
                              "trap 'echo ended; exit 7' INT TERM HUP; echo ready; "
                              "while :; do sleep 0.1; done",
                              stdout=subprocess.PIPE, text=True)
        first = process.stdout.readline()
        process.send_signal(number)
        rest = process.stdout.read()
        process.stdout.close()
        status = process.wait()
        if (first, rest, status) != ("ready\n", "ended\n", 128 + number):
            complaints.append(f"{number.name}: expected an orderly end and status {128 + number}, "
                              f"found {first!r} {rest!r} {status}")
        complaints += [f"{number.name}: {trace}" for trace in traces()]
    return complaints


def check_killed():
    """What a killed lab leaves is gone after the next down, and no obstacle for the next run."""
    complaints = []
    for remedy in (["down"], ["run", "healthy", "--", "true"]):
        process = lab_process("run", "healthy", "--", "sh", "-c", "echo ready; exec sleep 1000",
                              stdout=subprocess.PIPE, text=True)
        process.stdout.readline()
        process.kill()
        process.wait()
        process.stdout.close()
        if not traces():
            complaints.append("a killed lab leaves nothing: the test is worthless")
        status = lab_process(*remedy).wait()
        if status != 0:
            complaints.append(f"lab {remedy[0]}: expected status 0, found {status}")
        complaints += [f"after lab {remedy[0]}: {trace}" for trace in traces()]
    return complaints


def check_failure():
    """A lab that cannot come up leaves nothing either."""
    environment = {**ENVIRONMENT, "LINECHECK_WAN_EMULATOR": "/bin/false"}
    process = subprocess.run([HERE / "lab", "run", "healthy", "--", "true"], env=environment,
                             capture_output=True, text=True, check=False)
    complaints = traces()
    if process.returncode != 125 or "emulator" not in process.stderr:
        complaints.append(f"expected status 125 and a message about the emulator, found "
                          f"{process.returncode}: {process.stderr}")
    return complaints


def check_standing():
    """lab up, apply, exec, revert and down."""
    steps = [(["up"], 0), (["up"], 125), (["status"], 0),
             (["exec", "--", "getent", "hosts", "quicklink.network"], 0),
             (["apply", "dns-not-found-portal"], 0),
             (["exec", "--", "getent", "hosts", "quicklink.network"], 2),
             (["revert"], 0),
             (["exec", "--", "getent", "hosts", "quicklink.network"], 0),
             (["down"], 0), (["status"], 1), (["exec", "--", "true"], 125), (["down"], 0)]
    complaints = []
    for words, wanted in steps:
        found = lab_process(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).wait()
        if found != wanted:
            complaints.append(f"lab {' '.join(words)}: expected status {wanted}, found {found}")
    return complaints + traces()


def check_closed(lab):
    """No namespace has a link to this machine's network, and none knows other addresses."""
    wanted = {"client": {"eth0", "lo"}, "router": {"lan0", "lo", "wan0"},
              "isp": {"cust0", "lo", "wan"}, "world": {"lo", "wan"}}
    complaints = []
    for role, links in wanted.items():
        found = in_namespace(lab.network.namespaces[role],
                             lambda: [name for _index, name in socket.if_nameindex()])
        if set(found) != links:
            complaints.append(f"{role}: expected the links {links}, found {set(found)}")
    found = in_namespace(lab.network.namespaces["client"], lambda: cause_of_silence("9.9.9.9"))
    if found != "silent":
        complaints.append(f"9.9.9.9: expected silence, found {found}")
    return complaints


def cause_of_silence(address):
    """Why there is no STUN server at an address."""
    try:
        return f"an answer after {ask.stun_udp(address, 3478, ask.BINDING, 1, 0.5)} ms"
    except ask.Failure as failure:
        return failure.cause


def check_accuracy(lab):
    """A client sees the delays that the scenario names: medians of STUN and of fping."""
    lab.apply("steady")
    client = lab.network.namespaces["client"]
    complaints, remarks = [], []
    for id in ("ie1", "us1", "sg1"):
        region = lab.world.regions[id]
        stun = statistics.median(in_namespace(
            client, lambda region=region: measure.round_trips(region.stun, 25, 0.02))) - region.rtt_ms
        echo = subprocess.run(lab.client_argv(["fping", "-C", "25", "-p", "20", "-t", "1000", "-q",
                                               region.stun]),
                              capture_output=True, text=True, check=False).stderr
        fping = statistics.median(float(word) for word in echo.split(":")[1].split()
                                  if word != "-") - region.rtt_ms
        remarks.append(f"{id} {region.rtt_ms} ms: median error by STUN {stun:+.3f} ms, "
                       f"by fping {fping:+.3f} ms")
        for name, error in (("STUN", stun), ("fping", fping)):
            if abs(error) > MEDIAN_LIMIT_MS:
                complaints.append(f"{id}: expected {region.rtt_ms} ms, by {name} {error:+.3f} ms")
    lateness = lab.statistics()["lateness"]
    late = sum(lateness["below_power_of_two_us"][11:])
    remarks.append(f"the emulator's own lateness: mean {lateness['mean_ns'] / 1000:.1f} us, "
                   f"{late} of {lateness['packets']} over 1 ms")
    if late > lateness["packets"] / 20:
        complaints.append(f"the emulator was late by over 1 ms {late} times "
                          f"of {lateness['packets']}")
    return complaints, "\n".join(remarks)


def check_loss(lab):
    """The same seed loses the same packets; the counters say how many."""
    lab.apply("steady")
    control = lab.state / "emulator.sock"
    address = lab.world.regions["jp1"].stun
    client = lab.network.namespaces["client"]

    def try_seed(seed):
        emulator.ask(control, [f"set {address} delay_us=3000 loss_ppm=150000 seed={seed}", "reset"])
        return in_namespace(client, lambda: measure.answered(address, 200))
    first, again, other = try_seed(1), try_seed(1), try_seed(2)
    counters = next(each for each in lab.statistics()["classes"]
                    if each["prefix"] == f"{address}/32")
    lost = counters["up"]["lost"] + counters["down"]["lost"]
    complaints = []
    if first != again:
        complaints.append(f"the same seed: {set(first) ^ set(again)} differ")
    if first == other:
        complaints.append("another seed loses the same packets")
    if not 100 < len(first) < 190:
        complaints.append(f"expected about 145 answers of 200, found {len(first)}")
    if lost != 200 - len(other):
        complaints.append(f"the counters say {lost} lost, the client missed {200 - len(other)}")
    return complaints, f"{len(first)}, {len(again)} and {len(other)} of 200 answered"


def check_order(lab):
    """Jitter keeps the order of packets unless it is told otherwise."""
    lab.apply("steady")
    control = lab.state / "emulator.sock"
    address = lab.world.faults
    complaints = []
    for order, wanted in (("keep", False), ("free", True)):
        emulator.ask(control, [f"set {address} delay_us=5000 jitter_us=4000 order={order}"])
        arrived = receive_in_world(lab, address, [struct.pack("!I", each) for each in range(200)])
        numbers = [struct.unpack("!I", data)[0] for data, _tos in arrived]
        if (numbers != sorted(numbers)) != wanted or len(numbers) != 200:
            complaints.append(f"order={order}: expected {'dis' if wanted else ''}order, "
                              f"found {numbers}")
    return complaints


def receive_in_world(lab, address, datagrams, tos=0):
    """Sends datagrams from the client; what arrives in the world, with its TOS byte."""
    reading, writing = os.pipe()
    client = lab.network.namespaces["client"]

    def receive():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
            receiver.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
            receiver.bind((address, 5000))
            receiver.settimeout(2)
            system.call_in(client, send)
            found = []
            while len(found) < len(datagrams):
                data, ancillary, _flags, _sender = receiver.recvmsg(2048, 64)
                found.append((data.hex(), ancillary[0][2][0]))
            os.write(writing, json.dumps(found).encode())

    def send():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
            for datagram in datagrams:
                sender.sendto(datagram, (address, 5000))
    try:
        system.call_in(lab.network.namespaces["world"], receive)
        return [(bytes.fromhex(data), tos_seen)
                for data, tos_seen in json.loads(os.read(reading, 65536))]
    finally:
        os.close(reading)
        os.close(writing)


def check_dscp(lab):
    """DSCP marks arrive, are cleared, or are rewritten, as the class says; ECN stays."""
    lab.apply("steady")
    control = lab.state / "emulator.sock"
    address = lab.world.faults
    complaints = []
    for setting, wanted in (("keep", 46 << 2 | 1), ("0", 1), ("10", 10 << 2 | 1)):
        emulator.ask(control, [f"set {address} dscp={setting}", "reset"])
        (_data, found), = receive_in_world(lab, address, [b"marked"], 46 << 2 | 1)
        counters = next(each for each in lab.statistics()["classes"]
                        if each["prefix"] == f"{address}/32")["up"]
        if found != wanted:
            complaints.append(f"dscp={setting}: expected TOS {wanted:#04x}, found {found:#04x}")
        if (counters["marked"], counters["rewritten"]) != (1, int(setting != "keep")):
            complaints.append(f"dscp={setting}: the counters say {counters}")
    return complaints


def check_nat(lab):
    """Cone NAT maps a socket to one port, symmetric NAT to one a server."""
    addresses = [lab.world.regions[id].stun for id in ("ie1", "us1", "us2")]
    complaints, remarks = [], []
    for kind, wanted in (("cone", 1), ("symmetric", 3)):
        lab.apply(f"nat-{kind}")
        ports = in_namespace(lab.network.namespaces["client"], lambda: measure.mapped_ports(addresses))
        remarks.append(f"{kind}: {ports}")
        if len(set(ports)) != wanted:
            complaints.append(f"{kind}: expected {wanted} different ports, found {ports}")
    return complaints, "; ".join(remarks)


def check_other_address(lab):
    """Regions with a second address say so (OTHER-ADDRESS, RFC 5780); the others do not."""
    lab.apply("healthy")
    complaints = []
    for id, region in lab.world.regions.items():
        found = in_namespace(lab.network.namespaces["client"],
                             lambda region=region: measure.attributes(region.stun))
        if (0x802C in found) != region.second:
            complaints.append(f"{id}: expected {'an' if region.second else 'no'} OTHER-ADDRESS, "
                              f"found {[hex(each) for each in found]}")
    return complaints


def check_ranges(lab):
    """Every address of a region's ranges answers, as its region."""
    lab.apply("healthy")
    complaints = []
    for id, region in lab.world.regions.items():
        for prefix in region.all_ranges:
            first, last = prefix_ends(prefix)
            for address in (first, last):
                # The best of some: packets wait on a busy machine.
                rtts = []
                while len(rtts) < 15 and (not rtts or min(rtts) > region.rtt_ms + 30):
                    rtts += in_namespace(lab.network.namespaces["client"], lambda address=address:
                                         measure.round_trips(address, 3, 0))
                if not region.rtt_ms - 2 < min(rtts) < region.rtt_ms + 30:
                    complaints.append(f"{id} {address}: expected about {region.rtt_ms} ms, found {rtts}")
    return complaints


def check_emulator_ends(lab):
    """The emulator ends in order when it is told to, and has lost no memory."""
    pid, _started = lab.servers.processes["emulator"]
    os.kill(pid, signal.SIGTERM)
    _pid, status = os.waitpid(pid, 0)
    complaints = [] if status == 0 else [f"expected status 0, found {status}"]
    output = (lab.state / "emulator.log").read_text(errors="replace")
    if output:
        complaints.append(f"expected no output, found\n{output}")
    if (lab.state / "emulator.sock").exists():
        complaints.append("its socket is still there")
    return complaints


def prefix_ends(prefix):
    """The second and the last but one address of a prefix."""
    range_of = ipaddress.ip_network(prefix)
    return str(range_of[1]), str(range_of[-2])


def check_disturbance():
    """A server that waits for a processor is noticed, one that has nothing to do is not."""
    spin = [sys.executable, "-c", "while True: pass"]
    idle = subprocess.Popen(["sleep", "60"])
    spinning = [subprocess.Popen(spin, preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
                for cpu in [min(os.sched_getaffinity(0))] * 2]
    try:
        pids = {"coturn-spinning": (spinning[0].pid, None), "coturn-idle": (idle.pid, None)}
        with disturbance.Watch(pids) as watch:
            deadline = time.monotonic() + 30
            while (disturbance.waited_ms([spinning[0].pid])[spinning[0].pid] < 500
                   and time.monotonic() < deadline):
                time.sleep(0.02)
    finally:
        for process in [idle, *spinning]:
            process.kill()
            process.wait()
    found = watch.complaints()
    missing = [] if any(each.startswith("coturn-spinning") for each in found) else [
        f"two processes shared a processor: expected that to be noticed, found {found}"]
    return missing + [f"it did nothing: {each}" for each in found if each.startswith("coturn-idle")]


def attempt(tap, function, *arguments):
    """Runs one test, whatever it does."""
    name = function.__doc__.splitlines()[0].rstrip(".")
    try:
        result = function(*arguments)
    except Exception:  # pylint: disable=broad-except
        result = [traceback.format_exc()]
    tap.result(name, *(result if isinstance(result, tuple) else (result,)))


def main():
    """Runs all tests."""
    if os.geteuid() != 0:
        skip_all("the lab makes network namespaces and needs root")
    try:
        check_machine()
        set_up_packages()
    except LabError as error:
        print(f"Bail out! {error}")
        return 1
    # Not the lock of the lab itself: the commands that are tested take that.
    Lab(f"{NAME}-guard").lock()
    tap = Tap()
    for function in (check_up_and_down, check_status, check_no_scenario, check_user,
                     check_interrupted_on_the_way_up, check_interrupted_command, check_killed,
                     check_failure, check_standing, check_disturbance):
        attempt(tap, function)
    lab = Lab(NAME)
    lab.lock()
    try:
        lab.up("steady", kind="run")
        for function in (check_closed, check_accuracy, check_loss, check_order, check_dscp,
                         check_nat, check_other_address, check_ranges,
                         check_emulator_ends):
            attempt(tap, function, lab)
    finally:
        lab.down()
    return tap.finish()


sys.exit(main())
