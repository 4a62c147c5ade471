/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-markdown.c: rules for people, as tables (CommonMark, with the tables
 * of GitHub), in the reader's language.
 */
#include "config.h"

#include <string.h>

#include "base/lc-clean-text.h"
#include "language/lc-i18n.h"
#include "rules/lc-rules-writers.h"
#include "words/lc-profile-text.h"

/* What Markdown or HTML would take for a mark, or for a link. */
#define MARKS "\\`*_{}[]<>()#|&~!$:@"

/* In one line, and nothing but text. */
static char *
dup_escaped (const char *text)
{
  g_autofree char *plain = lc_clean_text (text);
  GString *escaped = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++)
    {
      if (strchr (MARKS, *p) != NULL)
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *p);
    }
  return g_string_free (escaped, FALSE);
}

/* @put: translates one of the words of the profile */
static char *
dup_escaped_list (char **words, const char *(*put) (const char *word))
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (list, (gpointer) put (words[i]));
  g_ptr_array_add (list, NULL);
  /* Translators: between the entries of a list. */
  joined = g_strjoinv (_(", "), (char **) list->pdata);
  return dup_escaped (joined);
}

static void
append_row (GString *text, const char *first, ...)
{
  va_list cells;

  va_start (cells, first);
  for (const char *cell = first; cell != NULL; cell = va_arg (cells, const char *))
    g_string_append_printf (text, "| %s ", cell);
  va_end (cells);
  g_string_append (text, "|\n");
}

static void
append_rulers (GString *text, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, "|---");
  g_string_append (text, "|\n");
}

static void
append_paragraph (GString *text, const char *paragraph)
{
  g_string_append_printf (text, "\n%s\n", paragraph);
}

static char *
dup_publisher (const LcRules *self, LcLayer layer)
{
  return dup_escaped (lc_profile_get_publisher (self->profile, layer)->name);
}

static const char *
get_protocol (const LcRule *rule)
{
  return rule->transport == LC_TRANSPORT_UDP ? "UDP" : "TCP";
}

static void
append_head (const LcRules *self, GString *text)
{
  g_autofree char *name = dup_escaped (lc_profile_get_name (self->profile));
  g_autofree char *vendor = dup_publisher (self, LC_LAYER_VENDOR);
  g_autofree char *operator = dup_publisher (self, LC_LAYER_OPERATOR);
  g_autofree char *title = NULL, *origin = NULL, *list = NULL;

  /* Translators: the name of a service. */
  title = g_strdup_printf (_("Firewall rules for %s"), name);
  /* Translators: id and date of a profile, version of Linecheck. */
  origin = g_strdup_printf (_("From the profile `%s` of %s, made by Linecheck %s."),
                            lc_profile_get_id (self->profile), lc_profile_get_revision (self->profile),
                            PACKAGE_VERSION);
  if (self->is_complete)
    /* Translators: two companies. */
    list = g_strdup_printf (_("This is the complete list: that of %s, and that of %s, who runs the media servers."),
                            vendor, operator);
  else if (lc_rules_has_more (self))
    /* Translators: two companies. */
    list = g_strdup_printf (_("This is the list of %s. That of %s, who runs the media servers, is longer."), vendor,
                            operator);
  else
    /* Translators: a company. */
    list = g_strdup_printf (_("This is the list of %s."), vendor);
  g_string_append_printf (text, "# %s\n", title);
  append_paragraph (text, origin);
  append_paragraph (text, list);
  append_paragraph (text, _("All rules are outbound: the computers that use the service begin everything, and only "
                            "answers come back in. Nothing has to be opened for the outside. Let the answers in by "
                            "connection tracking, or by the same rules with source and destination exchanged."));
  append_paragraph (text, _("Name resolution is not among the rules. Where clients ask a name server beyond the "
                            "firewall, allow UDP and TCP, port 53, to it."));
  append_paragraph (text, _("Enter each row as a rule of your firewall. To take the rules back, remove these same "
                            "rows; nothing else depends on them."));
}

static void
append_server (const LcRules *self, GString *text, const LcRule *rule, const char *server)
{
  g_autofree char *names = dup_escaped_list (rule->target->names, lc_profile_text_endpoint);
  g_autofree char *code = g_strdup_printf ("`%s`", server);
  g_autofree char *ports = lc_rules_dup_ports (rule->ports, "–");
  g_autofree char *client_ports = lc_rules_dup_ports (lc_profile_get_client_ports (self->profile), "–");
  g_autofree char *publisher = dup_publisher (self, rule->layer);

  append_row (text, names, code, get_protocol (rule), ports, client_ports, publisher, NULL);
}

