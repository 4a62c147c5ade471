/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-control.c: see wan-control.h.
 */
#include "wan-control.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wan-command.h"

static void
append_lane (GString *json, const char *name, const WanLane *lane)
{
  g_string_append_printf (json,
                          "\"%s\":{\"delay_us\":%" G_GINT64_FORMAT ",\"packets\":%" G_GUINT64_FORMAT
                          ",\"bytes\":%" G_GUINT64_FORMAT ",\"lost\":%" G_GUINT64_FORMAT
                          ",\"marked\":%" G_GUINT64_FORMAT ",\"rewritten\":%" G_GUINT64_FORMAT "}",
                          name, lane->treatment.delay_us, lane->counters.packets,
                          lane->counters.bytes, lane->counters.lost, lane->counters.marked,
                          lane->counters.rewritten);
}

/* wan_lateness_add: counts one departure that was @late_ns later than due. */
void
wan_lateness_add (WanLateness *self, gint64 late_ns)
{
  guint64 late_us = (guint64) MAX (late_ns, 0) / 1000;

  self->packets++;
  self->total_ns += late_ns;
  self->max_ns = MAX (self->max_ns, late_ns);
  self->buckets[MIN (g_bit_storage (late_us), G_N_ELEMENTS (self->buckets) - 1)]++;
}

/* wan_state_to_json: all counters, as one line without its end. */
char *
wan_state_to_json (const WanState *self)
{
  const WanLateness *lateness = &self->lateness;
  GString *json = g_string_new ("{\"classes\":[");

  for (guint i = 0; i < self->table.classes->len; i++)
    {
      const WanClass *each = g_ptr_array_index (self->table.classes, i);
      g_autofree char *prefix = wan_prefix_to_string (&each->prefix);

      g_string_append_printf (json, "%s{\"prefix\":\"%s\",", i > 0 ? "," : "", prefix);
      append_lane (json, "up", &each->lanes[WAN_UP]);
      g_string_append_c (json, ',');
      append_lane (json, "down", &each->lanes[WAN_DOWN]);
      g_string_append_c (json, '}');
    }
  g_string_append_printf (json,
                          "],\"lateness\":{\"packets\":%" G_GUINT64_FORMAT
                          ",\"mean_ns\":%" G_GINT64_FORMAT ",\"max_ns\":%" G_GINT64_FORMAT
                          ",\"below_power_of_two_us\":[",
                          lateness->packets,
                          lateness->packets > 0 ? lateness->total_ns / (gint64) lateness->packets : 0,
                          lateness->max_ns);
  for (guint i = 0; i < G_N_ELEMENTS (lateness->buckets); i++)
    g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", lateness->buckets[i]);
  g_string_append_printf (json,
                          "]},\"unknown_packets\":%" G_GUINT64_FORMAT ",\"full_packets\":%"
                          G_GUINT64_FORMAT ",\"spinners\":%u,\"runs_first\":%s}",
                          self->unknown_packets, self->full_packets, self->spinners,
                          self->runs_first ? "true" : "false");
  return g_string_free (json, FALSE);
}

/* wan_state_answer: does what @line says and returns the answer, without line end. */
char *
wan_state_answer (WanState *self, const char *line)
{
  g_autoptr (GError) error = NULL;
  WanCommand command;

  if (!wan_command_parse (line, &command, &error))
    return g_strdup_printf ("error: %s", error->message);

  switch (command.kind)
    {
    case WAN_COMMAND_SET:
      for (guint i = 0; i < WAN_N_DIRECTIONS; i++)
        {
          if (command.directions[i])
            wan_table_set (&self->table, &command.prefix, i, &command.treatment);
        }
      break;
    case WAN_COMMAND_CLEAR:
      wan_table_reset (&self->table);
      break;
    case WAN_COMMAND_STATS:
      return wan_state_to_json (self);
    case WAN_COMMAND_RESET:
      for (guint i = 0; i < self->table.classes->len; i++)
        {
          WanClass *each = g_ptr_array_index (self->table.classes, i);

          for (guint j = 0; j < WAN_N_DIRECTIONS; j++)
            each->lanes[j].counters = (WanCounters) { 0 };
        }
      self->lateness = (WanLateness) { 0 };
      self->unknown_packets = 0;
      self->full_packets = 0;
      break;
    default:
      g_assert_not_reached ();
    }
  return g_strdup ("ok");
}

/* wan_control_listen: makes the socket at @path; whatever was there goes. */
int
wan_control_listen (const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (g_strlcpy (address.sun_path, path, sizeof address.sun_path) < sizeof address.sun_path
      && fd >= 0)
    {
      unlink (path);
      if (bind (fd, (struct sockaddr *) &address, sizeof address) == 0 && listen (fd, 8) == 0)
        return fd;
    }
  else
    {
      errno = ENAMETOOLONG;
    }
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* wan_control_serve: answers the lines that a client has sent. A client sends
 * whole lines and waits for the answers before it sends more, as the lab does;
 * %FALSE when the client is gone or does not keep to that. */
gboolean
wan_control_serve (int client_fd, WanState *state)
{
  char buffer[65536];
  ssize_t length = recv (client_fd, buffer, sizeof buffer - 1, MSG_DONTWAIT);
  g_autoptr (GString) answers = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  if (length <= 0)
    return length < 0 && errno == EAGAIN;
  buffer[length] = '\0';
  if (buffer[length - 1] != '\n')
    return FALSE;

  lines = g_strsplit (buffer, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_autofree char *answer = wan_state_answer (state, lines[i]);

      g_string_append (answers, answer);
      g_string_append_c (answers, '\n');
    }
  return send (client_fd, answers->str, answers->len, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t) answers->len;
}
