/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-namespace.c: see test-namespace.h.
 *
 * The router's namespace is held open by a process that ends when its standard
 * input does, so nothing is left behind when the test crashes.
 */
#include "tests/support/test-namespace.h"

#include <errno.h>
#include <sched.h>

#define MAX_LATE_TURNS 1000

static GSubprocess *router;

static void
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *standard_error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, &standard_error, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", argv[g_strv_length ((char **) argv) - 1], standard_error);
}

/* Runs shell commands where the test is. */
void
test_client_run (const char *commands)
{
  const char *argv[] = { "sh", "-ec", commands, NULL };

  run (argv);
}

/* Runs shell commands at the other end of the cable. */
void
test_router_run (const char *commands)
{
  const char *argv[] = { "nsenter", "-n", "-t", g_subprocess_get_identifier (router),
                         "sh", "-ec", commands, NULL };

  run (argv);
}

/* Which groups may ping; "1 0" is nobody, not even root. */
void
test_namespace_set_ping_group_range (const char *range)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full ("/proc/sys/net/ipv4/ping_group_range", range, -1,
                            G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}

/**
 * test_namespace_enter:
 *
 * Must come before the first thread is started.
 */
void
test_namespace_enter (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *move = NULL;
  char ready = 0;

  g_assert_null (router);
  if (unshare (CLONE_NEWNET) < 0)
    g_error ("a network namespace of the test's own needs root: %s", g_strerror (errno));

  router = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             "unshare", "-n", "sh", "-c", "echo; exec cat >/dev/null", NULL);
  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (router), &ready, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ready, ==, '\n');

  move = g_strdup_printf ("ip link set lo up\n"
                          "ip link add lan0 type veth peer name lan1\n"
                          "ip link set lan1 netns %s\n"
                          "ip link set lan0 up\n"
                          "ip addr add " TEST_CLIENT_IPV4 "/24 dev lan0\n"
                          "ip addr add " TEST_CLIENT_IPV6 "/64 dev lan0 nodad\n",
                          g_subprocess_get_identifier (router));
  test_client_run (move);
  test_router_run ("ip link set lo up\n"
                   "echo 1 >/proc/sys/net/ipv4/ip_forward\n"
                   "echo 0 >/proc/sys/net/ipv4/icmp_ratelimit\n"
                   "ip link set lan1 up\n"
                   "ip addr add " TEST_ROUTER_IPV4 "/24 dev lan1\n"
                   "ip addr add " TEST_ROUTER_IPV6 "/64 dev lan1 nodad\n");
}

void
test_namespace_leave (void)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (router), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (router, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&router);
}

static gboolean
timed_out_cb (gpointer user_data)
{
  gboolean *timed_out = user_data;

  *timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * test_wait_for:
 * @done: set by a callback
 * @timeout_ms: when to give up
 *
 * Turns the main loop until @done. A callback that never comes is so seen as
 * %FALSE, not as a test that hangs. What is due when the time is up still comes:
 * on a busy computer the time may pass between two turns.
 */
gboolean
test_wait_for (gboolean *done, guint timeout_ms)
{
  gboolean timed_out = FALSE;
  guint timeout = g_timeout_add (timeout_ms, timed_out_cb, &timed_out);

  while (!*done && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < MAX_LATE_TURNS && !*done && g_main_context_iteration (NULL, FALSE); i++)
    ;
  if (!timed_out)
    g_source_remove (timeout);
  return *done;
}
