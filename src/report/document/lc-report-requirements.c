/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-requirements.c: fifth part of a report: all that the service needs
 * from a network, whether it was missing here or not.
 */
#include "config.h"

#include "language/lc-i18n.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-profile-text.h"

/* The upper six bits of the byte that IPv4 calls TOS and IPv6 traffic class (RFC 2474). */
#define DSCP_SHIFT 2

static const char *
get_transport_label (LcTransport transport)
{
  switch (transport)
    {
    case LC_TRANSPORT_UDP:
      return "UDP";
    case LC_TRANSPORT_TLS:
      return "TCP (TLS)";
    case LC_TRANSPORT_TCP:
    default:
      return "TCP";
    }
}

static void
add_endpoint (LcTable *table, const LcEndpoint *endpoint)
{
  for (guint i = 0; i < endpoint->ports->len; i++)
    {
      const LcServerPort *port = &g_array_index (endpoint->ports, LcServerPort, i);
      g_autofree char *number = g_strdup_printf ("%u", port->port);

      lc_report_add_cells (table, lc_text_new (lc_profile_text_endpoint (endpoint->name)),
                           lc_text_new_code (endpoint->host),
                           lc_text_new (get_transport_label (port->transport)), lc_text_new_code (number),
                           lc_text_new (port->layer == LC_LAYER_VENDOR ? _("Yes") : _("As a fallback")), NULL);
    }
}

static void
add_servers (LcReportMaker *self)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (self->profile);
  g_autofree char *ports = lc_report_dup_ports (lc_profile_get_client_ports (self->profile));
  /* Translators: %s are port numbers: “1024-65535”. */
  g_autofree char *text = g_strdup_printf (_("All connections go out from the computers that use the service, from any "
                                             "port (%s), and nothing comes in unasked. Allow host names where the "
                                             "firewall can: their addresses change."),
                                           ports);
  LcTable *table;

  lc_report_add_heading (self->report, 2, "servers", _("Servers"));
  lc_report_add_paragraph (self->report, text);
  table = lc_report_add_table (self->report, _("Hosts, protocols and ports"));
  /* Translators: heading of a column: what a server or a kind of traffic is for. */
  lc_table_add_column (table, C_("purpose", "For"));
  lc_table_add_column (table, _("Host"))->is_code = TRUE;
  lc_table_add_column (table, _("Protocol"));
  lc_table_add_column (table, _("Port"))->is_code = TRUE;
  lc_table_add_column (table, _("Needed"));
  for (guint i = 0; i < endpoints->len; i++)
    add_endpoint (table, g_ptr_array_index (endpoints, i));
}

static LcTable *
add_range_table (LcReportMaker *self, const char *caption)
{
  LcTable *table = lc_report_add_table (self->report, caption);

  lc_table_add_column (table, _("Region"));
  lc_table_add_column (table, _("Addresses"))->is_code = TRUE;
  lc_table_add_column (table, _("CIDR"))->is_code = TRUE;
  return table;
}

static gboolean
is_vendor_range (const LcRegion *region, const LcAddressRange *range)
{
  for (guint i = 0; i < region->ranges->len; i++)
    {
      const LcRegionRange *other = &g_array_index (region->ranges, LcRegionRange, i);

      if (other->layer == LC_LAYER_VENDOR && other->range.first <= range->first && other->range.last >= range->last)
        return TRUE;
    }
  return FALSE;
}

/* The operator's list repeats the vendor's; what is new in it is the longer list. */
static gboolean
is_of_list (const LcRegion *region, const LcRegionRange *range, LcLayer layer)
{
  return range->layer == layer && (layer == LC_LAYER_VENDOR || !is_vendor_range (region, &range->range));
}

