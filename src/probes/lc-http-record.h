/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-record.h: answers over HTTP, as facts.
 */
#pragma once

#include "base/lc-facts.h"
#include "net/lc-http-body.h"
#include "net/lc-http-head.h"

G_BEGIN_DECLS

void lc_http_record_head (const LcHttpHead *head, LcFacts *facts);
void lc_http_record_body (const LcHttpBody *body, LcFacts *facts);

G_END_DECLS
