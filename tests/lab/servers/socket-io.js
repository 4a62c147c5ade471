// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real Socket.IO server, Engine.IO protocols 4 and 3.
'use strict';

const { Server } = require('socket.io');

exports.attach = (http) => {
  http.on('request', (request, response) => response.writeHead(404).end());
  new Server(http, { allowEIO3: true }).on('connection', () => {});
};