static void
add_ranges (LcReportMaker *self, const char *caption, LcLayer layer)
{
  const GPtrArray *regions = lc_profile_get_regions (self->profile);
  LcTable *table = NULL;

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);
      /* Translators: a place (“Ireland”) and the id of a region (“ie1”). */
      g_autofree char *title = g_strdup_printf (_("%s (%s)"), lc_profile_text_place (region->place), region->id);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);
          g_autofree char *addresses = lc_report_dup_range (&range->range);
          g_autofree char *cidrs = NULL;

          if (!is_of_list (region, range, layer))
            continue;
          if (table == NULL)
            table = add_range_table (self, caption);
          lc_region_range_is_published_right (range, &cidrs);
          lc_report_add_cells (table, lc_text_new (title), lc_text_new_code (addresses), lc_text_new_code (cidrs),
                               NULL);
        }
    }
}

/* One a line, to be pasted into a firewall. */
static void
add_cidr_lines (LcReportMaker *self, const char *caption, LcLayer layer)
{
  g_autoptr (GArray) cidrs = lc_profile_get_cidrs (self->profile, layer);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < cidrs->len; i++)
    {
      g_autofree char *cidr = lc_cidr_to_string (&g_array_index (cidrs, LcCidr, i));

      g_string_append_printf (lines, "%s\n", cidr);
    }
  if (cidrs->len > 0)
    lc_report_add_code (self->report, caption, lines->str);
}

static void
add_media_servers (LcReportMaker *self)
{
  g_autofree char *ports = lc_report_dup_ports (lc_profile_get_media_ports (self->profile, LC_LAYER_VENDOR));
  /* Translators: port numbers (“10000-20000”) and a port number (“3478”). */
  g_autofree char *text = g_strdup_printf (_("Picture and sound go to these addresses over UDP, ports %s. The same "
                                             "addresses answer STUN and TURN at UDP and TCP port %u. All regions are "
                                             "needed wherever this computer is: the service chooses one for each call."),
                                           ports, lc_profile_get_region_port (self->profile));

  lc_report_add_heading (self->report, 2, "media-servers", _("Media servers"));
  lc_report_add_paragraph (self->report, text);
  add_ranges (self, _("Addresses of the media servers"), LC_LAYER_VENDOR);
  add_cidr_lines (self, _("The same as the fewest CIDRs, to be copied"), LC_LAYER_VENDOR);
}

/* The network that a firewall makes of a CIDR with host bits set. */
static LcAddressRange
read_as_firewall (guint32 address, guint8 prefix)
{
  guint32 mask = prefix > 0 ? G_MAXUINT32 << (32 - prefix) : 0;
  const LcAddressRange range = { address & mask, address | ~mask };

  return range;
}

static char *
dup_effect (const LcRegionRange *range)
{
  guint32 address;
  guint8 prefix;
  LcAddressRange read;
  guint surplus;
  g_autofree char *words = NULL;

  if (!lc_cidr_parse (range->published_cidr, &address, &prefix))
    return g_strdup (_("Not a CIDR."));
  read = read_as_firewall (address, prefix);
  words = lc_report_dup_range (&read);
  surplus = (read.last - read.first) - (range->range.last - range->range.first);
  if (read.first > range->range.first || read.last < range->range.last)
    /* Translators: %s is a range of addresses. */
    return g_strdup_printf (_("It stands for %s and leaves addresses of the range out."), words);
  return g_strdup_printf (ngettext ("A firewall refuses it, or reads it as %s: %u address too many.",
                                    "A firewall refuses it, or reads it as %s: %u addresses too many.", surplus),
                          words, surplus);
}

static LcTable *
add_correction_table (LcReportMaker *self)
{
  g_autofree char *text =
    /* Translators: %s is who publishes the list: “Quicklink”. */
    g_strdup_printf (_("The list that %s publishes has the right addresses, but writes these networks with a wrong mask. "
                       "Compare your firewall with the column “Right”."),
                     lc_profile_get_publisher (self->profile, LC_LAYER_VENDOR)->name);
  LcTable *table;

  lc_report_add_heading (self->report, 2, "corrections", _("Networks that are published wrongly"));
  lc_report_add_paragraph (self->report, text);
  table = lc_report_add_table (self->report, _("Published masks and right ones"));
  lc_table_add_column (table, _("Region"));
  lc_table_add_column (table, _("Published"))->is_code = TRUE;
  /* Translators: heading of a column: what is correct. */
  lc_table_add_column (table, C_("correct", "Right"))->is_code = TRUE;
  lc_table_add_column (table, _("What the published one does"));
  return table;
}

