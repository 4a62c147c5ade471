/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-reader.c: from the JSON of a profile to an LcProfile.
 *
 * Reads everything, whatever is wrong, so that all faults come out at once; a
 * profile with faults is thrown away by the caller. What the words mean is said
 * in data/profiles/profile.schema.json; the rules that a schema cannot say are in
 * the readers only: first not above last, thresholds ascending, ids of their own,
 * one region for one address, the number of targets, deadlines that fit each other.
 */
#include "base/lc-base-enums.h"
#include "base/lc-json-expect.h"
#include "profile/lc-profile-enums.h"
#include "profile/lc-profile-fields.h"
#include "profile/lc-profile-private.h"
#include "profile/lc-profile-syntax.h"

#define MAX_HOST 253
#define MAX_PORTS 64

static void
read_support (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "support", LC_JSON_REQUIRED))
    return;
  self->support_phone = lc_profile_read_word (reader, "phone", LC_JSON_OPTIONAL, 40, lc_syntax_is_phone,
                                              "an international phone number as +44 20 12345678");
  self->support_email = lc_profile_read_word (reader, "email", LC_JSON_OPTIONAL, 254, lc_syntax_is_email,
                                              "an e-mail address");
  self->support_url = lc_profile_read_url (reader, "url", LC_JSON_OPTIONAL);
  lc_json_reader_leave (reader);
}

