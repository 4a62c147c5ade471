// SPDX-License-Identifier: GPL-3.0-or-later
//
// The portal: a small page behind HTTPS.
'use strict';

const PAGE = '<!doctype html><title>Portal</title><p>The portal of the lab.</p>\n';

exports.attach = (http) => {
  http.on('request', (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', Server: 'lab' });
    response.end(PAGE);
  });
};
