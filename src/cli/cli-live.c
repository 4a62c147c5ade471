/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-live.c: see cli-live.h.
 *
 * The picture is drawn in place: up to its first line, then every line anew.
 * The terminal cuts lines that are too long for it instead of wrapping them. A
 * list that the window cannot hold would scroll away from under the cursor, so
 * in a low window the progress line stands alone.
 */
#include "config.h"

#include "cli/cli-live.h"

#include <glib/gi18n-lib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli-print.h"
#include "words/lc-check-text.h"

#define FRAME_MS 50
#define BAR_COLUMNS 30

#define WRAP_OFF "\033[?7l"
#define WRAP_ON "\033[?7h"

struct _CliLive
{
  GObject parent_instance;

  LcChecklist *checklist;
  int fd;
  gboolean with_rows;
  gboolean color;
  guint lines; /* of the picture on the screen */
  guint frame; /* source of the next drawing, or 0 */
};

G_DEFINE_FINAL_TYPE (CliLive, cli_live, G_TYPE_OBJECT)

static void
write_all (CliLive *self, GString *text)
{
  const char *at = text->str;
  gsize left = text->len;

  while (left > 0)
    {
      gssize written = write (self->fd, at, left);

      if (written <= 0)
        return;
      at += written;
      left -= written;
    }
}

static void
append_progress (CliLive *self, GString *text)
{
  guint size = lc_checklist_get_size (self->checklist);
  guint done = lc_checklist_count_done (self->checklist);
  guint filled = size > 0 ? done * BAR_COLUMNS / size : BAR_COLUMNS;

  g_string_append_c (text, '[');
  for (guint i = 0; i < BAR_COLUMNS; i++)
    g_string_append_c (text, i < filled ? '#' : '.');
  /* Translators: how many of how many checks are done. */
  g_string_append_printf (text, _("] %u of %u checks"), done, size);
  g_string_append_c (text, '\n');
}

static void
append_rows (CliLive *self, GString *text)
{
  guint title_columns = cli_print_get_title_columns (self->checklist);
  int group = -1;

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);

      if ((int) lc_check_get_group (check) != group)
        {
          group = lc_check_get_group (check);
          cli_print_heading (text, lc_group_get_title (group), self->color);
        }
      cli_print_row (text, check, title_columns, self->color);
    }
}

static guint
count_lines (const char *text)
{
  guint lines = 0;

  for (; *text != '\0'; text++)
    lines += *text == '\n';
  return lines;
}

static gboolean
fits (CliLive *self, const char *rows)
{
  struct winsize window;

  return ioctl (self->fd, TIOCGWINSZ, &window) == 0 && count_lines (rows) + 2 <= window.ws_row;
}

/* To the first line of the picture, and nothing below. */
static void
append_erasure (CliLive *self, GString *text)
{
  if (self->lines > 0)
    g_string_append_printf (text, "\033[%uA", self->lines);
  g_string_append (text, "\r\033[J");
}

static void
draw (CliLive *self)
{
  g_autoptr (GString) picture = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->with_rows)
    append_rows (self, picture);
  if (!fits (self, picture->str))
    g_string_truncate (picture, 0);
  append_progress (self, picture);

  append_erasure (self, text);
  g_string_append_printf (text, "%s%s%s", WRAP_OFF, picture->str, WRAP_ON);
  self->lines = count_lines (picture->str);
  write_all (self, text);
}

static gboolean
on_frame (gpointer user_data)
{
  CliLive *self = user_data;

  self->frame = 0;
  draw (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (LcCheck *check, GParamSpec *pspec, gpointer user_data)
{
  CliLive *self = user_data;

  if (self->frame == 0)
    self->frame = g_timeout_add (FRAME_MS, on_frame, self);
}

static void
cli_live_finalize (GObject *object)
{
  CliLive *self = CLI_LIVE (object);

  g_clear_handle_id (&self->frame, g_source_remove);
  g_clear_object (&self->checklist);
  G_OBJECT_CLASS (cli_live_parent_class)->finalize (object);
}

static void
cli_live_class_init (CliLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cli_live_finalize;
}

static void
cli_live_init (CliLive *self)
{
}

/**
 * cli_live_new:
 * @checklist: the rows, drawn anew when they change
 * @fd: a terminal
 * @with_rows: %FALSE for the progress line alone
 *
 * Returns: (transfer full): the picture, already on the terminal
 */
CliLive *
cli_live_new (LcChecklist *checklist, int fd, gboolean with_rows, gboolean color)
{
  CliLive *self = g_object_new (CLI_TYPE_LIVE, NULL);

  self->checklist = g_object_ref (checklist);
  self->fd = fd;
  self->with_rows = with_rows;
  self->color = color;
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    g_signal_connect_object (lc_checklist_get (checklist, i), "notify::state", G_CALLBACK (on_changed),
                             self, 0);
  draw (self);
  return self;
}

/* Takes the picture off the terminal; it is not drawn again. */
void
cli_live_erase (CliLive *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_clear_handle_id (&self->frame, g_source_remove);
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    g_signal_handlers_disconnect_by_data (lc_checklist_get (self->checklist, i), self);
  append_erasure (self, text);
  write_all (self, text);
  self->lines = 0;
}
