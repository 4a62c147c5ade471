/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-csv.c: rules as a table (RFC 4180), one row a destination of a rule.
 *
 * A spreadsheet takes a cell that begins with "=", "+", "-" or "@" for a formula;
 * an apostrophe before it makes it text. The first row is the same in every
 * language. Comments do not exist in CSV, so that each row says what it is of.
 */
#include "config.h"

#include <string.h>

#include "profile/lc-profile-enums.h"
#include "rules/lc-rules-writers.h"

#define LINE_END "\r\n"

typedef struct
{
  const char *action; /* "allow", "mark" */
  const char *destination_type;
  const char *destination;
  const char *place;
  LcLayer layer;
  const char *note;
  guint8 dscp;
} Row;

static void
append_cell (GString *text, const char *cell)
{
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  g_string_append_c (text, '"');
  if (cell[0] != '\0' && strchr ("=+-@\t\r\n'", cell[0]) != NULL)
    g_string_append_c (text, '\'');
  for (const char *p = cell; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

static void
append_row (const LcRules *self, GString *text, const LcRule *rule, const Row *row)
{
  g_autofree char *ports = lc_rules_dup_ports (rule->ports, "-");
  g_autofree char *client_ports = lc_rules_dup_ports (lc_profile_get_client_ports (self->profile), "-");
  g_autofree char *names = rule->target->names != NULL ? g_strjoinv (", ", rule->target->names) : g_strdup ("");
  g_autofree char *servers = lc_rules_dup_plain (names);
  g_autofree char *place = lc_rules_dup_plain (row->place);
  g_autofree char *name = lc_rules_dup_plain (lc_profile_get_name (self->profile));
  g_autofree char *dscp = row->dscp > 0 ? g_strdup_printf ("%u", row->dscp) : g_strdup ("");

  append_cell (text, row->action);
  append_cell (text, rule->id);
  append_cell (text, lc_rule_get_purpose (rule));
  append_cell (text, servers);
  append_cell (text, "outbound");
  append_cell (text, lc_rules_get_protocol (rule->transport));
  append_cell (text, row->destination_type);
  append_cell (text, row->destination);
  append_cell (text, place);
  append_cell (text, ports);
  append_cell (text, client_ports);
  append_cell (text, dscp);
  append_cell (text, lc_enum_nick (LC_TYPE_LAYER, MAX (rule->layer, row->layer)));
  append_cell (text, row->note);
  append_cell (text, name);
  append_cell (text, lc_profile_get_revision (self->profile));
  g_string_append (text, LINE_END);
}

static void
append_block (const LcRules *self, GString *text, const LcRule *rule, const LcRuleBlock *block, Row row)
{
  g_autofree char *cidr = lc_cidr_to_string (&block->cidr);
  g_autofree char *place = g_strjoinv (", ", block->places);
  g_autofree char *note =
    block->mistakes != NULL ? g_strdup_printf ("published as %s, which is wrong", block->mistakes) : g_strdup ("");

  row.destination_type = "cidr";
  row.destination = cidr;
  row.place = place;
  row.layer = block->layer;
  row.note = note;
  append_row (self, text, rule, &row);
}

static void
append_rule (const LcRules *self, GString *text, const LcRule *rule, const char *action, guint8 dscp)
{
  const LcRuleTarget *target = rule->target;
  Row row = { action, "host", NULL, "", rule->layer, "", dscp };

  for (guint i = 0; i < target->hosts->len; i++)
    {
      row.destination = g_ptr_array_index (target->hosts, i);
      append_row (self, text, rule, &row);
    }
  row.destination_type = "address";
  for (guint i = 0; i < target->addresses->len; i++)
    {
      row.destination = g_ptr_array_index (target->addresses, i);
      append_row (self, text, rule, &row);
    }
  for (guint i = 0; i < target->blocks->len; i++)
    append_block (self, text, rule, g_ptr_array_index (target->blocks, i), row);
}

void
lc_rules_write_csv (const LcRules *self, GString *text)
{
  static const char *const titles[] = { "action",      "rule",         "purpose",      "servers", "direction",
                                        "protocol",    "type",         "destination",  "place",   "server_ports",
                                        "client_ports", "dscp",        "layer",        "note",    "profile",
                                        "revision" };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    append_cell (text, titles[i]);
  g_string_append (text, LINE_END);
  for (guint i = 0; i < self->rules->len; i++)
    append_rule (self, text, g_ptr_array_index (self->rules, i), "allow", 0);
  for (guint i = 0; i < self->rules->len; i++)
    if (lc_rules_has_mark (self, g_ptr_array_index (self->rules, i)))
      append_rule (self, text, g_ptr_array_index (self->rules, i), "mark", self->mark->dscp);
}
