// SPDX-License-Identifier: GPL-3.0-or-later
//
// Servers that accept a connection or a datagram and then fail, each on a port
// of its own; the world's firewall redirects other ports to them.
'use strict';

const dgram = require('node:dgram');
const net = require('node:net');

const GARBAGE = '220 mail.example ESMTP ready\r\n';

const behaviours = {
  silent: (socket) => socket.resume(),
  reset: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  close: (socket) => socket.once('data', () => socket.end()),
  garbage: (socket) => socket.once('data', () => socket.end(GARBAGE)),
};

exports.listen = async (address, ports) => {
  for (const [name, port] of Object.entries(ports)) {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      behaviours[name](socket);
    });
    await new Promise((resolve) => server.listen(port, address, resolve));

    const datagrams = dgram.createSocket('udp4');
    if (name === 'garbage')
      datagrams.on('message', (message, from) => datagrams.send(GARBAGE, from.port, from.address));
    await new Promise((resolve) => datagrams.bind(port, address, resolve));
  }
};
