/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-judge.c: see lc-line-judge.h.
 *
 * Rows are sorted into the reasons they give; the reasons decide the status.
 * A required row that warns or fails always gives a reason, so "ready" means
 * that every required row passed.
 */
#include "findings/lc-line-judge.h"

typedef struct
{
  GPtrArray *ids[LC_N_REASONS]; /* of const char *, owned by the rows */
  gboolean udp_answers;         /* some STUN, TURN or region answered over UDP */
  gboolean relay_answers;       /* some TURN server answered over TCP or TLS */
  gboolean udp_binding;         /* STUN or TURN did over UDP, which takes one packet each */
  gboolean tcp_relay;           /* TURN did over plain TCP */
  gboolean udp_is_doubtful;     /* somebody else answered over UDP, or only the first packets passed */
  gboolean tcp_is_doubtful;     /* somebody else answered over plain TCP */
  gboolean media_untested;      /* some media row was not tested, so nothing is proven */
  gboolean has_media;           /* there are media rows at all */
  gboolean network_answers;     /* somebody on the network did */
} LineTally;

static void
add_reason (LineTally *tally, LcReasonKind kind, LcCheck *check)
{
  if (tally->ids[kind] == NULL)
    tally->ids[kind] = g_ptr_array_new ();
  g_ptr_array_add (tally->ids[kind], (gpointer) lc_check_get_id (check));
}

static gboolean
is_portal (LcKind kind)
{
  return kind == LC_KIND_HTTPS || kind == LC_KIND_SOCKET_IO || kind == LC_KIND_SIGNALING;
}

static gboolean
is_media (LcKind kind)
{
  return kind == LC_KIND_STUN || kind == LC_KIND_TURN || kind == LC_KIND_REGION;
}

static gboolean
is_answered (const LcVerdict *verdict)
{
  return verdict->status == LC_STATUS_PASS || verdict->status == LC_STATUS_WARN;
}

static gboolean
was_tested (const LcVerdict *verdict)
{
  return is_answered (verdict) || verdict->status == LC_STATUS_FAIL;
}

/* Of the computer's own rows only the gateway's asks the network by itself. */
static gboolean
asks_network (LcKind kind)
{
  return kind != LC_KIND_NETWORK && kind != LC_KIND_PROXY && kind != LC_KIND_CLOCK;
}

/* A way for media that is not required, and that nobody tested. */
static gboolean
is_optional_and_untested (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return is_media (lc_check_get_kind (check)) && verdict != NULL && !was_tested (verdict) &&
         lc_check_get_requirement (check) != LC_REQUIREMENT_REQUIRED;
}

static void
count_media (LineTally *tally, LcCheck *check, const LcVerdict *verdict)
{
  const char *transport = lc_facts_get_string (lc_check_get_subject (check), LC_FACT_TRANSPORT);
  LcKind kind = lc_check_get_kind (check);

  tally->has_media = TRUE;
  if (verdict->cause == LC_CAUSE_ANSWERED_INSIDE || verdict->cause == LC_CAUSE_FIRST_PACKETS_ONLY)
    *(g_strcmp0 (transport, "tcp") == 0 ? &tally->tcp_is_doubtful : &tally->udp_is_doubtful) = TRUE;
  else if (!was_tested (verdict))
    tally->media_untested = TRUE;
  else if (!is_answered (verdict))
    return;
  else if (kind == LC_KIND_REGION)
    tally->udp_answers |= verdict->cause != LC_CAUSE_TCP_ONLY;
  else if (g_strcmp0 (transport, "udp") == 0)
    tally->udp_binding = TRUE;
  else if (kind == LC_KIND_TURN)
    *(g_strcmp0 (transport, "tcp") == 0 ? &tally->tcp_relay : &tally->relay_answers) = TRUE;
}

/* What answers STUN and TURN proves a way, unless another row shows that it is not the
 * server itself, or that more packets than the first would not pass. */
static void
decide_media (LineTally *tally)
{
  tally->udp_answers |= tally->udp_binding && !tally->udp_is_doubtful;
  tally->relay_answers |= tally->tcp_relay && !tally->tcp_is_doubtful;
}