static void
add_corrections (LcReportMaker *self)
{
  const GPtrArray *regions = lc_profile_get_regions (self->profile);
  LcTable *table = NULL;

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);
          g_autofree char *right = NULL;
          g_autofree char *effect = NULL;

          if (range->layer != LC_LAYER_VENDOR || lc_region_range_is_published_right (range, &right))
            continue;
          if (table == NULL)
            table = add_correction_table (self);
          effect = dup_effect (range);
          lc_report_add_cells (table, lc_text_new (lc_profile_text_place (region->place)),
                               lc_text_new_code (range->published_cidr), lc_text_new_code (right),
                               lc_text_new (effect), NULL);
        }
    }
}

static void
add_longer_list (LcReportMaker *self)
{
  const LcPublisher *publisher = lc_profile_get_publisher (self->profile, LC_LAYER_OPERATOR);
  g_autoptr (GArray) vendor = lc_profile_get_cidrs (self->profile, LC_LAYER_VENDOR);
  g_autoptr (GArray) complete = lc_profile_get_cidrs (self->profile, LC_LAYER_OPERATOR);
  g_autofree char *ports = lc_report_dup_ports (lc_profile_get_media_ports (self->profile, LC_LAYER_OPERATOR));
  g_autofree char *text = NULL;
  LcText *source;

  if (complete->len == vendor->len)
    return;
  /* Translators: who runs the servers (“Twilio”), and port numbers. */
  text = g_strdup_printf (_("%s, who runs these servers, publishes more addresses than the vendor's list has, and the "
                            "ports %s. They are not required today. Allow them as well where the firewall is seldom "
                            "changed, so that a move of the service does not stop a stream."),
                          publisher->name, ports);
  lc_report_add_heading (self->report, 2, "longer-list", _("The operator's longer list (optional)"));
  lc_report_add_paragraph (self->report, text);
  if (publisher->url != NULL)
    {
      source = lc_text_new (NULL);
      /* Translators: %s is the address of a web page. */
      lc_text_append_sentence (source, _("Published at %s"), LC_SPAN_PLAIN, publisher->url, publisher->url);
      lc_report_take_paragraph (self->report, source);
    }
  add_ranges (self, _("Addresses that only the operator publishes"), LC_LAYER_OPERATOR);
  add_cidr_lines (self, _("Both lists together as the fewest CIDRs, to be copied"), LC_LAYER_OPERATOR);
}

static void
add_rates (LcReportMaker *self)
{
  const LcMediaRates *rates = lc_profile_get_media_rates (self->profile);
  g_autofree char *text = NULL;

  if (rates == NULL)
    return;
  /* Translators: rates in Mbit/s and kbit/s; the last two are for sound. */
  text = g_strdup_printf (_("A room sends and receives %.1f Mbit/s for each picture unless it is set otherwise (from %.1f "
                            "to %.1f Mbit/s), a guest at most %.1f Mbit/s; sound takes %u to %u kbit/s. Leave twice as much "
                            "free as all pictures together need."),
                          rates->room_default_kbps / 1000.0, rates->room_min_kbps / 1000.0,
                          rates->room_max_kbps / 1000.0, rates->guest_max_kbps / 1000.0, rates->audio_min_kbps,
                          rates->audio_max_kbps);
  lc_report_add_heading (self->report, 2, "rates", _("Bandwidth"));
  lc_report_add_paragraph (self->report, text);
}

