/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-moment.c: times from two clocks, one of which may be set meanwhile.
 */
#include "net/lc-moment.h"

#define MS G_GINT64_CONSTANT (1000000)
#define S (1000 * MS)
#define REAL (1800000000 * S) /* some moment on the wall clock */

typedef struct
{
  const char *name;
  gint64 step_ns;       /* by how much the wall clock is set */
  gint64 step_at_ns;    /* when, after the send, monotonic */
  gint64 left_ns;       /* when the packet really left, or -1 without a stamp */
  gint64 arrived_ns;    /* when the answer really arrived, or -1 without a stamp */
  gint64 seen_ns;       /* when this process read it */
  gint64 expected_ns;
  gboolean from_kernel;
} MomentCase;

static const MomentCase cases[] = {
  { "no stamps", 0, 0, -1, -1, 30 * MS, 30 * MS, FALSE },
  { "both stamps", 0, 0, 1 * MS, 21 * MS, 30 * MS, 20 * MS, TRUE },
  { "arrival only", 0, 0, -1, 21 * MS, 30 * MS, 21 * MS, TRUE },
  { "departure only", 0, 0, 1 * MS, -1, 30 * MS, 29 * MS, FALSE },
  { "set forward on the way", 3600 * S, 10 * MS, 1 * MS, 21 * MS, 30 * MS, 20 * MS, TRUE },
  { "set back on the way", -3600 * S, 10 * MS, 1 * MS, 21 * MS, 30 * MS, 20 * MS, TRUE },
  { "set forward after the arrival", 3600 * S, 25 * MS, 1 * MS, 21 * MS, 30 * MS, 20 * MS, TRUE },
  { "set back after the arrival", -3600 * S, 25 * MS, 1 * MS, 21 * MS, 30 * MS, 20 * MS, TRUE },
  { "set by so little that both sides fit", 5 * MS, 10 * MS, 1 * MS, 15 * MS, 30 * MS, 29 * MS, FALSE },
  { "stamp from before the send", 0, 0, -5 * MS, 21 * MS, 30 * MS, 21 * MS, TRUE },
  { "arrival before the send", 0, 0, -1, -3 * MS, 30 * MS, 30 * MS, FALSE },
  { "arrival after it was seen", 0, 0, -1, 31 * MS, 30 * MS, 30 * MS, FALSE },
};

static gint64
stamp (const MomentCase *c, gint64 at_ns)
{
  if (at_ns == -1)
    return 0;
  return REAL + at_ns + (c->step_ns != 0 && at_ns >= c->step_at_ns ? c->step_ns : 0);
}

static void
test_elapsed (gconstpointer data)
{
  const MomentCase *c = data;
  LcMoment sent = { .monotonic_ns = 7 * S, .real_ns = REAL };
  LcMoment seen = { .monotonic_ns = 7 * S + c->seen_ns, .real_ns = stamp (c, c->seen_ns) };
  gboolean from_kernel;

  g_assert_cmpint (lc_moment_elapsed_ns (&sent, stamp (c, c->left_ns), &seen, stamp (c, c->arrived_ns), &from_kernel),
                   ==, c->expected_ns);
  g_assert_cmpint (from_kernel, ==, c->from_kernel);
}

static void
test_now (void)
{
  LcMoment first = lc_moment_now ();
  LcMoment second = lc_moment_now ();

  g_assert_cmpint (second.monotonic_ns, >=, first.monotonic_ns);
  g_assert_cmpint (ABS (first.monotonic_ns / 1000 - g_get_monotonic_time ()), <, G_USEC_PER_SEC);
  g_assert_cmpint (ABS (first.real_ns / 1000 - g_get_real_time ()), <, G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/moment/elapsed/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_elapsed);
    }
  g_test_add_func ("/net/moment/now", test_now);
  return g_test_run ();
}
