/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-namespace.c: see test-namespace.h.
 *
 * The router's namespace is held open by a process that ends when its standard
 * input does, so nothing is left behind when the test crashes.
 */
#include "tests/support/test-namespace.h"

#include <errno.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/lc-datagram.h"

#define MAX_LATE_TURNS 1000
#define MAX_UNSTAMPED 5000

static GSubprocess *router;
static int stamped = -1; /* a socket that has the kernel stamp what arrives */

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

/* Sends a packet to itself. Returns: whether it came with the kernel's stamp */
static gboolean
is_stamped (const struct sockaddr_in *self)
{
  char byte = 0;
  LcDatagram datagram;

  g_assert_no_errno (sendto (stamped, &byte, 1, 0, (const struct sockaddr *) self, sizeof *self));
  g_assert_true (lc_datagram_receive (&datagram, stamped, &byte, sizeof byte, 0));
  return datagram.stamp_ns != 0;
}

/* The kernel begins to stamp what arrives a moment after the first socket has asked for it, on
 * a busy computer a long one, and ends with the last. */
static void
keep_stamps (void)
{
  struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof self;
  guint wanted = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;

  stamped = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_no_errno (stamped);
  g_assert_no_errno (setsockopt (stamped, SOL_SOCKET, SO_TIMESTAMPING, &wanted, sizeof wanted));
  g_assert_no_errno (bind (stamped, (struct sockaddr *) &self, size));
  g_assert_no_errno (getsockname (stamped, (struct sockaddr *) &self, &size));
  for (guint i = 0; !is_stamped (&self); i++)
    {
      g_assert_cmpuint (i, <, MAX_UNSTAMPED);
      g_usleep (1000);
    }
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
  keep_stamps ();
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
  close (stamped);
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
