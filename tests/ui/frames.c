/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frames.c: runs the application through one check and prints how long its main
 * loop was busy at a stretch, and how long each frame took to lay out and paint.
 * To be run where there is a display and a network to check, such as the lab:
 *
 *   tests/lab/lab run healthy -- dbus-run-session -- _build/tests/ui/frames [--rtl]
 *
 * Times are processor time of the main thread, so that other load of the machine
 * does not count; the wall clock's worst is beside them. It draws with whatever
 * renderer GTK chooses; GSK_RENDERER=cairo is the slowest.
 */
#include <time.h>

#include "ui/lc-application.h"
#include "ui/lc-checklist-view.h"
#include "ui/lc-window.h"

#define AFTER_RUN_MS 1500
#define LATE_US 16000

typedef struct
{
  guint n;
  guint n_late;
  gint64 worst_us;
  gint64 total_us;
  gint64 worst_wall_us;
} Series;

typedef struct
{
  gint64 cpu_us;
  gint64 wall_us;
} Moment;

/* A frame is laid out, then painted. */
typedef struct
{
  Moment start;
  gint64 laid_out_us; /* processor time, as in Moment */
} Frame;

static Series frames, running_frames, busy, running_busy;
static Moment poll_returned;
static Frame frame;
static gint64 exec_us;
static gboolean running, rtl;

static Moment
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) { cpu.tv_sec * G_USEC_PER_SEC + cpu.tv_nsec / 1000, g_get_monotonic_time () };
}

static void
add (Series *series, const Moment *since)
{
  Moment end = now ();
  gint64 us = end.cpu_us - since->cpu_us;

  series->n++;
  series->n_late += us > LATE_US;
  series->worst_us = MAX (series->worst_us, us);
  series->worst_wall_us = MAX (series->worst_wall_us, end.wall_us - since->wall_us);
  series->total_us += us;
}

static void
print (const char *name, const Series *series)
{
  g_print ("%-22s %5u, worst %6.1f ms, mean %5.2f ms, %u longer than %d ms; wall clock: worst %.1f ms\n",
           name, series->n, series->worst_us / 1000.0, series->n > 0 ? series->total_us / 1000.0 / series->n : 0,
           series->n_late, LATE_US / 1000, series->worst_wall_us / 1000.0);
}

static int
poll_and_count (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (poll_returned.wall_us != 0)
    add (running ? &running_busy : &busy, &poll_returned);
  result = g_poll (fds, n_fds, timeout);
  poll_returned = now ();
  return result;
}

static void
on_before_paint (GdkFrameClock *clock)
{
  frame.start = now ();
}

/* Runs after the window has laid itself out, which it does in its own handler. */
static void
on_layout (GdkFrameClock *clock)
{
  frame.laid_out_us = now ().cpu_us;
}

static void
tell_late_frame (gint64 end_us)
{
  g_print ("  late: %.1f ms, of which layout %.1f ms, %.0f ms after main(), %s\n",
           (end_us - frame.start.cpu_us) / 1000.0, (frame.laid_out_us - frame.start.cpu_us) / 1000.0,
           (frame.start.wall_us - exec_us) / 1000.0, running ? "in the run" : "before or after the run");
}

static void
on_after_paint (GdkFrameClock *clock)
{
  gint64 end_us = now ().cpu_us;

  if (frames.n + running_frames.n == 0)
    g_print ("first frame             %.0f ms after main()\n", (g_get_monotonic_time () - exec_us) / 1000.0);
  if (end_us - frame.start.cpu_us > LATE_US)
    tell_late_frame (end_us);
  add (running ? &running_frames : &frames, &frame.start);
}

static void
on_realize (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "layout", G_CALLBACK (on_layout), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
}

static gboolean
finish (gpointer window)
{
  gtk_window_close (window);
  return G_SOURCE_REMOVE;
}

/* The action to stop is there while a run is under way. */
static gboolean
watch_run (gpointer window)
{
  GtkWidget *stack = GTK_WIDGET (gtk_widget_get_template_child (window, LC_TYPE_WINDOW, "header"));
  GObject *buttons = gtk_widget_get_template_child (stack, G_OBJECT_TYPE (stack), "button_stack");
  const char *page = gtk_stack_get_visible_child_name (GTK_STACK (buttons));

  if (g_str_equal (page, "running"))
    running = TRUE;
  else if (running)
    {
      running = FALSE;
      g_timeout_add (AFTER_RUN_MS, finish, window);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
on_window_added (GtkApplication *application, GtkWindow *window)
{
  if (!LC_IS_WINDOW (window))
    return;
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), NULL);
  g_timeout_add (5, watch_run, window);
}

static void
on_startup (GApplication *application)
{
  g_autoptr (GSettings) settings = g_settings_new (LC_SETTINGS_SCHEMA);

  g_settings_set_boolean (settings, "consent-given", TRUE);
  if (rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (LcApplication) application = NULL;

  exec_us = g_get_monotonic_time ();
  rtl = argc > 1 && g_str_equal (argv[1], "--rtl");
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_main_context_set_poll_func (g_main_context_default (), poll_and_count);
  application = lc_application_new ();
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), NULL);
  g_application_run (G_APPLICATION (application), 1, argv);

  print ("frames in the run", &running_frames);
  print ("frames otherwise", &frames);
  print ("loop busy in the run", &running_busy);
  print ("loop busy otherwise", &busy);
  return 0;
}
