#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Name servers that answer badly, each on a port of its own on 127.0.0.1 (RFC 1035).

dns-faults.py RESOLVER SLOW-MS PORT=BEHAVIOUR...

servfail and refused answer with that code, silent never answers, empty answers without
any record (NODATA), slow passes the question on to RESOLVER after SLOW-MS."""

import asyncio
import socket
import sys

RCODES = {"servfail": 2, "refused": 5, "empty": 0}


def answer(question, rcode):
    """The question back as an answer with a code: QR and RA set, no records."""
    flags = (int.from_bytes(question[2:4], "big") & 0x7910) | 0x8080 | rcode
    return question[:2] + flags.to_bytes(2, "big") + question[4:6] + bytes(6) + body(question)


def body(question):
    """The first question itself, without what may follow it (EDNS)."""
    end = 12
    while end < len(question) and question[end] != 0:
        end += question[end] + 1
    return question[12:end + 5]


class Faults(asyncio.DatagramProtocol):
    """One bad name server."""

    def __init__(self, behaviour, resolver, slow_ms):
        self.behaviour = behaviour
        self.resolver = resolver
        self.slow_ms = slow_ms
        self.transport = None
        self.tasks = set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        if len(data) < 17:
            return
        if self.behaviour in RCODES:
            self.transport.sendto(answer(data, RCODES[self.behaviour]), addr)
        elif self.behaviour == "slow":
            task = asyncio.get_running_loop().create_task(self.pass_on(data, addr))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def pass_on(self, data, addr):
        """Answers late, with what the resolver says."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self.slow_ms / 1000)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.setblocking(False)
            await loop.sock_connect(upstream, (self.resolver, 53))
            await loop.sock_sendall(upstream, data)
            self.transport.sendto(await loop.sock_recv(upstream, 4096), addr)


async def main():
    """Serves until killed."""
    resolver, slow_ms = sys.argv[1], float(sys.argv[2])
    for argument in sys.argv[3:]:
        port, behaviour = argument.split("=")
        await asyncio.get_running_loop().create_datagram_endpoint(
            lambda behaviour=behaviour: Faults(behaviour, resolver, slow_ms),
            local_addr=("127.0.0.1", int(port)))
    await asyncio.Event().wait()


asyncio.run(main())
