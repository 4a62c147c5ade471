/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-command.c: see wan-command.h.
 */
#include "wan-command.h"

#include <gio/gio.h>

#define MAX_TIME_US (60 * G_USEC_PER_SEC)

static gboolean
parse_number (const char *key, const char *value, guint64 max, guint64 *number, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (g_ascii_string_to_unsigned (value, 10, 0, max, number, &cause))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "%s: expected a number from 0 to %" G_GUINT64_FORMAT ", found \"%s\"", key, max,
               value);
  return FALSE;
}

/* Finds @value among the @words, which end with %NULL. */
static int
parse_word (const char *key, const char *value, const char *const *words, GError **error)
{
  g_autofree char *choice = NULL;

  for (int i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (value, words[i]))
        return i;
    }
  choice = g_strjoinv (", ", (char **) words);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "%s: expected one of %s, found \"%s\"", key, choice, value);
  return -1;
}

static gboolean
parse_setting (WanCommand *command, const char *key, const char *value, GError **error)
{
  static const char *const directions[] = { "up", "down", "both", NULL };
  static const char *const orders[] = { "keep", "free", NULL };
  WanTreatment *treatment = &command->treatment;
  guint64 number = 0;
  int word;

  if (g_str_equal (key, "direction"))
    {
      word = parse_word (key, value, directions, error);
      command->directions[WAN_UP] = word != WAN_DOWN;
      command->directions[WAN_DOWN] = word != WAN_UP;
      return word >= 0;
    }
  if (g_str_equal (key, "order"))
    {
      word = parse_word (key, value, orders, error);
      treatment->reorder = word == 1;
      return word >= 0;
    }
  if (g_str_equal (key, "dscp"))
    {
      if (g_str_equal (value, "keep"))
        {
          treatment->dscp = WAN_DSCP_KEEP;
          return TRUE;
        }
      if (!parse_number (key, value, 63, &number, error))
        return FALSE;
      treatment->dscp = (int) number;
      return TRUE;
    }
  if (g_str_equal (key, "delay_us"))
    {
      if (!parse_number (key, value, MAX_TIME_US, &number, error))
        return FALSE;
      treatment->delay_us = (gint64) number;
      return TRUE;
    }
  if (g_str_equal (key, "jitter_us"))
    {
      if (!parse_number (key, value, MAX_TIME_US, &number, error))
        return FALSE;
      treatment->jitter_us = (gint64) number;
      return TRUE;
    }
  if (g_str_equal (key, "loss_ppm"))
    {
      if (!parse_number (key, value, 1000000, &number, error))
        return FALSE;
      treatment->loss_ppm = (guint) number;
      return TRUE;
    }
  if (g_str_equal (key, "seed"))
    return parse_number (key, value, G_MAXUINT64, &treatment->seed, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "set: expected direction, delay_us, jitter_us, order, loss_ppm, seed or dscp, "
               "found \"%s\"", key);
  return FALSE;
}

static gboolean
parse_set (char **words, WanCommand *command, GError **error)
{
  if (words[1] == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "set: expected a prefix, found nothing");
      return FALSE;
    }
  if (!wan_prefix_parse (words[1], &command->prefix, error))
    return FALSE;

  command->directions[WAN_UP] = TRUE;
  command->directions[WAN_DOWN] = TRUE;
  command->treatment.dscp = WAN_DSCP_KEEP;
  for (guint i = 2; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      if (pair[0] == NULL || pair[1] == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "set: expected key=value, found \"%s\"", words[i]);
          return FALSE;
        }
      if (!parse_setting (command, pair[0], pair[1], error))
        return FALSE;
    }
  return TRUE;
}

/* wan_command_parse: reads one line, without its line end. Errors name the
 * word, what was expected and what was found. */
gboolean
wan_command_parse (const char *line, WanCommand *command, GError **error)
{
  static const char *const kinds[] = { "set", "clear", "stats", "reset", NULL };
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  int kind;

  *command = (WanCommand) { 0 };
  kind = parse_word ("command", words[0] != NULL ? words[0] : "", kinds, error);
  if (kind < 0)
    return FALSE;
  command->kind = kind;
  if (kind == WAN_COMMAND_SET)
    return parse_set (words, command, error);
  if (words[1] != NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "%s: expected nothing more, found \"%s\"", words[0], words[1]);
      return FALSE;
    }
  return TRUE;
}