static LcReasonKind
get_fail_reason (LcCheck *check, const LcVerdict *verdict)
{
  LcKind kind = lc_check_get_kind (check);

  if (kind == LC_KIND_DNS)
    return LC_REASON_DNS_BROKEN;
  if (is_portal (kind))
    return LC_REASON_PORTAL_UNREACHABLE;
  if (kind == LC_KIND_REGION)
    return LC_REASON_REGIONS_UNREACHABLE;
  return LC_REASON_DEGRADED;
}

static LcReasonKind
get_warn_reason (const LcVerdict *verdict, LcKind kind)
{
  if (verdict->cause == LC_CAUSE_WEBSOCKET_CUT)
    return LC_REASON_WEBSOCKET_CUT;
  if (verdict->cause == LC_CAUSE_TCP_ONLY || (verdict->cause == LC_CAUSE_ANSWERED_INSIDE && kind == LC_KIND_REGION))
    return LC_REASON_REGIONS_UNREACHABLE;
  if (verdict->cause == LC_CAUSE_FARTHER_REGION)
    return LC_REASON_FARTHER_REGION;
  if (kind == LC_KIND_ROUTING)
    return LC_REASON_BEST_REGION_POOR;
  return LC_REASON_DEGRADED;
}

static void
count_row (LineTally *tally, LcChecklist *checklist, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcKind kind = lc_check_get_kind (check);

  if (verdict != NULL && kind == LC_KIND_NETWORK && verdict->cause == LC_CAUSE_NO_NETWORK)
    add_reason (tally, LC_REASON_OFFLINE, check);
  if (verdict != NULL && asks_network (kind))
    tally->network_answers |= is_answered (verdict);
  if (verdict != NULL && is_media (kind))
    count_media (tally, check, verdict);

  if (lc_check_get_requirement (check) != LC_REQUIREMENT_REQUIRED ||
      lc_checklist_is_covered_by_proxy (checklist, check))
    return;
  if (verdict == NULL)
    add_reason (tally, LC_REASON_NOT_TESTED, check);
  else if (verdict->status == LC_STATUS_FAIL)
    add_reason (tally, get_fail_reason (check, verdict), check);
  else if (verdict->status == LC_STATUS_WARN)
    add_reason (tally, get_warn_reason (verdict, kind), check);
  else if (verdict->status != LC_STATUS_PASS && verdict->cause != LC_CAUSE_DEPENDENCY)
    add_reason (tally, LC_REASON_NOT_TESTED, check);
}

static void
move_reason (LineTally *tally, LcReasonKind from, LcReasonKind to)
{
  GPtrArray *ids = tally->ids[from];

  if (ids == NULL)
    return;
  if (tally->ids[to] == NULL)
    tally->ids[to] = g_ptr_array_new ();
  g_ptr_array_extend (tally->ids[to], ids, NULL, NULL);
  g_clear_pointer (&tally->ids[from], g_ptr_array_unref);
}

/* With no UDP at all, failed media rows are one fact, not many. When nothing
 * answers, a way that is not required is the last hope: untested, it leaves
 * everything open. */
static void
combine_media_reasons (LineTally *tally, LcChecklist *checklist, gboolean partial)
{
  LcReasonKind reason;

  if (!tally->has_media || tally->udp_answers || partial)
    return;
  if (tally->media_untested)
    {
      for (guint i = 0; i < lc_checklist_get_size (checklist) && !tally->relay_answers; i++)
        if (is_optional_and_untested (lc_checklist_get (checklist, i)))
          add_reason (tally, LC_REASON_NOT_TESTED, lc_checklist_get (checklist, i));
      return;
    }
  reason = tally->relay_answers ? LC_REASON_UDP_BLOCKED : LC_REASON_NO_MEDIA_PATH;
  move_reason (tally, LC_REASON_DEGRADED, reason);
  move_reason (tally, LC_REASON_REGIONS_UNREACHABLE, reason);
}

static const struct
{
  LcDisturbance disturbance;
  LcReasonKind reason;
} disturbances[] = {
  { LC_DISTURBANCE_NETWORK_LOST, LC_REASON_NETWORK_LOST },
  { LC_DISTURBANCE_NETWORK_CHANGED, LC_REASON_NETWORK_CHANGED },
  { LC_DISTURBANCE_SLEPT, LC_REASON_SLEPT },
};

