/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-types.c: enum values to the stable nicks of a saved run, and back; which
 * outcome says most.
 */
#include "base/lc-types.h"

/**
 * lc_enum_nick:
 * @type: a registered enum type
 * @value: one of its values
 *
 * Returns: (transfer none): the nick, such as "no-answer"; "unknown" for a
 *   value that the type does not have
 */
const char *
lc_enum_nick (GType type, int value)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  GEnumValue *entry = g_enum_get_value (enum_class, value);

  return entry != NULL ? entry->value_nick : "unknown";
}

/**
 * lc_enum_from_nick:
 * @type: a registered enum type
 * @nick: a nick, such as "no-answer"
 * @value: (out): where to put the value
 *
 * Returns: %FALSE, with @value untouched, when the type has no such nick
 */
gboolean
lc_enum_from_nick (GType type, const char *nick, int *value)
{
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  GEnumValue *entry = g_enum_get_value_by_nick (enum_class, nick);

  if (entry == NULL)
    return FALSE;
  *value = entry->value;
  return TRUE;
}

/**
 * lc_outcome_get_rank:
 * @is_local: whether this computer itself said so: it says nothing about the network
 *
 * Returns: the higher, the more the outcome explains, when several addresses of one
 *   host failed in several ways
 */
guint
lc_outcome_get_rank (LcOutcome outcome, gboolean is_local)
{
  if (is_local)
    return 1;

  switch (outcome)
    {
    case LC_OUTCOME_ANSWERED:
      return 6;
    case LC_OUTCOME_DENIED:
    case LC_OUTCOME_MALFORMED:
      return 5;
    case LC_OUTCOME_UNTRUSTED:
    case LC_OUTCOME_TLS_FAILED:
    case LC_OUTCOME_RESET:
    case LC_OUTCOME_CLOSED:
      return 4;
    case LC_OUTCOME_REFUSED:
    case LC_OUTCOME_REJECTED:
    case LC_OUTCOME_UNREACHABLE:
      return 3;
    case LC_OUTCOME_SKIPPED:
    case LC_OUTCOME_CANCELLED:
    case LC_OUTCOME_UNAVAILABLE:
      return 1;
    default:
      return 2;
    }
}

/**
 * lc_outcome_is_inconclusive:
 *
 * Returns: whether it says nothing about the network, since nobody was asked to the end
 */
gboolean
lc_outcome_is_inconclusive (LcOutcome outcome)
{
  return outcome == LC_OUTCOME_CANCELLED || outcome == LC_OUTCOME_UNAVAILABLE || outcome == LC_OUTCOME_SKIPPED;
}
