/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-survey.h: one STUN or TURN question to every address of a host, by
 * every way it offers. What the STUN and TURN probes have in common.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"

G_BEGIN_DECLS

#define LC_STUN_SURVEY_MAX_WAYS 2

/**
 * LcStunSurvey:
 * Counted; public fields are read-only, but for @tls_database before the first run.
 * @resolver: the one of the run
 * @udp: the one of the run
 * @connector: the one of the run
 * @host: whom to ask
 * @port: where
 * @method: what to ask
 * @ways: the transports, tried side by side
 * @n_ways: 1 to %LC_STUN_SURVEY_MAX_WAYS
 * @tls_database: (nullable): authorities to trust instead of the system's
 */
typedef struct
{
  LcResolver *resolver;
  LcStunUdp *udp;
  LcConnector *connector;
  char *host;
  guint16 port;
  LcStunMethod method;
  LcTransport ways[LC_STUN_SURVEY_MAX_WAYS];
  guint n_ways;
  GTlsDatabase *tls_database;
} LcStunSurvey;

LcStunSurvey *lc_stun_survey_new (LcResolver *resolver, LcStunUdp *udp, LcConnector *connector, const char *host,
                                  guint16 port, LcStunMethod method);
LcStunSurvey *lc_stun_survey_ref (LcStunSurvey *self);
void          lc_stun_survey_unref (LcStunSurvey *self);

void          lc_stun_survey_add_way (LcStunSurvey *self, LcTransport transport);

void          lc_stun_survey_run_async (LcStunSurvey *self, LcProbe *probe, LcRecorder *recorder,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean      lc_stun_survey_run_finish (LcProbe *probe, GAsyncResult *result, GError **error);

G_END_DECLS
