/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-verdict.c: see lc-line-verdict.h.
 *
 * Rows are sorted into the reasons they give; the reasons decide the status.
 * A required row that warns or fails always gives a reason, so "ready" means
 * that every required row passed.
 */
#include "findings/lc-line-verdict.h"

#include "base/lc-json-expect.h"
#include "base/lc-words.h"
#include "findings/lc-findings-enums.h"

#define N_REASONS (LC_REASON_DEGRADED + 1)

/* What is read back is bounded. */
#define MAX_IDS 4096
#define MAX_ID_BYTES 256

typedef struct
{
  GPtrArray *ids[N_REASONS]; /* of const char *, owned by the rows */
  gboolean udp_answers;      /* some STUN, TURN or region answered over UDP */
  gboolean relay_answers;    /* some TURN server answered over TCP or TLS */
  gboolean udp_once;         /* STUN or TURN did, which takes one packet each */
  gboolean tcp_relay;        /* TURN did over plain TCP */
  gboolean udp_doubted;      /* somebody else answered over UDP, or only the first packets passed */
  gboolean tcp_doubted;      /* somebody else answered over plain TCP */
  gboolean media_open;       /* some media row was not tested, so nothing is proven */
  gboolean media_seen;
  gboolean network_answers;  /* somebody on the network did */
} Tally;

static void
add (Tally *tally, LcReasonKind kind, LcCheck *check)
{
  if (tally->ids[kind] == NULL)
    tally->ids[kind] = g_ptr_array_new ();
  g_ptr_array_add (tally->ids[kind], (gpointer) lc_check_get_id (check));
}

static gboolean
is_essential (LcKind kind)
{
  return kind == LC_KIND_HTTPS || kind == LC_KIND_SOCKET_IO || kind == LC_KIND_SIGNALING;
}

static gboolean
is_media (LcKind kind)
{
  return kind == LC_KIND_STUN || kind == LC_KIND_TURN || kind == LC_KIND_REGION;
}

static gboolean
answered (const LcVerdict *verdict)
{
  return verdict->status == LC_STATUS_PASS || verdict->status == LC_STATUS_WARN;
}

static gboolean
was_tested (const LcVerdict *verdict)
{
  return answered (verdict) || verdict->status == LC_STATUS_FAIL;
}

/* Of the computer's own rows only the gateway's asks the network by itself. */
static gboolean
asks_network (LcKind kind)
{
  return kind != LC_KIND_NETWORK && kind != LC_KIND_PROXY && kind != LC_KIND_CLOCK;
}

/* Media that is not required, and that nobody asked for. */
static gboolean
is_untested_hope (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return is_media (lc_check_get_kind (check)) && verdict != NULL && !was_tested (verdict) &&
         lc_check_get_requirement (check) != LC_REQUIREMENT_REQUIRED;
}

static void
tally_media (Tally *tally, LcCheck *check, const LcVerdict *verdict)
{
  const char *transport = lc_facts_get_string (lc_check_get_subject (check), LC_FACT_TRANSPORT);
  LcKind kind = lc_check_get_kind (check);

  tally->media_seen = TRUE;
  if (verdict->cause == LC_CAUSE_ANSWERED_INSIDE || verdict->cause == LC_CAUSE_FIRST_PACKETS_ONLY)
    *(g_strcmp0 (transport, "tcp") == 0 ? &tally->tcp_doubted : &tally->udp_doubted) = TRUE;
  else if (!was_tested (verdict))
    tally->media_open = TRUE;
  else if (!answered (verdict))
    return;
  else if (kind == LC_KIND_REGION)
    tally->udp_answers |= verdict->cause != LC_CAUSE_TCP_ONLY;
  else if (g_strcmp0 (transport, "udp") == 0)
    tally->udp_once = TRUE;
  else if (kind == LC_KIND_TURN)
    *(g_strcmp0 (transport, "tcp") == 0 ? &tally->tcp_relay : &tally->relay_answers) = TRUE;
}

/* What answers STUN and TURN proves a way, unless another row shows that it is not the
 * server itself, or that more packets than the first would not pass. */
static void
weigh_media (Tally *tally)
{
  tally->udp_answers |= tally->udp_once && !tally->udp_doubted;
  tally->relay_answers |= tally->tcp_relay && !tally->tcp_doubted;
}

