#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures linecheck-cli in the lab and prints figures beside what was aimed at.

    bench.py --cli CLI --emulator WAN-EMULATOR NAME...

Names: time, dropped, cancel, rtt, rtt-busy, cost, targets; "all" for all. Needs
root. The exit status is 1 when an aim is missed, 2 when something could not be
measured.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import tomllib

TOP = pathlib.Path(__file__).resolve().parents[2]
LAB = TOP / "tests/lab/lab"
CLIENT = pathlib.Path(__file__).resolve().parent / "client.py"
WORLD = TOP / "tests/lab/world.toml"
PROFILE = TOP / "data/profiles/quicklink-studio.json"
LAB_NAME = "bench"
DROPPED = "everything-dropped-dns-silent"
ROUNDS = 5
HALF_A_DIGIT_MS = 0.05


class CannotMeasure(Exception):
    """The bench itself failed."""


class Table:
    """Figures as they come in, printed at once."""

    def __init__(self):
        self.missed = 0

    def title(self, text):
        print(f"\n{text}", flush=True)

    def row(self, what, value, unit, aim=None, decimals=2):
        """One figure; with an aim, whether it is reached. Aims are upper bounds."""
        verdict = ""
        if aim is not None:
            reached = value <= aim
            self.missed += not reached
            verdict = f"aim {aim:g}   {'reached' if reached else 'MISSED'}"
        print(f"  {what:<58} {value:>10.{decimals}f} {unit:<6} {verdict}".rstrip(), flush=True)


class Lab:
    """The lab, standing, with one scenario."""

    def __init__(self, emulator):
        self.environment = {**os.environ, "LINECHECK_LAB": LAB_NAME}
        if emulator:
            self.environment["LINECHECK_WAN_EMULATOR"] = str(emulator)

    def call(self, *arguments):
        """One command of the lab; returns what it printed."""
        done = subprocess.run([LAB, *arguments], env=self.environment, stdout=subprocess.PIPE,
                              text=True, check=False)
        if done.returncode != 0:
            raise CannotMeasure(f"lab {' '.join(map(str, arguments))}: status {done.returncode}")
        return done.stdout

    @contextlib.contextmanager
    def standing(self, scenario):
        """With the lab up, as a context."""
        self.call("up", scenario)
        try:
            yield json.loads(self.call("status", "--json"))
        finally:
            self.call("down")

    def client(self, *arguments):
        """Something of client.py, in the client's namespace."""
        return json.loads(self.call("exec", "--", "/usr/bin/python3", str(CLIENT), *map(str, arguments)))


