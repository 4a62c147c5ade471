/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-recorder.h: writes down as steps what a client of the web does.
 */
#pragma once

#include "measurement/lc-recorder.h"
#include "net/lc-websocket-open.h"

G_BEGIN_DECLS

#define LC_TYPE_WEB_RECORDER (lc_web_recorder_get_type ())
G_DECLARE_FINAL_TYPE (LcWebRecorder, lc_web_recorder, LC, WEB_RECORDER, GObject)

LcWebRecorder *lc_web_recorder_new (LcRecorder *recorder);
LcRecorder    *lc_web_recorder_get_recorder (LcWebRecorder *self);

void           lc_web_recorder_set_request_name (LcWebRecorder *self, const char *name);
LcFacts       *lc_web_recorder_get_request_facts (LcWebRecorder *self);
void           lc_web_recorder_end_request (LcWebRecorder *self, LcOutcome outcome);

void           lc_web_recorder_begin_websocket (LcWebRecorder *self, GUri *uri);
void           lc_web_recorder_end_websocket (LcWebRecorder *self, const LcWebsocketAnswer *answer);

G_END_DECLS
