// SPDX-License-Identifier: GPL-3.0-or-later
//
// The web servers of the lab's world in one process: portal, Socket.IO,
// signaling, and a server of faults to which ports can be redirected.
//
// main.js CONTROL-SOCKET CONFIG-FILE: the control socket takes one JSON object
// a line, {"web": {ID: SETTINGS}}, and answers "ok" when it is in force.
'use strict';

const fs = require('node:fs');
const net = require('node:net');

const faults = require('./faults');
const { WebServer } = require('./web');
const portal = require('./portal');
const signaling = require('./signaling');
const socketIo = require('./socket-io');

const kinds = { portal, signaling, 'socket-io': socketIo };

function listenForControl(path, servers) {
  net.createServer((connection) => {
    let received = '';
    connection.setEncoding('utf8');
    connection.on('error', () => {});
    connection.on('data', (chunk) => {
      received += chunk;
      const lines = received.split('\n');
      received = lines.pop();
      for (const line of lines) {
        try {
          const wanted = JSON.parse(line);
          for (const [id, server] of Object.entries(servers))
            server.configure(wanted.web[id] || {});
          connection.write('ok\n');
        } catch (error) {
          connection.write(`error: ${error.message}\n`);
        }
      }
    });
  }).listen(path);
}

async function main() {
  const [controlPath, configPath] = process.argv.slice(2);
  const config = JSON.parse(fs.readFileSync(configPath, 'utf8'));
  const servers = {};

  for (const [id, place] of Object.entries(config.web)) {
    servers[id] = new WebServer(config.certificates, kinds[id]);
    await servers[id].listen(place.addresses, 443);
  }
  await faults.listen(config.faults.address, config.faults.ports);
  listenForControl(controlPath, servers);
}

main();
