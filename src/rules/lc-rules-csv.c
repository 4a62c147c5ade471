/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-csv.c: rules as a table, one row a destination of a rule.
 *
 * The first row is the same in every language. Comments do not exist in CSV, so
 * that each row says what it is of.
 */
#include "config.h"

#include "base/lc-csv.h"
#include "profile/lc-profile-enums.h"
#include "rules/lc-rules-writers.h"

typedef struct
{
  const char *action; /* "allow", "mark" */
  const char *destination_type;
  const char *destination;
  const char *place;
  LcLayer layer;
  const char *note;
  guint8 dscp;
} RuleDestination;

static void
append_row (const LcRules *self, LcCsv *csv, const LcRule *rule, const RuleDestination *row)
{
  g_autofree char *ports = lc_rules_dup_ports (rule->ports, "-");
  g_autofree char *client_ports = lc_rules_dup_ports (lc_profile_get_client_ports (self->profile), "-");
  g_autofree char *servers = rule->target->names != NULL ? g_strjoinv (", ", rule->target->names) : g_strdup ("");
  g_autofree char *dscp = row->dscp > 0 ? g_strdup_printf ("%u", row->dscp) : g_strdup ("");

  lc_csv_add_text (csv, row->action);
  lc_csv_add_text (csv, rule->id);
  lc_csv_add_text (csv, lc_rule_get_purpose (rule));
  lc_csv_add_text (csv, servers);
  lc_csv_add_text (csv, "outbound");
  lc_csv_add_text (csv, lc_rules_get_protocol (rule->transport));
  lc_csv_add_text (csv, row->destination_type);
  lc_csv_add_text (csv, row->destination);
  lc_csv_add_text (csv, row->place);
  lc_csv_add_text (csv, ports);
  lc_csv_add_text (csv, client_ports);
  lc_csv_add_text (csv, dscp);
  lc_csv_add_text (csv, lc_enum_nick (LC_TYPE_LAYER, MAX (rule->layer, row->layer)));
  lc_csv_add_text (csv, row->note);
  lc_csv_add_text (csv, lc_profile_get_name (self->profile));
  lc_csv_add_text (csv, lc_profile_get_revision (self->profile));
  lc_csv_end_row (csv);
}

static void
append_block (const LcRules *self, LcCsv *csv, const LcRule *rule, const LcRuleBlock *block, RuleDestination row)
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
  append_row (self, csv, rule, &row);
}

static void
append_rule (const LcRules *self, LcCsv *csv, const LcRule *rule, const char *action, guint8 dscp)
{
  const LcRuleTarget *target = rule->target;
  RuleDestination row = { action, "host", NULL, "", rule->layer, "", dscp };

  for (guint i = 0; i < target->hosts->len; i++)
    {
      row.destination = g_ptr_array_index (target->hosts, i);
      append_row (self, csv, rule, &row);
    }
  row.destination_type = "address";
  for (guint i = 0; i < target->addresses->len; i++)
    {
      row.destination = g_ptr_array_index (target->addresses, i);
      append_row (self, csv, rule, &row);
    }
  for (guint i = 0; i < target->blocks->len; i++)
    append_block (self, csv, rule, g_ptr_array_index (target->blocks, i), row);
}

void
lc_rules_write_csv (const LcRules *self, GString *text)
{
  static const char *const titles[] = { "action",      "rule",         "purpose",      "servers", "direction",
                                        "protocol",    "type",         "destination",  "place",   "server_ports",
                                        "client_ports", "dscp",        "layer",        "note",    "profile",
                                        "revision" };
  LcCsv csv = { .text = text, .quotes_all = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    lc_csv_add_text (&csv, titles[i]);
  lc_csv_end_row (&csv);
  for (guint i = 0; i < self->rules->len; i++)
    append_rule (self, &csv, g_ptr_array_index (self->rules, i), "allow", 0);
  for (guint i = 0; i < self->rules->len; i++)
    if (lc_rules_has_mark (self, g_ptr_array_index (self->rules, i)))
      append_rule (self, &csv, g_ptr_array_index (self->rules, i), "mark", self->mark->dscp);
}
