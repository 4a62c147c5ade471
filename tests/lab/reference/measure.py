# SPDX-License-Identifier: GPL-3.0-or-later
"""Small measurements for the tests of the lab, over STUN."""

import socket
import struct
import time

from . import ask

SO_TIMESTAMPNS = 35


def round_trips(address, count, pause_s):
    """STUN round trips in milliseconds, by the kernel's receive timestamps."""
    rtts = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        asking.settimeout(2)
        asking.connect((address, 3478))
        for _number in range(count):
            request = ask.stun_request(ask.BINDING)
            sent_ns = time.time_ns()
            asking.send(request)
            _answer, ancillary, _flags, _sender = asking.recvmsg(2048, 256)
            seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
            rtts.append((seconds * 10**9 + nanoseconds - sent_ns) / 1e6)
            time.sleep(pause_s)
    return rtts


def answered(address, count):
    """Which of numbered questions got an answer."""
    requests = [ask.stun_request(ask.BINDING) for _number in range(count)]
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect((address, 3478))
        asking.settimeout(0.5)
        for request in requests:
            asking.send(request)
            time.sleep(0.002)
        numbers = {request[8:20]: number for number, request in enumerate(requests)}
        try:
            while True:
                found.append(numbers[asking.recv(2048)[8:20]])
        except TimeoutError:
            return sorted(found)


def mapped_ports(addresses):
    """The outer ports of one socket, as several servers see them."""
    ports = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(2)
        for address in addresses:
            asking.sendto(ask.stun_request(ask.BINDING), (address, 3478))
            ports.append(ask.mapped_port(asking.recv(2048)))
    return ports


def attributes(address):
    """The types of the attributes in a Binding answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(2)
        asking.connect((address, 3478))
        asking.send(ask.stun_request(ask.BINDING))
        answer = asking.recv(2048)
    at, found = 20, []
    while at + 4 <= len(answer):
        kind, length = struct.unpack("!HH", answer[at:at + 4])
        found.append(kind)
        at += 4 + (length + 3) // 4 * 4
    return found
