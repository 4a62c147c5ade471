/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-survey.c: see lc-stun-survey.h.
 *
 * A and AAAA are asked side by side, and every address is contacted as soon as
 * it is known. Steps: "dns"; per contact "tcp" and "tls" where they apply, then
 * "binding" or "allocate", with the target "address:port/transport" and the
 * facts of lc_stun_result_record() and lc_stun_result_record_scopes().
 *
 * Facts of the whole, from the first answer: address; rtt_us, which over TCP and
 * TLS is the kernel's from the connection, because it is the more exact one;
 * mapped_address; and, when several ways were tried, answered_by.
 *
 * Once somebody has answered, the others get a while more, not the whole
 * deadline.
 */
#include "probes/lc-stun-survey.h"

#include "base/lc-base-enums.h"
#include "base/lc-source.h"
#include "measurement/lc-step-table.h"
#include "net/lc-stun-stream.h"
#include "probes/lc-dns-record.h"
#include "probes/lc-stun-record.h"

#define MAX_ADDRESSES 8     /* of one family */
#define GRACE_MS 1500    /* for the others, after the first answer */
#define MARGIN_MS 100       /* before the probe's deadline */

typedef struct
{
  int ref_count;
  GTask *task; /* NULL when the survey is over */
  LcStunSurvey *plan;
  LcRecorder *recorder;
  GCancellable *rest; /* what all contacts run under */
  gulong cancelled_handler;
  GSource *grace;
  gint64 end_us; /* monotonic */
  guint n_pending; /* DNS questions and contacts */
  guint n_contacts;
  LcOutcome dns_outcome[2]; /* A, AAAA */
  LcOutcome outcome;
  guint rank;
  GError *error;
} SurveyRun;

typedef struct
{
  SurveyRun *survey;
  GSocketAddress *server;
  LcTransport way;
  char *target;
  guint step;
  LcStunStream *stream;
  gint64 connect_rtt_us; /* the kernel's, or -1 */
} StunContact;

static void
survey_run_unref (SurveyRun *survey)
{
  if (--survey->ref_count > 0)
    return;
  lc_stun_survey_unref (survey->plan);
  g_clear_object (&survey->recorder);
  g_clear_object (&survey->rest);
  g_clear_error (&survey->error);
  g_free (survey);
}

static void
note_outcome (SurveyRun *survey, LcOutcome outcome, gboolean is_local)
{
  guint rank = lc_outcome_get_rank (outcome, is_local);

  if (rank <= survey->rank)
    return;
  survey->rank = rank;
  survey->outcome = outcome;
  /* That this computer has no way to one address says nothing about the others, which may
   * be silent until the deadline: it counts at the end, when there was nothing else. */
  if (!is_local)
    lc_recorder_set_outcome (survey->recorder, outcome);
}

static void
end_survey (SurveyRun *survey)
{
  g_autoptr (GTask) task = g_steal_pointer (&survey->task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  lc_source_clear (&survey->grace);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, survey->cancelled_handler);
  if (survey->n_contacts == 0 && survey->error == NULL)
    note_outcome (survey,
                  survey->dns_outcome[0] == LC_OUTCOME_NO_ADDRESS ? survey->dns_outcome[1]
                                                                  : survey->dns_outcome[0],
                  FALSE);
  if (survey->rank > 0)
    lc_recorder_set_outcome (survey->recorder, survey->outcome);
  if (survey->error != NULL && survey->rank == 0)
    g_task_return_error (task, g_steal_pointer (&survey->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  survey_run_unref (survey);
}

static void
drop_pending (SurveyRun *survey)
{
  if (--survey->n_pending == 0)
    end_survey (survey);
  survey_run_unref (survey);
}

static gboolean
on_grace_over (gpointer user_data)
{
  SurveyRun *survey = g_task_get_task_data (user_data);

  g_cancellable_cancel (survey->rest);
  return G_SOURCE_REMOVE;
}

static void
note_first_answer (StunContact *contact, const LcStunResult *result)
{
  SurveyRun *survey = contact->survey;
  LcFacts *facts = lc_recorder_get_facts (survey->recorder);
  g_autofree char *address = NULL;

  if (survey->grace != NULL)
    return;
  address = g_inet_address_to_string (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (contact->server)));
  lc_facts_set_string (facts, LC_FACT_ADDRESS, address);
  lc_facts_set_int (facts, LC_FACT_RTT_US, contact->connect_rtt_us >= 0 ? contact->connect_rtt_us : result->rtt_us);
  if (result->reply->mapped != NULL)
    {
      g_autofree char *mapped = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (result->reply->mapped));

      lc_facts_set_string (facts, LC_FACT_MAPPED_ADDRESS, mapped);
    }
  if (survey->plan->n_ways > 1)
    lc_facts_set_string (facts, LC_FACT_ANSWERED_BY, lc_enum_nick (LC_TYPE_TRANSPORT, contact->way));
  survey->grace = g_timeout_source_new (GRACE_MS);
  g_task_attach_source (survey->task, survey->grace, on_grace_over);
}

