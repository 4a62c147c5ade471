# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that linecheck-cli prints for nftables, in force on the router: it forwards what
they let through, and drops everything else."""

import json
import os
import pathlib
import subprocess

from . import system
from .errors import LabError
from .world import LAB_DIRECTORY

CHAIN = ("inet", "filter", "linecheck_allow")

# What a firewall looks like before somebody loads the rules.
CLOSED = """table inet filter
delete table inet filter
table inet filter {
  chain forward {
    type filter hook forward priority filter; policy drop;
  }
}
"""
GONE = """table inet filter
delete table inet filter
"""


def find_program():
    """The linecheck-cli that LINECHECK_CLI names, or the newest one built."""
    named = os.environ.get("LINECHECK_CLI")
    root = LAB_DIRECTORY.parent.parent
    built = [pathlib.Path(named)] if named else [
        path for pattern in ("_build*", "build*") for path in root.glob(f"{pattern}/src/cli/linecheck-cli")]
    built = [path for path in built if os.access(path, os.X_OK)]
    if not built:
        raise LabError("linecheck-cli is not built; do: ninja -C _build src/cli/linecheck-cli")
    return max(built, key=lambda path: path.stat().st_mtime).resolve()


def write(which, format_name, path, profile=None):
    """Writes the rules of a list ("short", "complete") to a file."""
    arguments = [find_program(), "rules", "--format", format_name, "--output", path]
    arguments += ["--complete"] * (which == "complete")
    arguments += ["--profile", profile] if profile else []
    result = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise LabError(f"linecheck-cli rules: {result.stderr.strip()}")


def run_commands(network, lines):
    """Runs what the file of rules says, on the router as it is, with its own name service."""
    system.run(["ip", "netns", "exec", network.namespaces["router"], "sh", "-eu"], stdin=lines)


def fill(network, path):
    """Fills the sets of names, with the commands that the file has for it."""
    lines = [line[3:] for line in path.read_text().splitlines() if line.startswith("#$ ")]
    run_commands(network, "\n".join(lines) + "\n")


def remove_rule(network, name):
    """Takes one rule out again, by its comment."""
    router = network.namespaces["router"]
    listed = json.loads(system.run(["nft", "--json", "list", "chain", *CHAIN], namespace=router))
    handles = [item["rule"]["handle"] for item in listed["nftables"]
               if item.get("rule", {}).get("comment") == name]
    if not handles:
        raise LabError(f"rules.without: no rule is called {name!r}")
    for handle in handles:
        system.run(["nft", "delete", "rule", *CHAIN, "handle", str(handle)], namespace=router)


def load(network, state, which, without=(), profile=None):
    """Closes the router, and opens it for what the rules let through; returns their file."""
    path = state / "rules.nftables"
    router = network.namespaces["router"]
    write(which, "nftables", path, profile)
    system.run(["nft", "-f", "-"], stdin=CLOSED, namespace=router)
    system.run(["nft", "--check", "--file", path], namespace=router)
    system.run(["nft", "--file", path], namespace=router)
    system.run(["nft", "insert", "rule", "inet", "filter", "forward", "jump", CHAIN[2]],
               namespace=router)
    fill(network, path)
    for name in without:
        remove_rule(network, name)
    return path


def unload(network):
    """Opens the router for everything again."""
    system.run(["nft", "-f", "-"], stdin=GONE, namespace=network.namespaces["router"])