static LcReasonKind
get_fail_reason (LcCheck *check, const LcVerdict *verdict)
{
  LcKind kind = lc_check_get_kind (check);

  if (kind == LC_KIND_DNS)
    return LC_REASON_DNS_BROKEN;
  if (is_essential (kind))
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
tally_row (Tally *tally, LcChecklist *checklist, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcKind kind = lc_check_get_kind (check);

  if (verdict != NULL && kind == LC_KIND_NETWORK && verdict->cause == LC_CAUSE_NO_NETWORK)
    add (tally, LC_REASON_OFFLINE, check);
  if (verdict != NULL && asks_network (kind))
    tally->network_answers |= answered (verdict);
  if (verdict != NULL && is_media (kind))
    tally_media (tally, check, verdict);

  if (lc_check_get_requirement (check) != LC_REQUIREMENT_REQUIRED || lc_checklist_leaves_to_proxy (checklist, check))
    return;
  if (verdict == NULL)
    add (tally, LC_REASON_NOT_TESTED, check);
  else if (verdict->status == LC_STATUS_FAIL)
    add (tally, get_fail_reason (check, verdict), check);
  else if (verdict->status == LC_STATUS_WARN)
    add (tally, get_warn_reason (verdict, kind), check);
  else if (verdict->status != LC_STATUS_PASS && verdict->cause != LC_CAUSE_DEPENDENCY)
    add (tally, LC_REASON_NOT_TESTED, check);
}

static void
move (Tally *tally, LcReasonKind from, LcReasonKind to)
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
gather_media (Tally *tally, LcChecklist *checklist, gboolean partial)
{
  LcReasonKind reason;

  if (!tally->media_seen || tally->udp_answers || partial)
    return;
  if (tally->media_open)
    {
      for (guint i = 0; i < lc_checklist_get_size (checklist) && !tally->relay_answers; i++)
        if (is_untested_hope (lc_checklist_get (checklist, i)))
          add (tally, LC_REASON_NOT_TESTED, lc_checklist_get (checklist, i));
      return;
    }
  reason = tally->relay_answers ? LC_REASON_UDP_BLOCKED : LC_REASON_NO_MEDIA_PATH;
  move (tally, LC_REASON_DEGRADED, reason);
  move (tally, LC_REASON_REGIONS_UNREACHABLE, reason);
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
get_status (Tally *tally, LcDisturbance disturbance, gboolean interrupted, gboolean partial)
{
  if (disturbance != LC_DISTURBANCE_NONE || interrupted)
    return LC_LINE_STATUS_INCOMPLETE;
  if (tally->ids[LC_REASON_PORTAL_UNREACHABLE] != NULL || tally->ids[LC_REASON_NO_MEDIA_PATH] != NULL)
    return LC_LINE_STATUS_NOT_READY;
  if (partial || tally->ids[LC_REASON_NOT_TESTED] != NULL)
    return LC_LINE_STATUS_INCOMPLETE;
  for (guint i = 0; i < N_REASONS; i++)
    if (tally->ids[i] != NULL)
      return LC_LINE_STATUS_READY_WITH_CAUTIONS;
  return LC_LINE_STATUS_READY;
}

static gboolean
is_disturbance (LcReasonKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (disturbances); i++)
    if (disturbances[i].reason == kind)
      return TRUE;
  return FALSE;
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

static void
reason_free (gpointer data)
{
  LcReason *reason = data;

  g_strfreev (reason->checks);
  g_free (reason);
}

/* Returns: (transfer full): with no reasons and no regions yet */
LcLineVerdict *
lc_line_verdict_new (LcLineStatus status)
{
  LcLineVerdict *self = g_new0 (LcLineVerdict, 1);

  self->status = status;
  self->reasons = g_ptr_array_new_with_free_func (reason_free);
  self->tied_regions = g_new0 (char *, 1);
  return self;
}

/**
 * lc_line_verdict_take_reason:
 * @checks: (transfer full) (array zero-terminated=1): ids of the rows that say so
 */
void
lc_line_verdict_take_reason (LcLineVerdict *self, LcReasonKind kind, char **checks)
{
  LcReason *reason = g_new0 (LcReason, 1);

  reason->kind = kind;
  reason->checks = checks;
  g_ptr_array_add (self->reasons, reason);
}

/**
 * lc_line_verdict_withdraw:
 *
 * Takes back what nobody can know after a disturbed run: whether the line is
 * ready, the regions, and every reason but the disturbance.
 */
void
lc_line_verdict_withdraw (LcLineVerdict *self)
{
  self->status = LC_LINE_STATUS_INCOMPLETE;
  for (guint i = self->reasons->len; i > 0; i--)
    if (!is_disturbance (((const LcReason *) g_ptr_array_index (self->reasons, i - 1))->kind))
      g_ptr_array_remove_index (self->reasons, i - 1);
  g_clear_pointer (&self->nearest_region, g_free);
  g_clear_pointer (&self->dns_region, g_free);
  g_strfreev (self->tied_regions);
  self->tied_regions = g_new0 (char *, 1);
}

void
lc_line_verdict_free (LcLineVerdict *self)
{
  g_ptr_array_unref (self->reasons);
  g_free (self->nearest_region);
  g_strfreev (self->tied_regions);
  g_free (self->dns_region);
  g_free (self);
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
  Tally tally = { 0 };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    tally_row (&tally, checklist, lc_checklist_get (checklist, i));
  if (tally.network_answers)
    g_clear_pointer (&tally.ids[LC_REASON_OFFLINE], g_ptr_array_unref);
  weigh_media (&tally);
  gather_media (&tally, checklist, partial);

  self = lc_line_verdict_new (get_status (&tally, disturbance, interrupted, partial));
  for (guint i = 0; i < G_N_ELEMENTS (disturbances); i++)
    if (disturbances[i].disturbance == disturbance)
      lc_line_verdict_take_reason (self, disturbances[i].reason, g_new0 (char *, 1));
  for (guint i = 0; i < N_REASONS; i++)
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

static void
set_nullable (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * lc_line_verdict_to_json:
 *
 * Returns: (transfer full): an object node as data/run-2.schema.json describes it
 */
JsonNode *
lc_line_verdict_to_json (const LcLineVerdict *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *reasons = json_array_new ();

  for (guint i = 0; i < self->reasons->len; i++)
    {
      const LcReason *reason = g_ptr_array_index (self->reasons, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "cause", lc_enum_nick (LC_TYPE_REASON_KIND, reason->kind));
      json_object_set_member (entry, "checks", lc_words_to_json (reason->checks));
      json_array_add_object_element (reasons, entry);
    }
  json_object_set_string_member (object, "status", lc_enum_nick (LC_TYPE_LINE_STATUS, self->status));
  json_object_set_array_member (object, "reasons", reasons);
  set_nullable (object, "nearest_region", self->nearest_region);
  json_object_set_member (object, "tied_regions", lc_words_to_json (self->tied_regions));
  set_nullable (object, "dns_region", self->dns_region);
  json_node_take_object (node, object);
  return node;
}

/* Returns: (transfer full): a list of ids, never %NULL */
static char **
read_ids (LcJsonReader *reader, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (lc_json_reader_enter_array (reader, name, LC_JSON_REQUIRED, 0, MAX_IDS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          const char *id = lc_json_reader_expect_string (reader, 1, MAX_ID_BYTES);

          if (id != NULL)
            g_strv_builder_add (builder, id);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  return g_strv_builder_end (builder);
}

static char *
read_nullable_id (LcJsonReader *reader, const char *name)
{
  char *id = NULL;

  if (lc_json_reader_enter_member (reader, name, LC_JSON_REQUIRED))
    {
      if (!lc_json_reader_is_null (reader))
        id = g_strdup (lc_json_reader_expect_string (reader, 1, MAX_ID_BYTES));
      lc_json_reader_leave (reader);
    }
  return id;
}

static void
read_reason (LcLineVerdict *self, LcJsonReader *reader)
{
  LcReasonKind kind;

  if (!lc_json_reader_expect_object (reader))
    return;
  kind = lc_json_reader_get_enum (reader, "cause", LC_JSON_REQUIRED, LC_TYPE_REASON_KIND);
  lc_line_verdict_take_reason (self, kind, read_ids (reader, "checks"));
}

/**
 * lc_line_verdict_from_json:
 * @reader: stands at what lc_line_verdict_to_json() made; takes the faults
 *
 * Returns: (transfer full) (nullable): the verdict, worthless when there were
 *   faults; %NULL when there is no object
 */
LcLineVerdict *
lc_line_verdict_from_json (LcJsonReader *reader)
{
  LcLineVerdict *self;

  if (!lc_json_reader_expect_object (reader))
    return NULL;
  self = lc_line_verdict_new (lc_json_reader_get_enum (reader, "status", LC_JSON_REQUIRED,
                                                       LC_TYPE_LINE_STATUS));
  if (lc_json_reader_enter_array (reader, "reasons", LC_JSON_REQUIRED, 0, N_REASONS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_reason (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  self->nearest_region = read_nullable_id (reader, "nearest_region");
  g_strfreev (self->tied_regions);
  self->tied_regions = read_ids (reader, "tied_regions");
  self->dns_region = read_nullable_id (reader, "dns_region");
  return self;
}
