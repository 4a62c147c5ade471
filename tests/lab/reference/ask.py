# SPDX-License-Identifier: GPL-3.0-or-later
"""The questions themselves, in blocking sockets. Each function returns when the answer came
and raises Failure with a cause otherwise."""

import concurrent.futures
import errno
import ipaddress
import os
import socket
import ssl
import struct
import threading
import time

TIMEOUT_S = 3.0
MAGIC = 0x2112A442
BINDING, ALLOCATE = 0x0001, 0x0003
IP_RECVERR = 11

ERRNO_CAUSES = {
    errno.ECONNREFUSED: "refused", errno.EHOSTUNREACH: "rejected", errno.EACCES: "rejected",
    errno.ENETUNREACH: "no-route", errno.ECONNRESET: "reset", errno.EPIPE: "reset",
    errno.EADDRNOTAVAIL: "no-route",
}
CERTIFICATE_CAUSES = {10: "expired", 9: "not-yet-valid", 62: "wrong-name", 18: "untrusted",
                      19: "untrusted", 20: "untrusted", 21: "untrusted"}


class Failure(Exception):
    """Why there was no answer, as a cause of Linecheck's."""

    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


def failure_of(error, silent):
    """The cause that an exception of a socket stands for."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure("certificate-" + CERTIFICATE_CAUSES.get(error.verify_code, "untrusted"))
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, EOFError)):
        return Failure("closed")
    if isinstance(error, TimeoutError):
        return Failure(silent)
    if isinstance(error, ssl.SSLError):
        return Failure("tls-failed")
    return Failure(ERRNO_CAUSES.get(error.errno, f"unknown-{error}"))


def nameserver():
    """The first resolver of /etc/resolv.conf."""
    with open("/etc/resolv.conf", encoding="ascii") as file:
        return next(line.split()[1] for line in file if line.startswith("nameserver"))


def query(name, kind):
    """The addresses of a name, of one kind: 1 (A) or 28 (AAAA)."""
    server = nameserver()
    identity = os.urandom(2)
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    packet = (identity + b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + question + b"\x00"
              + struct.pack("!HH", kind, 1))
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.settimeout(TIMEOUT_S)
            asking.connect((server, 53))
            asking.send(packet)
            answer = asking.recv(4096)
    except OSError as error:
        found = failure_of(error, "silent").cause
        raise Failure({"silent": "dns-silent", "refused": "dns-refused"}.get(found, found)) from None
    code = answer[3] & 15
    if code:
        raise Failure("dns-not-found" if code == 3 else "dns-server-failure")
    return read_addresses(answer, len(packet), kind)


def read_addresses(answer, at, kind):
    """The addresses in the answer section, which begins after the question."""
    found = []
    for _record in range(int.from_bytes(answer[6:8], "big")):
        while answer[at] != 0 and answer[at] < 0xC0:
            at += answer[at] + 1
        at += 2 if answer[at] >= 0xC0 else 1
        record_kind, _class, _ttl, length = struct.unpack("!HHIH", answer[at:at + 10])
        at += 10
        if record_kind == kind:
            found.append(str(ipaddress.ip_address(answer[at:at + length])))
        at += length
    return found


_answers = {}
_answers_lock = threading.Lock()


def resolve(name):
    """All addresses of a name, IPv4 first; each name is asked for once."""
    with _answers_lock:
        mine = name not in _answers
        if mine:
            _answers[name] = concurrent.futures.Future()
    if mine:
        try:
            _answers[name].set_result(resolve_now(name))
        except Failure as failure:
            _answers[name].set_exception(failure)
    return _answers[name].result()


def resolve_now(name):
    """What resolve() remembers."""
    failures = []
    found = []
    for kind in (1, 28):
        try:
            found += query(name, kind)
        except Failure as failure:
            failures.append(failure)
    if not found:
        raise failures[0] if failures else Failure("dns-no-address")
    return found


def connect(addresses, port):
    """A TCP connection to the first address that takes it."""
    last = Failure("dns-no-address")
    for address in addresses:
        try:
            opened = socket.create_connection((address, port), TIMEOUT_S / len(addresses))
            opened.settimeout(TIMEOUT_S)
            return opened
        except OSError as error:
            last = failure_of(error, "silent")
    raise last


def secure(opened, host):
    """TLS over a connection, with the certificate checked."""
    try:
        return ssl.create_default_context().wrap_socket(opened, server_hostname=host)
    except OSError as error:
        raise failure_of(error, "server-silent") from None


def exchange(opened, request, enough):
    """Sends and reads until what came is enough; b"" at the end is a failure."""
    received = b""
    try:
        opened.sendall(request)
        while not enough(received):
            chunk = opened.recv(4096)
            if not chunk:
                raise Failure("closed")
            received += chunk
    except OSError as error:
        raise failure_of(error, "server-silent") from None
    return received


def http(host, path, headers="", addresses=None):
    """A GET over HTTPS: (status, head, the connection with what follows the head)."""
    opened = secure(connect(addresses or resolve(host), 443), host)
    request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode()
    received = exchange(opened, request,
                        lambda data: b"\r\n\r\n" in data or (data and not b"HTTP/1.1".startswith(data[:8])))
    head, _blank, rest = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 "):
        raise Failure("protocol")
    return int(head.split()[1]), head.decode("latin-1"), (opened, rest)


def upgrade(host, path):
    """A WebSocket: the connection, or Failure."""
    headers = ("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
    status, _head, (opened, _rest) = http(host, path, headers)
    if status != 101:
        raise Failure("http-status")
    return opened


def probe(opened):
    """Engine.IO's 2probe and 3probe over a WebSocket, one masked frame each way."""
    mask = os.urandom(4)
    text = bytes(byte ^ mask[index % 4] for index, byte in enumerate(b"2probe"))
    received = exchange(opened, b"\x81\x86" + mask + text, lambda data: len(data) >= 8)
    if received[2:8] != b"3probe":
        raise Failure("protocol")