static void
read_publishers (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "publishers", LC_JSON_REQUIRED))
    return;
  for (LcLayer layer = 0; layer < LC_N_LAYERS; layer++)
    {
      LcPublisher *publisher = &self->publishers[layer];

      if (!lc_json_reader_enter_object (reader, lc_enum_nick (LC_TYPE_LAYER, (int) layer),
                                        LC_JSON_REQUIRED))
        continue;
      publisher->name = lc_profile_read_text (reader, "name");
      publisher->url = lc_profile_read_url (reader, "url", LC_JSON_OPTIONAL);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

static void
read_server_port (LcJsonReader *reader, LcEndpoint *endpoint, gboolean is_http)
{
  LcServerPort port = { 0 };
  guint n_faults = lc_json_reader_get_n_faults (reader);
  g_autofree char *set = NULL;
  g_autofree char *value = NULL;

  if (!lc_json_reader_expect_object (reader))
    return;
  port.transport = (LcTransport) lc_json_reader_get_enum (reader, "transport", LC_JSON_REQUIRED,
                                                          LC_TYPE_TRANSPORT);
  port.port = lc_profile_read_port (reader, "port");
  port.layer = lc_profile_read_layer (reader);
  if (lc_json_reader_get_n_faults (reader) > n_faults)
    return;
  if (is_http && port.transport != LC_TRANSPORT_TLS)
    lc_json_reader_fault_text (reader, "transport", "\"tls\" for this kind of endpoint",
                               lc_enum_nick (LC_TYPE_TRANSPORT, port.transport));
  set = g_strdup_printf ("port of %p", endpoint);
  value = g_strdup_printf ("%u/%s", port.port, lc_enum_nick (LC_TYPE_TRANSPORT, port.transport));
  lc_json_reader_check_unique (reader, set, NULL, value);
  g_array_append_val (endpoint->ports, port);
}

static void
read_endpoint (LcProfile *self, LcJsonReader *reader)
{
  static const char *const reserved[] = { "computer", "dns", "region", "routing", NULL };
  LcEndpoint *endpoint = lc_endpoint_new ();
  gboolean is_kind_known, is_http;
  guint n_faults;
  char *host;

  g_ptr_array_add (self->endpoints, endpoint);
  if (!lc_json_reader_expect_object (reader))
    return;
  endpoint->id = lc_profile_read_id (reader, "id", "endpoint");
  if (endpoint->id != NULL && g_strv_contains (reserved, endpoint->id))
    lc_json_reader_fault_text (reader, "id", "an id that no check of the program has",
                               endpoint->id);
  endpoint->name = lc_profile_read_text (reader, "name");
  n_faults = lc_json_reader_get_n_faults (reader);
  endpoint->kind = (LcEndpointKind) lc_json_reader_get_enum (reader, "kind", LC_JSON_REQUIRED,
                                                             LC_TYPE_ENDPOINT_KIND);
  is_kind_known = lc_json_reader_get_n_faults (reader) == n_faults;
  is_http = endpoint->kind != LC_ENDPOINT_STUN && endpoint->kind != LC_ENDPOINT_TURN;
  host = lc_profile_read_word (reader, "host", LC_JSON_REQUIRED, MAX_HOST, lc_syntax_is_host,
                               "a host name or an IP address");
  endpoint->host = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  g_free (host);
  if (is_http)
    endpoint->path = lc_profile_read_word (reader, "path", is_kind_known ? LC_JSON_REQUIRED : LC_JSON_OPTIONAL,
                                           LC_PROFILE_MAX_URL, lc_syntax_is_http_path,
                                           "a path that starts with a slash, without a query");
  is_http = is_http && is_kind_known;
  if (lc_json_reader_enter_array (reader, "ports", LC_JSON_REQUIRED, 1, is_http ? 1 : MAX_PORTS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_server_port (reader, endpoint, is_http);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
}

static void
check_n_targets (LcProfile *self, LcJsonReader *reader)
{
  guint n = self->regions->len;

  for (guint i = 0; i < self->endpoints->len; i++)
    n += ((LcEndpoint *) g_ptr_array_index (self->endpoints, i))->ports->len;
  if (n > LC_PROFILE_MAX_TARGETS)
    {
      g_autofree char *expected = g_strdup_printf ("at most %u server ports and regions",
                                                   (guint) LC_PROFILE_MAX_TARGETS);
      g_autofree char *found = g_strdup_printf ("%u", n);

      lc_json_reader_fault (reader, NULL, expected, found);
    }
}

/**
 * lc_profile_read:
 * @self: a new profile
 * @reader: stands at the root of its JSON
 *
 * Fills in @self. When there are faults in @reader afterwards, @self may lack
 * anything and must be thrown away.
 */
void
lc_profile_read (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_expect_object (reader))
    return;
  /* Where an editor finds the schema. */
  lc_json_reader_get_string (reader, "$schema", LC_JSON_OPTIONAL, 1, LC_PROFILE_MAX_URL);
  lc_profile_read_constant (reader, "format", "linecheck-profile");
  lc_json_reader_get_int (reader, "version", LC_JSON_REQUIRED, 1, 1);
  self->id = lc_profile_read_id (reader, "id", NULL);
  self->name = lc_profile_read_text (reader, "name");
  self->revision = lc_profile_read_word (reader, "revision", LC_JSON_REQUIRED, 10, lc_syntax_is_date,
                                         "a date as 2026-11-22");
  read_support (self, reader);
  read_publishers (self, reader);
  if (lc_json_reader_enter_array (reader, "endpoints", LC_JSON_REQUIRED, 1, LC_PROFILE_MAX_TARGETS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_endpoint (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  lc_profile_read_port_range (reader, "client_ports", LC_JSON_REQUIRED, &self->client_ports);
  if (lc_json_reader_enter_object (reader, "media_ports", LC_JSON_REQUIRED))
    {
      LcPortRange *ports = self->media_ports;

      lc_profile_read_port_range (reader, "vendor", LC_JSON_REQUIRED, &ports[LC_LAYER_VENDOR]);
      if (!lc_profile_read_port_range (reader, "operator", LC_JSON_OPTIONAL, &ports[LC_LAYER_OPERATOR]))
        ports[LC_LAYER_OPERATOR] = ports[LC_LAYER_VENDOR];
      lc_json_reader_leave (reader);
    }
  lc_profile_read_regions (self, reader);
  lc_profile_read_thresholds (self, reader);
  lc_profile_read_media_rates (self, reader);
  lc_profile_read_dscp_classes (self, reader);
  lc_profile_read_deadlines (self, reader);
  check_n_targets (self, reader);
}
