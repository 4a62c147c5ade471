# SPDX-License-Identifier: GPL-3.0-or-later
"""The WAN emulator: where it is, what it is told, what it has counted."""

import json
import os
import pathlib
import random
import socket

from .errors import LabError
from .world import LAB_DIRECTORY

PROGRAM = "wan-emulator"


def find_program():
    """The emulator that LINECHECK_WAN_EMULATOR names, or the newest one built."""
    named = os.environ.get("LINECHECK_WAN_EMULATOR")
    if named:
        if not os.access(named, os.X_OK):
            raise LabError(f"LINECHECK_WAN_EMULATOR: expected a program, found {named!r}")
        return pathlib.Path(named).resolve()
    root = LAB_DIRECTORY.parent.parent
    built = [path for pattern in ("_build*", "build*")
             for path in root.glob(f"{pattern}/tests/lab/{PROGRAM}")]
    if not built:
        raise LabError("the WAN emulator is not built; "
                       "do: meson setup _build && ninja -C _build tests/lab/wan-emulator")
    return max(built, key=lambda path: path.stat().st_mtime)


def region_rtts(world, scenario, seed):
    """The round trip of each region in milliseconds. A seed other than 0 shifts each of
    them a little, as on another day."""
    chance = random.Random(seed)
    rtts = {}
    for id, region in world.regions.items():
        shift = chance.uniform(-0.03, 0.03) if seed else 0
        usual = region.rtt_ms * (1 + shift)
        changed = {**scenario["wan"].get("region.*", {}), **scenario["wan"].get(f"region.{id}", {})}
        rtts[id] = changed.get("rtt_ms", round(usual, 3))
    return rtts


def treatment(values, rtt_ms, seed):
    """The words of a "set" command that say what happens to packets."""
    words = [f"delay_us={round(rtt_ms * 500)}", f"seed={seed}"]
    if values.get("jitter_ms"):
        words.append(f"jitter_us={round(values['jitter_ms'] * 1000)}")
    if values.get("order"):
        words.append(f"order={values['order']}")
    if values.get("loss_percent"):
        words.append(f"loss_ppm={round(values['loss_percent'] * 10000)}")
    if "dscp" in values:
        words.append(f"dscp={values['dscp']}")
    return " ".join(words)


def commands(world, scenario, seed):
    """Everything that the emulator has to be told for a scenario."""
    wan = scenario["wan"]
    usual = wan.get("default", {})
    rtts = region_rtts(world, scenario, seed)
    lines = ["clear"]
    prefixes = [("0.0.0.0/0", usual, usual.get("rtt_ms", world.default_rtt_ms)),
                ("::/0", usual, usual.get("rtt_ms", world.default_rtt_ms))]
    for id, region in world.regions.items():
        values = {**usual, **wan.get("region.*", {}), **wan.get(f"region.{id}", {})}
        prefixes += [(prefix, values, rtts[id]) for prefix in region.all_ranges]
    for target, changed in wan.items():
        if target == "default" or target.startswith("region."):
            continue
        values = {**usual, **changed}
        rtt_ms = values.get("rtt_ms", world.default_rtt_ms)
        if target in world.webs:
            web = world.webs[target]
            prefixes += [(web.address, values, rtt_ms), (web.address6, values, rtt_ms)]
        else:
            prefixes.append((target, values, rtt_ms))
    for prefix, values, rtt_ms in prefixes:
        lines.append(f"set {prefix} {treatment(values, rtt_ms, seed)}")
    return lines


def ask(path, lines):
    """Sends lines to the control socket and returns the answers."""
    with socket.socket(socket.AF_UNIX) as control:
        control.settimeout(5)
        control.connect(str(path))
        control.sendall("".join(f"{line}\n" for line in lines).encode())
        received = b""
        while received.count(b"\n") < len(lines):
            chunk = control.recv(65536)
            if not chunk:
                raise LabError("the WAN emulator hung up")
            received += chunk
    answers = received.decode().splitlines()
    for line, answer in zip(lines, answers):
        if answer.startswith("error: "):
            raise LabError(f"the WAN emulator refused {line!r}: {answer}")
    return answers


def statistics(path):
    """The counters of the emulator."""
    return json.loads(ask(path, ["stats"])[0])