/* One contact */

static void
stun_contact_free (StunContact *contact)
{
  g_clear_object (&contact->server);
  g_clear_object (&contact->stream);
  g_free (contact->target);
  g_free (contact);
}

static void
begin_step (StunContact *contact, const char *name)
{
  contact->step = lc_recorder_begin_step (contact->survey->recorder, name, contact->target);
}

static void
end_contact (StunContact *contact)
{
  SurveyRun *survey = contact->survey;

  stun_contact_free (contact);
  drop_pending (survey);
}

/* Cancelled, or this computer could not ask at all. */
static void
fail_contact (StunContact *contact, const GError *error)
{
  SurveyRun *survey = contact->survey;
  LcOutcome outcome = LC_OUTCOME_UNAVAILABLE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      outcome = LC_OUTCOME_NO_ANSWER;
      note_outcome (survey, outcome, FALSE);
    }
  else
    {
      lc_facts_set_string (lc_recorder_get_step_facts (survey->recorder, contact->step), LC_FACT_REASON,
                           error->message);
      if (survey->error == NULL)
        survey->error = g_error_copy (error);
    }
  lc_recorder_end_step (survey->recorder, contact->step, outcome);
  end_contact (contact);
}

static void
end_exchange (StunContact *contact, const LcStunResult *result)
{
  SurveyRun *survey = contact->survey;

  lc_stun_result_record (result, lc_recorder_get_step_facts (survey->recorder, contact->step));
  lc_stun_result_record_scopes (result, contact->server,
                                lc_recorder_get_step_facts (survey->recorder, contact->step));
  lc_recorder_end_step (survey->recorder, contact->step, result->outcome);
  if (result->outcome == LC_OUTCOME_ANSWERED)
    note_first_answer (contact, result);
  note_outcome (survey, result->outcome, result->local || lc_icmp_error_is_local (result->icmp));
  end_contact (contact);
}

static const char *
get_exchange_name (const SurveyRun *survey)
{
  return survey->plan->method == LC_STUN_ALLOCATE ? LC_STEP_ALLOCATE : LC_STEP_BINDING;
}

static void
on_udp_asked (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcStunResult) result = lc_stun_udp_ask_finish (LC_STUN_UDP (source), async_result, &error);

  if (result == NULL)
    fail_contact (user_data, error);
  else
    end_exchange (user_data, result);
}

static void
on_stream_asked (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcStunResult) result =
    lc_stun_stream_ask_finish (LC_STUN_STREAM (source), async_result, &error);

  if (result == NULL)
    fail_contact (user_data, error);
  else
    end_exchange (user_data, result);
}

static void
ask_stream (StunContact *contact)
{
  begin_step (contact, get_exchange_name (contact->survey));
  lc_stun_stream_ask_async (contact->stream, contact->survey->plan->method, contact->survey->rest,
                            on_stream_asked, contact);
}

static void
on_handshake_done (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  StunContact *contact = user_data;
  LcRecorder *recorder = contact->survey->recorder;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcStunTls) tls =
    lc_stun_stream_handshake_finish (LC_STUN_STREAM (source), async_result, &error);

  if (tls == NULL)
    {
      fail_contact (contact, error);
      return;
    }
  lc_stun_tls_record (tls, lc_recorder_get_step_facts (recorder, contact->step));
  lc_recorder_end_step (recorder, contact->step, tls->outcome);
  if (tls->outcome == LC_OUTCOME_ANSWERED)
    {
      ask_stream (contact);
      return;
    }
  note_outcome (contact->survey, tls->outcome, FALSE);
  end_contact (contact);
}

static void
on_connected (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  StunContact *contact = user_data;
  SurveyRun *survey = contact->survey;
  g_autoptr (GError) error = NULL;
  const LcConnection *connection =
    lc_stun_stream_connect_finish (LC_STUN_STREAM (source), async_result, &error);

  if (connection == NULL)
    {
      fail_contact (contact, error);
      return;
    }
  lc_connection_record (connection, lc_recorder_get_step_facts (survey->recorder, contact->step));
  lc_recorder_end_step (survey->recorder, contact->step, connection->outcome);
  if (connection->kernel_rtt)
    contact->connect_rtt_us = connection->rtt_us;
  if (connection->outcome != LC_OUTCOME_ANSWERED)
    {
      note_outcome (survey, connection->outcome,
                    connection->local || lc_icmp_error_is_local (connection->icmp));
      end_contact (contact);
    }
  else if (contact->way == LC_TRANSPORT_TLS)
    {
      begin_step (contact, LC_STEP_TLS);
      lc_stun_stream_handshake_async (contact->stream, survey->plan->host, survey->rest, on_handshake_done, contact);
    }
  else
    {
      ask_stream (contact);
    }
}

