/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-turn-probe.c: an Allocate without credentials to every address of a host
 * (RFC 8656 section 7). 401 with REALM and NONCE proves that a TURN server
 * speaks there (RFC 8489 section 9.2.4). Steps and facts are those of
 * lc-stun-survey.c.
 */
#include "probes/lc-turn-probe.h"

#include "probes/lc-stun-survey.h"

struct _LcTurnProbe
{
  LcProbe parent_instance;

  LcStunSurvey *survey;
};

G_DEFINE_FINAL_TYPE (LcTurnProbe, lc_turn_probe, LC_TYPE_PROBE)

static void
lc_turn_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  lc_stun_survey_run_async (LC_TURN_PROBE (probe)->survey, probe, recorder, cancellable, callback, user_data);
}

static void
lc_turn_probe_finalize (GObject *object)
{
  g_clear_pointer (&LC_TURN_PROBE (object)->survey, lc_stun_survey_unref);
  G_OBJECT_CLASS (lc_turn_probe_parent_class)->finalize (object);
}

static void
lc_turn_probe_class_init (LcTurnProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_turn_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_turn_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_stun_survey_run_finish;
}

static void
lc_turn_probe_init (LcTurnProbe *self)
{
}

/**
 * lc_turn_probe_new:
 * @id: of the row: "turn.udp"
 * @transport: how to ask
 */
LcProbe *
lc_turn_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                   const char *host, guint16 port, LcTransport transport)
{
  LcTurnProbe *self = g_object_new (LC_TYPE_TURN_PROBE, "id", id, NULL);

  self->survey = lc_stun_survey_new (resolver, udp, connector, host, port, LC_STUN_ALLOCATE);
  lc_stun_survey_add_way (self->survey, transport);
  return LC_PROBE (self);
}

/**
 * lc_turn_probe_add_transport:
 * @transport: another way to the same port
 *
 * For the fallback at 443, which is published both as TCP and as TLS: both are
 * tried side by side, either is enough, and the fact answered_by says which
 * was first.
 */
void
lc_turn_probe_add_transport (LcTurnProbe *self, LcTransport transport)
{
  lc_stun_survey_add_way (self->survey, transport);
}

/**
 * lc_turn_probe_set_tls_database:
 * @database: (nullable): authorities to trust instead of the system's; before
 *   the probe runs
 */
void
lc_turn_probe_set_tls_database (LcTurnProbe *self, GTlsDatabase *database)
{
  g_set_object (&self->survey->tls_database, database);
}