def median_run(lab, cli, options=(), rounds=ROUNDS):
    """Several runs; the one with the median duration, and all."""
    runs = [lab.client("run", cli, *options) for _ in range(rounds)]
    for each in runs:
        if each["run"] is None:
            raise CannotMeasure(f"linecheck-cli ended with {each['status']}: {each['errors']}")
    return sorted(runs, key=lambda each: each["wall_s"])[len(runs) // 2], runs


def lower_bound_ms(delays, samples=20, interval_ms=50):
    """What the delays of the lab alone cost the longest chain: the name, one Binding to the
    farthest region, then the sampling window and the way back of its last packet."""
    regions = vendor_regions(delays)
    farthest = max(regions.values())
    near = tomllib.loads(WORLD.read_text(encoding="utf-8"))["default_rtt_ms"]
    sampling = near + farthest + (samples - 1) * interval_ms + farthest
    # Socket.IO: the name, then for polling TCP, TLS and HTTP, then the same for the WebSocket
    # and its probe; TLS 1.3 costs one round trip.
    socket_io = near + 3 * near + 4 * near
    return max(sampling, socket_io)


def vendor_regions(delays):
    """Round trips in ms of the regions on the vendor's page."""
    profile = json.loads(PROFILE.read_text(encoding="utf-8"))
    ids = [region["id"] for region in profile["regions"] if region["layer"] == "vendor"]
    return {name: delays[name] for name in ids}


def bench_time(table, lab, cli):
    """A healthy network: how long a run takes against what the delays allow."""
    with lab.standing("healthy") as status:
        middle, runs = median_run(lab, cli)
        bound = lower_bound_ms(status["rtt_ms"])
    table.title("A healthy run against the lower bound that the lab's delays allow")
    table.row("lower bound: name, farthest Binding, sampling window", bound / 1000, "s")
    table.row(f"run, from start to exit, median of {len(runs)}", middle["wall_s"], "s", 4)
    table.row("ratio", middle["wall_s"] * 1000 / bound, "", 1.25)
    table.row("the checks alone, as the run says", middle["run"]["duration_us"] / 1e6, "s")


def bench_dropped(table, lab, cli):
    """Everything dropped: the run still ends, with a full checklist."""
    with lab.standing(DROPPED):
        result = lab.client("run", cli)
    if result["run"] is None:
        raise CannotMeasure(f"linecheck-cli ended with {result['status']}: {result['errors']}")
    silent = [check["id"] for check in result["run"]["checks"] if check["measurement"] is None]
    table.title("Everything dropped silently")
    table.row("run, from start to exit", result["wall_s"], "s", 6)
    table.row("checks without a measurement", len(silent), "", 0, 0)


def bench_cancel(table, lab, cli):
    """How fast Ctrl-C ends a run."""
    table.title("Interrupted at ten random moments")
    for scenario in ("healthy", DROPPED):
        with lab.standing(scenario):
            results = lab.client("interrupt", 10, cli)
        took = [each["took_s"] * 1000 for each in results]
        for each in results:
            if each["took_s"] > 0.1:
                print(f"  slow: interrupted after {each['after_s'] * 1000:.0f} ms")
        unmarked = sum(not each["interrupted"] for each in results)
        table.row(f"{scenario}: from the signal to the exit, median", statistics.median(took), "ms")
        table.row(f"{scenario}: slowest", max(took), "ms", 100)
        table.row(f"{scenario}: runs not marked as interrupted", unmarked, "", 0, 0)


def errors_us(seen_ms, true_ms):
    """By how much medians are off, in microseconds."""
    return {name: abs(statistics.median(seen_ms[name]) - true_ms[name]) * 1000 for name in true_ms}


def as_fping_prints(trips_ms):
    """Round trips with the three digits that fping has for each."""
    return [float(f"{trip:.3g}") for trip in trips_ms]


@contextlib.contextmanager
def busy_cores():
    """Every core computes something else meanwhile."""
    burn = "import os, sys\nos.sched_setaffinity(0, [int(sys.argv[1])])\nwhile True: pass"
    burners = [subprocess.Popen([sys.executable, "-c", burn, str(core)])
               for core in sorted(os.sched_getaffinity(0))]
    try:
        yield
    finally:
        for each in burners:
            each.kill()
            each.wait()


def measure_rtt(table, lab, cli, title, burden):
    """Linecheck and fping in turns, against the delays of the emulator."""
    ours, theirs = {}, {}
    with lab.standing("steady") as status:
        true_ms = vendor_regions(status["rtt_ms"])
        with burden:
            for _ in range(3):
                run = lab.client("run", cli, "--only", "region")["run"]
                if run is None:
                    raise CannotMeasure("linecheck-cli left no run")
                checks = {check["subject"]["region"]: check for check in run["checks"]
                          if check["kind"] == "region"}
                addresses = {}
                for name in true_ms:
                    measurement = checks[name]["measurement"]
                    ours.setdefault(name, []).extend(
                        sample["rtt_us"] / 1000 for sample in measurement["samples"]
                        if sample["rtt_us"] >= 0)
                    addresses[name] = measurement["facts"]["address"]
                trips = lab.client("fping", *addresses.values())
                for name, address in addresses.items():
                    theirs.setdefault(name, []).extend(trips[address])

    ours_us, theirs_us = errors_us(ours, true_ms), errors_us(theirs, true_ms)
    coarse_us = errors_us({name: as_fping_prints(trips) for name, trips in ours.items()}, true_ms)
    table.title(title)
    print("  region   emulator      linecheck: median   error     fping: median   error")
    for name, true in true_ms.items():
        print(f"  {name:<8} {true:>8.3f} ms {statistics.median(ours[name]):>13.3f} ms "
              f"{ours_us[name]:>6.0f} us {statistics.median(theirs[name]):>11.3f} ms "
              f"{theirs_us[name]:>6.0f} us")
    table.row("linecheck: median of the seven errors",
              statistics.median(ours_us.values()) / 1000, "ms", 0.15, 3)
    # fping prints three digits (270 stands for 269.5 to 270.5), so both are compared with three.
    # Its echoes are answered by the kernel, a Binding by a program: half a digit is let pass.
    theirs_ms = statistics.mean(theirs_us.values()) / 1000
    table.row("fping: mean of the seven errors", theirs_ms, "ms", None, 3)
    table.row("linecheck with three digits, as fping: mean of the errors",
              statistics.mean(coarse_us.values()) / 1000, "ms", theirs_ms + HALF_A_DIGIT_MS, 3)


def bench_rtt(table, lab, cli):
    """How exact the round trips are."""
    measure_rtt(table, lab, cli, "Round trips of seven regions against the emulator's delays",
                contextlib.nullcontext())


def bench_rtt_busy(table, lab, cli):
    """The same with every core busy."""
    measure_rtt(table, lab, cli, "The same with every core busy", busy_cores())


def bench_cost(table, lab, cli):
    """What a healthy run costs this computer."""
    with lab.standing("healthy"):
        _middle, runs = median_run(lab, cli)
    processor = statistics.median(each["user_s"] + each["system_s"] for each in runs)
    memory = statistics.median(each["peak_kib"] for each in runs) / 1024
    table.title(f"What a healthy run costs, median of {len(runs)}")
    table.row("processor time, user and system", processor, "s", 0.15, 3)
    table.row("peak memory", memory, "MiB", 40, 1)


def many_targets(count):
    """The built-in profile, grown to so many targets with regions of one address each."""
    profile = json.loads(PROFILE.read_text(encoding="utf-8"))
    ports = sum(len(endpoint["ports"]) for endpoint in profile["endpoints"])
    pool = [f"54.172.{60 + n // 254}.{1 + n % 254}" for n in range(508)]
    pool += [f"54.244.51.{1 + n}" for n in range(254)] + [f"52.215.127.{1 + n}" for n in range(254)]
    pattern = profile["regions"][0]
    profile["regions"] = []
    for number, address in enumerate(pool[:count - ports]):
        region = {**pattern, "id": f"x{number}", "place": f"Place {number}",
                  "ranges": [{"first": address, "last": address, "layer": "vendor"}]}
        region.pop("edge", None)
        profile["regions"].append(region)
    return profile


def bench_targets(table, lab, cli):
    """A profile as large as it may be."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(many_targets(1000), file)
        file.flush()
        with lab.standing("healthy"):
            result = lab.client("watch", cli, "--profile", file.name, "--timeout", "60")
    if result["run"] is None:
        raise CannotMeasure(f"linecheck-cli ended with {result['status']}: {result['errors']}")
    measured = sum(bool(check["measurement"] and check["measurement"].get("samples"))
                   for check in result["run"]["checks"])
    table.title("A profile of 1000 targets")
    table.row("checks", len(result["run"]["checks"]), "", None, 0)
    table.row("of these with a latency series", measured, "", None, 0)
    table.row("run, from start to exit", result["wall_s"], "s")
    table.row("processor time, user and system", result["user_s"] + result["system_s"], "s")
    table.row("peak memory", result["peak_kib"] / 1024, "MiB", None, 1)
    table.row("open files at most", result["files"], "", None, 0)
    table.row("open sockets at most", result["sockets"], "", 256, 0)


BENCHES = {
    "time": bench_time,
    "dropped": bench_dropped,
    "cancel": bench_cancel,
    "rtt": bench_rtt,
    "rtt-busy": bench_rtt_busy,
    "cost": bench_cost,
    "targets": bench_targets,
}


def main():
    parser = argparse.ArgumentParser(description="Measures linecheck-cli in the lab.")
    parser.add_argument("--cli", type=pathlib.Path, required=True, help="the linecheck-cli to measure")
    parser.add_argument("--emulator", type=pathlib.Path, help="the lab's wan-emulator")
    parser.add_argument("names", nargs="+", choices=[*BENCHES, "all"], metavar="NAME")
    arguments = parser.parse_args()
    names = list(BENCHES) if "all" in arguments.names else arguments.names

    table = Table()
    lab = Lab(arguments.emulator.resolve() if arguments.emulator else None)
    for name in names:
        try:
            BENCHES[name](table, lab, arguments.cli.resolve())
        except CannotMeasure as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 2
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