static void
begin_contact (SurveyRun *survey, GInetAddress *address, LcTransport way)
{
  StunContact *contact = g_new0 (StunContact, 1);
  g_autofree char *endpoint = NULL;

  survey->ref_count++;
  survey->n_pending++;
  survey->n_contacts++;
  contact->survey = survey;
  contact->way = way;
  contact->connect_rtt_us = -1;
  contact->server = g_inet_socket_address_new (address, survey->plan->port);
  endpoint = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (contact->server));
  contact->target = g_strdup_printf ("%s/%s", endpoint, lc_enum_nick (LC_TYPE_TRANSPORT, way));
  if (way == LC_TRANSPORT_UDP)
    {
      gint64 left_ms = (survey->end_us - g_get_monotonic_time ()) / 1000;
      LcStunSchedule schedule = lc_stun_schedule_persistent ((guint) MAX (left_ms, 1));

      begin_step (contact, get_exchange_name (survey));
      lc_stun_udp_ask_async (survey->plan->udp, survey->plan->method, contact->server, &schedule, survey->rest,
                             on_udp_asked, contact);
    }
  else
    {
      begin_step (contact, LC_STEP_TCP);
      contact->stream = lc_stun_stream_new (survey->plan->connector, contact->server);
      lc_stun_stream_set_tls_database (contact->stream, survey->plan->tls_database);
      lc_stun_stream_connect_async (contact->stream, survey->rest, on_connected, contact);
    }
}

static void
on_resolved (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  SurveyRun *survey = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcDnsAnswer) answer = lc_resolver_ask_finish (LC_RESOLVER (source), async_result, &error);

  if (answer != NULL)
    {
      survey->dns_outcome[answer->family == G_SOCKET_FAMILY_IPV6] = answer->outcome;
      lc_dns_record_step (survey->recorder, answer);
      for (guint i = 0; i < answer->addresses->len && i < MAX_ADDRESSES; i++)
        for (guint j = 0; j < survey->plan->n_ways; j++)
          begin_contact (survey, g_ptr_array_index (answer->addresses, i), survey->plan->ways[j]);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && survey->error == NULL)
    {
      survey->error = g_steal_pointer (&error);
    }
  drop_pending (survey);
}

static void
ask_resolver (SurveyRun *survey, GSocketFamily family)
{
  survey->ref_count++;
  survey->n_pending++;
  lc_resolver_ask_async (survey->plan->resolver, survey->plan->host, family, survey->rest, on_resolved, survey);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * lc_stun_survey_new:
 *
 * Returns: (transfer full): a survey without ways; see lc_stun_survey_add_way()
 */
LcStunSurvey *
lc_stun_survey_new (LcResolver *resolver, LcStunUdp *udp, LcConnector *connector, const char *host, guint16 port,
                    LcStunMethod method)
{
  LcStunSurvey *self = g_rc_box_new0 (LcStunSurvey);

  self->resolver = g_object_ref (resolver);
  self->udp = g_object_ref (udp);
  self->connector = g_object_ref (connector);
  self->host = g_strdup (host);
  self->port = port;
  self->method = method;
  return self;
}

LcStunSurvey *
lc_stun_survey_ref (LcStunSurvey *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_survey (gpointer data)
{
  LcStunSurvey *self = data;

  g_clear_object (&self->resolver);
  g_clear_object (&self->udp);
  g_clear_object (&self->connector);
  g_clear_object (&self->tls_database);
  g_free (self->host);
}

void
lc_stun_survey_unref (LcStunSurvey *self)
{
  g_rc_box_release_full (self, clear_survey);
}

void
lc_stun_survey_add_way (LcStunSurvey *self, LcTransport transport)
{
  g_return_if_fail (self->n_ways < LC_STUN_SURVEY_MAX_WAYS);
  self->ways[self->n_ways++] = transport;
}

/**
 * lc_stun_survey_run_async:
 * @probe: on whose behalf; gives the deadline
 * @recorder: where everything is written down as it happens
 */
void
lc_stun_survey_run_async (LcStunSurvey *self, LcProbe *probe, LcRecorder *recorder,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  SurveyRun *survey = g_new0 (SurveyRun, 1);
  gint64 left_ms = (gint64) lc_probe_get_deadline_ms (probe) - MARGIN_MS;

  survey->ref_count = 1;
  survey->task = g_task_new (probe, cancellable, callback, user_data);
  g_task_set_source_tag (survey->task, lc_stun_survey_run_async);
  g_task_set_task_data (survey->task, survey, NULL);
  survey->plan = lc_stun_survey_ref (self);
  survey->recorder = g_object_ref (recorder);
  survey->rest = g_cancellable_new ();
  survey->end_us = g_get_monotonic_time () + 1000 * MAX (left_ms, 1);
  survey->dns_outcome[0] = survey->dns_outcome[1] = LC_OUTCOME_NO_ANSWER;
  if (cancellable != NULL)
    survey->cancelled_handler =
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), survey->rest, NULL);
  ask_resolver (survey, G_SOCKET_FAMILY_IPV4);
  ask_resolver (survey, G_SOCKET_FAMILY_IPV6);
}

/**
 * lc_stun_survey_run_finish:
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED, or when nothing could be asked
 */
gboolean
lc_stun_survey_run_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, probe), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
