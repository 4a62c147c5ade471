/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-probe.c: a STUN Binding to every address of a host, over one
 * transport (RFC 8489). Steps and facts are those of lc-stun-survey.c.
 */
#include "probes/lc-stun-probe.h"

#include "probes/lc-stun-survey.h"

struct _LcStunProbe
{
  LcProbe parent_instance;

  LcStunSurvey *survey;
};

G_DEFINE_FINAL_TYPE (LcStunProbe, lc_stun_probe, LC_TYPE_PROBE)

static void
lc_stun_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  lc_stun_survey_run_async (LC_STUN_PROBE (probe)->survey, probe, recorder, cancellable, callback, user_data);
}

static void
lc_stun_probe_finalize (GObject *object)
{
  g_clear_pointer (&LC_STUN_PROBE (object)->survey, lc_stun_survey_unref);
  G_OBJECT_CLASS (lc_stun_probe_parent_class)->finalize (object);
}

static void
lc_stun_probe_class_init (LcStunProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_stun_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_stun_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_stun_survey_run_finish;
}

static void
lc_stun_probe_init (LcStunProbe *self)
{
}

/**
 * lc_stun_probe_new:
 * @id: of the row: "stun.udp"
 * @transport: %LC_TRANSPORT_UDP, %LC_TRANSPORT_TCP or %LC_TRANSPORT_TLS
 */
LcProbe *
lc_stun_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                   const char *host, guint16 port, LcTransport transport)
{
  LcStunProbe *self = g_object_new (LC_TYPE_STUN_PROBE, "id", id, NULL);

  self->survey = lc_stun_survey_new (resolver, udp, connector, host, port, LC_STUN_BINDING);
  lc_stun_survey_add_way (self->survey, transport);
  return LC_PROBE (self);
}
