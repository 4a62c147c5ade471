// SPDX-License-Identifier: GPL-3.0-or-later
//
// An HTTPS host with a front that can misbehave. Settings, all optional:
//   certificate: which kind of certificate it shows (default "good")
//   http: "normal", "silent", "reset", "garbage", "error" (503), "blocked" (403 from a
//         filter), "portal" (302 to a log-in page), "other-port" (302 to port 8443 of the
//         same host), "sign-in" (511 from the network)
//   websocket: "normal", "refused" (403), "cut" (reset at the upgrade), "silent" (never
//         answers it), "dropped" (opens, then cut at the first frame)
//   clock_offset_s: how wrong the Date header is
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const tls = require('node:tls');
const net = require('node:net');
const { createHash } = require('node:crypto');

const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'; // RFC 6455 section 1.3

class WebServer {
  constructor(certificates, application) {
    this.certificates = certificates;
    this.settings = {};
    this.http = http.createServer();
    application.attach(this.http);
    this.requests = this.http.listeners('request');
    this.upgrades = this.http.listeners('upgrade');
    this.http.removeAllListeners('request');
    this.http.removeAllListeners('upgrade');
    this.http.on('request', (...all) => this.answer(...all));
    this.http.on('upgrade', (...all) => this.upgrade(...all));
    this.sockets = new Set();
    this.tls = tls.createServer(this.context('good'), (socket) => this.accept(socket));
    this.tls.on('tlsClientError', () => {});
  }

  context(kind) {
    return {
      cert: fs.readFileSync(path.join(this.certificates, `${kind}.pem`)),
      key: fs.readFileSync(path.join(this.certificates, 'leaf.key')),
      ALPNProtocols: ['http/1.1'],
    };
  }

  configure(settings) {
    this.tls.setSecureContext(this.context(settings.certificate || 'good'));
    this.settings = settings;
    for (const socket of this.sockets)
      socket.destroy();
  }

  async listen(addresses, port) {
    for (const address of addresses) {
      const front = net.createServer((socket) => {
        this.sockets.add(socket);
        socket.setNoDelay(true);
        socket.on('error', () => {});
        socket.on('close', () => this.sockets.delete(socket));
        this.tls.emit('connection', socket);
      });
      await new Promise((resolve) => front.listen(port, address, resolve));
    }
  }

  accept(socket) {
    const behaviour = this.settings.http || 'normal';
    socket.on('error', () => {});
    if (behaviour === 'silent')
      socket.resume();
    else if (behaviour === 'reset')
      socket.once('data', () => socket._parent ? socket._parent.resetAndDestroy() : socket.destroy());
    else if (behaviour === 'garbage')
      socket.once('data', () => socket.end('220 mail.example ESMTP ready\r\n'));
    else
      this.http.emit('connection', socket);
  }

  answer(request, response) {
    const offset = this.settings.clock_offset_s || 0;
    response.setHeader('Date', new Date(Date.now() + offset * 1000).toUTCString());
    switch (this.settings.http) {
    case 'error':
      response.writeHead(503).end('Service Unavailable\n');
      break;
    case 'blocked':
      response.writeHead(403, { Server: 'Example Web Filter' }).end('Blocked by policy\n');
      break;
    case 'sign-in':
      response.writeHead(511, { 'Content-Type': 'text/html' }).end('Sign in to this network\n');
      break;
    case 'portal':
      response.writeHead(302, { Location: 'https://login.hotel-wifi.example/' }).end();
      break;
    case 'other-port':
      response.writeHead(302, { Location: `https://${request.headers.host}:8443/` }).end();
      break;
    default:
      for (const listener of this.requests)
        listener.call(this.http, request, response);
    }
  }

  upgrade(request, socket, head) {
    socket.on('error', () => {});
    switch (this.settings.websocket) {
    case 'refused':
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      break;
    case 'cut':
      socket.destroy();
      break;
    case 'silent':
      socket.resume();
      break;
    case 'dropped':
      this.openAndDrop(request, socket);
      break;
    default:
      for (const listener of this.upgrades)
        listener.call(this.http, request, socket, head);
      if (this.upgrades.length === 0)
        socket.destroy();
    }
  }

  openAndDrop(request, socket) {
    const accept = createHash('sha1')
      .update(request.headers['sec-websocket-key'] + WEBSOCKET_GUID).digest('base64');
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n'
                 + `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.once('data', () => socket.destroy());
  }
}

module.exports = { WebServer };
