/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-plural-rule.c: see lc-plural-rule.h. The rule is an expression of C with one
 * variable; it is short, and is read anew for each number.
 */
#include "language/lc-plural-rule.h"

#include <stdlib.h>
#include <string.h>

/* Of brackets and conditions within one another; no language comes near. */
#define MAX_DEPTH 50

typedef struct
{
  const char *at;
  gulong n;
  guint depth;
  gboolean is_wrong;
} PluralRuleReader;

typedef struct
{
  const char *sign;
  int level; /* binds the tighter the higher */
} PluralOperator;

/* A sign that begins another stands after it. */
static const PluralOperator operators[] = {
  { "||", 1 }, { "&&", 2 }, { "==", 3 }, { "!=", 3 }, { "<=", 4 }, { ">=", 4 }, { "<", 4 },
  { ">", 4 },  { "+", 5 },  { "-", 5 },  { "*", 6 },  { "/", 6 },  { "%", 6 },
};

static gulong read_condition (PluralRuleReader *self);

static gboolean
accept (PluralRuleReader *self, const char *sign)
{
  while (*self->at == ' ' || *self->at == '\t')
    self->at++;
  if (!g_str_has_prefix (self->at, sign))
    return FALSE;
  self->at += strlen (sign);
  return TRUE;
}

static void
expect (PluralRuleReader *self, const char *sign)
{
  if (!accept (self, sign))
    self->is_wrong = TRUE;
}

static gulong
read_value (PluralRuleReader *self)
{
  gulong value;
  char *end;

  if (accept (self, "!"))
    return self->depth++ < MAX_DEPTH ? !read_value (self) : (self->is_wrong = TRUE);
  if (accept (self, "("))
    {
      value = read_condition (self);
      expect (self, ")");
      return value;
    }
  if (accept (self, "n"))
    return self->n;
  value = strtoul (self->at, &end, 10);
  if (!g_ascii_isdigit (*self->at))
    self->is_wrong = TRUE;
  self->at = end;
  return value;
}

static gulong
calculate (const char *sign, gulong a, gulong b)
{
  if (strcmp (sign, "||") == 0)
    return a || b;
  if (strcmp (sign, "&&") == 0)
    return a && b;
  if (strcmp (sign, "==") == 0)
    return a == b;
  if (strcmp (sign, "!=") == 0)
    return a != b;
  if (strcmp (sign, "<=") == 0)
    return a <= b;
  if (strcmp (sign, ">=") == 0)
    return a >= b;
  if (strcmp (sign, "<") == 0)
    return a < b;
  if (strcmp (sign, ">") == 0)
    return a > b;
  if (strcmp (sign, "+") == 0)
    return a + b;
  if (strcmp (sign, "-") == 0)
    return a - b;
  if (strcmp (sign, "*") == 0)
    return a * b;
  if (b == 0)
    return 0;
  return strcmp (sign, "/") == 0 ? a / b : a % b;
}

static const PluralOperator *
accept_operator (PluralRuleReader *self, int level)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i].level >= level && accept (self, operators[i].sign))
      return &operators[i];
  return NULL;
}

/* All that binds as tight as @level. */
static gulong
read_operation (PluralRuleReader *self, int level)
{
  gulong value = read_value (self);
  const PluralOperator *operator;

  while (!self->is_wrong && (operator = accept_operator (self, level)) != NULL)
    value = calculate (operator->sign, value, read_operation (self, operator->level + 1));
  return value;
}

static gulong
read_condition (PluralRuleReader *self)
{
  gulong value, yes, no;

  if (self->depth++ >= MAX_DEPTH)
    {
      self->is_wrong = TRUE;
      return 0;
    }
  value = read_operation (self, 0);
  if (self->is_wrong || !accept (self, "?"))
    return value;
  yes = read_condition (self);
  expect (self, ":");
  no = read_condition (self);
  return value ? yes : no;
}

/**
 * lc_plural_rule_get_form:
 * @rule: "nplurals=2; plural=(n != 1);"
 * @n: a number of things
 * @form: (out): which of the forms stands for it, from 0
 *
 * Returns: %FALSE when the rule cannot be read, or leads beyond its forms
 */
gboolean
lc_plural_rule_get_form (const char *rule, gulong n, guint *form)
{
  const char *forms = strstr (rule, "nplurals=");
  const char *expression = strstr (rule, "plural=");
  PluralRuleReader reader = { .n = n };
  gulong value;

  if (forms == NULL || expression == NULL)
    return FALSE;
  reader.at = expression + strlen ("plural=");
  value = read_condition (&reader);
  accept (&reader, ";");
  if (reader.is_wrong || (*reader.at != '\0' && *reader.at != '\n') ||
      value >= strtoul (forms + strlen ("nplurals="), NULL, 10))
    return FALSE;
  *form = (guint) value;
  return TRUE;
}