static LcLineStatus
get_status (LineTally *tally, LcDisturbance disturbance, gboolean interrupted, gboolean partial)
{
  if (disturbance != LC_DISTURBANCE_NONE || interrupted)
    return LC_LINE_STATUS_INCOMPLETE;
  if (tally->ids[LC_REASON_PORTAL_UNREACHABLE] != NULL || tally->ids[LC_REASON_NO_MEDIA_PATH] != NULL)
    return LC_LINE_STATUS_NOT_READY;
  if (partial || tally->ids[LC_REASON_NOT_TESTED] != NULL)
    return LC_LINE_STATUS_INCOMPLETE;
  for (guint i = 0; i < LC_N_REASONS; i++)
    if (tally->ids[i] != NULL)
      return LC_LINE_STATUS_READY_WITH_CAUTIONS;
  return LC_LINE_STATUS_READY;
}

static void
copy_regions (LcLineVerdict *self, LcCheck *routing)
{
  LcMeasurement *measurement = lc_check_get_measurement (routing);
  const LcFacts *facts;

  if (measurement == NULL)
    return;
  facts = lc_measurement_get_facts (measurement);
  self->nearest_region = g_strdup (lc_facts_get_string (facts, LC_FACT_NEAREST_REGION));
  self->dns_region = g_strdup (lc_facts_get_string (facts, LC_FACT_DNS_REGION));
  g_strfreev (self->tied_regions);
  self->tied_regions = lc_facts_dup_strv (facts, LC_FACT_TIED_REGIONS);
}

/**
 * lc_line_verdict_judge:
 * @checklist: the rows, with their verdicts as far as they have one
 * @disturbance: what came between; then nothing else is known for sure, or said
 * @interrupted: the run was stopped
 * @partial: only some of the rows were asked for
 *
 * Not ready: portal, Socket.IO or signaling cannot be reached, or no media path
 * exists at all. Incomplete: something needed was not tested. Ready with
 * cautions: some required row warns or fails otherwise.
 *
 * Returns: (transfer full): the line's verdict
 */
LcLineVerdict *
lc_line_verdict_judge (LcChecklist *checklist, LcDisturbance disturbance, gboolean interrupted, gboolean partial)
{
  LcLineVerdict *self;
  LineTally tally = { 0 };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    count_row (&tally, checklist, lc_checklist_get (checklist, i));
  if (tally.network_answers)
    g_clear_pointer (&tally.ids[LC_REASON_OFFLINE], g_ptr_array_unref);
  decide_media (&tally);
  combine_media_reasons (&tally, checklist, partial);

  self = lc_line_verdict_new (get_status (&tally, disturbance, interrupted, partial));
  for (guint i = 0; i < G_N_ELEMENTS (disturbances); i++)
    if (disturbances[i].disturbance == disturbance)
      lc_line_verdict_take_reason (self, disturbances[i].reason, g_new0 (char *, 1));
  for (guint i = 0; i < LC_N_REASONS; i++)
    {
      if (i == LC_REASON_INTERRUPTED && interrupted && disturbance == LC_DISTURBANCE_NONE)
        lc_line_verdict_take_reason (self, i, g_new0 (char *, 1));
      else if (i == LC_REASON_NOT_TESTED && tally.ids[i] == NULL && partial)
        lc_line_verdict_take_reason (self, i, g_new0 (char *, 1));
      else if (tally.ids[i] != NULL)
        {
          g_ptr_array_add (tally.ids[i], NULL);
          lc_line_verdict_take_reason (self, i, g_strdupv ((char **) tally.ids[i]->pdata));
        }
      g_clear_pointer (&tally.ids[i], g_ptr_array_unref);
    }

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    if (lc_check_get_kind (lc_checklist_get (checklist, i)) == LC_KIND_ROUTING)
      copy_regions (self, lc_checklist_get (checklist, i));
  if (disturbance != LC_DISTURBANCE_NONE)
    lc_line_verdict_withdraw (self);
  return self;
}