def stun_request(kind):
    """A request: Binding, or Allocate without credentials (RFC 8489, RFC 8656)."""
    attributes = b"\x00\x19\x00\x04\x11\x00\x00\x00" if kind == ALLOCATE else b""
    return struct.pack("!HHI", kind, len(attributes), MAGIC) + os.urandom(12) + attributes


def check_stun(request, answer):
    """Whether an answer is what a good server says: success, or 401 to an Allocate."""
    kind = int.from_bytes(request[:2], "big")
    if len(answer) < 20 or answer[4:20] != request[4:20]:
        raise Failure("protocol")
    wanted = kind | (0x0110 if kind == ALLOCATE else 0x0100)
    if int.from_bytes(answer[:2], "big") != wanted:
        raise Failure("protocol")


def mapped_port(answer):
    """The port of XOR-MAPPED-ADDRESS."""
    at = 20
    while at + 4 <= len(answer):
        kind, length = struct.unpack("!HH", answer[at:at + 4])
        if kind == 0x0020:
            return int.from_bytes(answer[at + 6:at + 8], "big") ^ (MAGIC >> 16)
        at += 4 + (length + 3) // 4 * 4
    raise Failure("protocol")


def stun_udp(address, port, kind, tries=4, timeout_s=TIMEOUT_S):
    """One exchange over UDP; the round trip in milliseconds."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
            asking.connect((address, port))
            request = stun_request(kind)
            for _attempt in range(tries):
                asking.settimeout(timeout_s / tries)
                started = time.monotonic()
                asking.send(request)
                try:
                    check_stun(request, asking.recv(2048))
                    return (time.monotonic() - started) * 1000
                except TimeoutError:
                    pass
    except OSError as error:
        raise failure_of(error, "silent") from None
    raise Failure("silent")


def stun_stream(opened, kind):
    """One exchange over TCP or TLS."""
    request = stun_request(kind)

    def enough(data):
        return len(data) >= 20 and (len(data) >= 20 + int.from_bytes(data[2:4], "big")
                                    or data[4:8] != request[4:8])
    check_stun(request, exchange(opened, request, enough))