static void
append_servers (const LcRules *self, GString *text)
{
  g_string_append_printf (text, "\n## %s\n", _("Servers"));
  append_paragraph (text, _("They are known by name, and their addresses change. Where your firewall cannot match "
                            "names, resolve them again every few minutes."));
  g_string_append_c (text, '\n');
  append_row (text, C_("purpose", "For"), _("Server"), _("Protocol"), _("Server port"), _("Client ports"), _("List of"),
              NULL);
  append_rulers (text, 6);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      for (guint j = 0; j < rule->target->hosts->len; j++)
        append_server (self, text, rule, g_ptr_array_index (rule->target->hosts, j));
      for (guint j = 0; j < rule->target->addresses->len; j++)
        append_server (self, text, rule, g_ptr_array_index (rule->target->addresses, j));
    }
}

static void
append_media_ports (const LcRules *self, GString *text)
{
  g_autofree char *client_ports = lc_rules_dup_ports (lc_profile_get_client_ports (self->profile), "–");

  append_row (text, C_("purpose", "For"), _("Protocol"), _("Server ports"), _("Client ports"), _("List of"), NULL);
  append_rulers (text, 5);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);
      g_autofree char *ports = lc_rules_dup_ports (rule->ports, "–");
      g_autofree char *publisher = dup_publisher (self, rule->layer);

      if (rule->target == self->media)
        append_row (text, _(lc_rule_get_purpose (rule)), get_protocol (rule), ports, client_ports, publisher, NULL);
    }
}

static void
append_range (const LcRules *self, GString *text, const LcRuleBlock *block)
{
  g_autofree char *cidr = lc_cidr_to_string (&block->cidr);
  g_autofree char *code = g_strdup_printf ("`%s`", cidr);
  g_autofree char *places = dup_escaped_list (block->places, lc_profile_text_place);
  g_autofree char *publisher = dup_publisher (self, block->layer);
  g_autofree char *note =
    block->mistakes != NULL
      /* Translators: an address range. */
      ? g_strdup_printf (_("Published as `%s`, which is not the range"), block->mistakes)
      : g_strdup ("");

  append_row (text, code, places, publisher, note, NULL);
}

static void
append_media (const LcRules *self, GString *text)
{
  g_string_append_printf (text, "\n## %s\n", _("Media regions"));
  append_paragraph (text, _("Each of these ports, to each of the ranges below. Which region is used changes with load "
                            "and place, so all of them are needed."));
  g_string_append_c (text, '\n');
  append_media_ports (self, text);
  g_string_append_c (text, '\n');
  append_row (text, _("Range"), _("Place"), _("List of"), _("Note"), NULL);
  append_rulers (text, 4);
  for (guint i = 0; i < self->media->blocks->len; i++)
    append_range (self, text, g_ptr_array_index (self->media->blocks, i));
}

static void
append_marks (const LcRules *self, GString *text)
{
  g_autofree char *class_name = dup_escaped (self->mark->class_name);
  g_autofree char *advice =
    /* Translators: a class of traffic (“AF41”) and its number. */
    g_strdup_printf (_("Give UDP between the clients and the media regions, on the ports above and in both "
                       "directions, the mark %s (DSCP %u), unless it has one of these already. The ports do not tell "
                       "audio from video. Without marks the service works all the same."),
                     class_name, self->mark->dscp);

  g_string_append_printf (text, "\n## %s\n", _("Priority (optional)"));
  append_paragraph (text, advice);
  g_string_append_c (text, '\n');
  append_row (text, C_("purpose", "For"), _("Class"), "DSCP", NULL);
  append_rulers (text, 3);
  for (guint i = 0; i < self->kept_marks->len; i++)
    {
      const LcDscpClass *class = g_ptr_array_index (self->kept_marks, i);
      g_autofree char *name = dup_escaped (lc_profile_text_traffic (class->name));
      g_autofree char *word = dup_escaped (class->class_name);
      g_autofree char *dscp = g_strdup_printf ("%u", class->dscp);

      append_row (text, name, word, dscp, NULL);
    }
}

void
lc_rules_write_markdown (const LcRules *self, GString *text)
{
  append_head (self, text);
  append_servers (self, text);
  append_media (self, text);
  if (self->mark != NULL)
    append_marks (self, text);
}
