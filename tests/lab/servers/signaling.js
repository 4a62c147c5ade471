// SPDX-License-Identifier: GPL-3.0-or-later
//
// A WebSocket server in the place of the signaling service, whose protocol is
// not published: it echoes, and tells plain HTTP that it wants an upgrade.
'use strict';

const { WebSocketServer } = require('ws');

exports.attach = (http) => {
  const server = new WebSocketServer({ server: http, clientTracking: false });

  server.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (message, binary) => socket.send(message, { binary }));
  });
  http.on('request', (request, response) => {
    response.writeHead(426, { Upgrade: 'websocket', 'Content-Type': 'text/plain' });
    response.end('Upgrade Required\n');
  });
};