static void
add_marks (LcReportMaker *self)
{
  const GPtrArray *classes = lc_profile_get_dscp_classes (self->profile);
  LcTable *table;

  if (classes->len == 0)
    return;
  lc_report_add_heading (self->report, 2, "qos", _("Quality of service (optional)"));
  lc_report_add_paragraph (self->report,
                           _("Where lines are busy, let traffic to the media servers go first. Mark it by destination at "
                             "the switch or router, or trust the marks that the browser sets, and serve them in queues of "
                             "their own: sound first, then picture. The Internet ignores the marks; they help inside "
                             "your own network and on its way out."));
  table = lc_report_add_table (self->report, _("Marks (DSCP)"));
  lc_table_add_column (table, _("Traffic"));
  lc_table_add_column (table, _("Class"))->is_code = TRUE;
  lc_table_add_column (table, _("DSCP"))->is_figure = TRUE;
  /* Translators: the byte of the IP header that holds the mark. */
  lc_table_add_column (table, _("TOS byte"))->is_figure = TRUE;
  for (guint i = 0; i < classes->len; i++)
    {
      const LcDscpClass *dscp_class = g_ptr_array_index (classes, i);
      g_autofree char *dscp = g_strdup_printf ("%u", dscp_class->dscp);
      g_autofree char *tos = g_strdup_printf ("0x%02x", dscp_class->dscp << DSCP_SHIFT);

      lc_report_add_cells (table, lc_text_new (lc_profile_text_traffic (dscp_class->name)),
                           lc_text_new_code (dscp_class->class_name), lc_text_new (dscp), lc_text_new (tos), NULL);
    }
}

static void
add_traversal (LcReportMaker *self)
{
  static const char *const lines[] = {
    N_("The computer opens a UDP port of its own and asks a STUN server over it: “which address and port do you see me "
       "at?”"),
    N_("It tells the other side all addresses at which it may be reached: its own, the one that STUN saw, and one at a "
       "TURN relay."),
    N_("Both sides send test packets to all of them. Each packet that leaves opens the firewall for the answer to it."),
    N_("The best pair that works carries picture and sound, directly over UDP where that is possible."),
    N_("Where UDP is blocked, everything goes through the relay over TCP or TLS, which adds delay and stutters when "
       "packets are lost."),
  };
  GPtrArray *items;

  lc_report_add_heading (self->report, 2, "nat", _("How connections get through NAT"));
  items = lc_report_add_list (self->report);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_ptr_array_add (items, lc_text_new (_(lines[i])));
}

static void
add_origin (LcReportMaker *self)
{
  const LcRunFacts *facts = lc_run_get_facts (self->run);
  g_autofree char *text = NULL;

  if (self->profile == NULL)
    /* Translators: the name of a profile, and a date. */
    text = g_strdup_printf (_("The saved run does not say what the service needs, and this program does not know the "
                              "profile “%s” of %s. Ask whoever made the run for its requirements, or check again."),
                            facts->profile_id, facts->profile_revision);
  else if (self->is_builtin_profile)
    /* Translators: two dates. */
    text = g_strdup_printf (_("The saved run does not say what the service needs. This is what the profile of that name in "
                              "this program says, revised %s; the run was made with the revision of %s."),
                            lc_profile_get_revision (self->profile), facts->profile_revision);
  else
    /* Translators: the name of the service, and a date. */
    text = g_strdup_printf (_("What %s needs from a network, as last checked on %s."), lc_profile_get_name (self->profile),
                            lc_profile_get_revision (self->profile));
  lc_report_add_paragraph (self->report, text);
}

static void
add_rules_hint (LcReportMaker *self)
{
  LcText *text = lc_text_new (NULL);

  lc_text_append_sentence (text,
                           /* Translators: %s is a command; the words in small letters are typed as they are. */
                           _("The same as ready-made rules for firewalls: %s (or iptables, windows, cisco, fortinet, "
                             "csv, markdown)."),
                           LC_SPAN_CODE, "linecheck-cli rules --format nftables", NULL);
  lc_report_take_paragraph (self->report, text);
}

void
lc_report_maker_add_requirements (LcReportMaker *self)
{
  lc_report_add_heading (self->report, 1, "requirements", _("What the service needs"));
  add_origin (self);
  if (self->profile != NULL)
    {
      add_rules_hint (self);
      add_servers (self);
      add_media_servers (self);
      add_corrections (self);
      add_longer_list (self);
      add_rates (self);
      add_marks (self);
    }
  add_traversal (self);
}
