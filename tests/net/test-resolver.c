/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/lc-resolver.h"
#include "tests/support/test-dns-server.h"

typedef struct
{
  TestDnsServer *server;
  LcResolver *resolver;
} Fixture;

typedef struct
{
  LcDnsAnswer *answer;
  GList *addresses;
  GError *error;
  gboolean done;
} Result;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->server = test_dns_server_new ();
  fixture->resolver = lc_resolver_new_with_servers (test_dns_server_get_address (fixture->server),
                                                    &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->resolver);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->server);
}

static void
result_clear (Result *result)
{
  g_clear_pointer (&result->answer, lc_dns_answer_unref);
  g_clear_pointer (&result->addresses, g_resolver_free_addresses);
  g_clear_error (&result->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

static void
on_asked (GObject *source, GAsyncResult *async_result, gpointer data)
{
  Result *result = data;

  g_assert_false (result->done);
  result->answer = lc_resolver_ask_finish (LC_RESOLVER (source), async_result, &result->error);
  result->done = TRUE;
}

static void
on_looked_up (GObject *source, GAsyncResult *async_result, gpointer data)
{
  Result *result = data;

  g_assert_false (result->done);
  result->addresses = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source),
                                                                   async_result, &result->error);
  result->done = TRUE;
}

static void
wait_for (Result *result)
{
  while (!result->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (LcResolver *resolver, const char *host, GSocketFamily family, Result *result)
{
  lc_resolver_ask_async (resolver, host, family, NULL, on_asked, result);
  wait_for (result);
}

static void
assert_addresses (const LcDnsAnswer *answer, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < answer->addresses->len; i++)
    {
      g_autofree char *address = g_inet_address_to_string (
        g_ptr_array_index (answer->addresses, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", address);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) v4 = { 0 }, v6 = { 0 };

  test_dns_server_add (fixture->server, "good.test", "192.0.2.7 2001:db8::7 192.0.2.3");
  ask (fixture->resolver, "Good.Test.", G_SOCKET_FAMILY_IPV4, &v4);
  ask (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV6, &v6);

  g_assert_no_error (v4.error);
  g_assert_cmpint (v4.answer->outcome, ==, LC_OUTCOME_ANSWERED);
  assert_addresses (v4.answer, "192.0.2.7 192.0.2.3");
  g_assert_cmpint (v4.answer->ttl_s, ==, 60);
  g_assert_null (v4.answer->canonical_name);
  g_assert_cmpstr (v4.answer->host, ==, "good.test");
  g_assert_cmpint (v4.answer->duration_us, >, 0);
  assert_addresses (v6.answer, "2001:db8::7");
}

static void
test_alias (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) result = { 0 };

  test_dns_server_add (fixture->server, "end.test", "192.0.2.7");
  test_dns_server_add_alias (fixture->server, "middle.test", "end.test");
  test_dns_server_add_alias (fixture->server, "start.test", "middle.test");
  ask (fixture->resolver, "start.test", G_SOCKET_FAMILY_IPV4, &result);

  assert_addresses (result.answer, "192.0.2.7");
  g_assert_cmpstr (result.answer->canonical_name, ==, "end.test");
  g_assert_cmpint (result.answer->ttl_s, ==, 60);
}

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *host;
    int rcode;
    LcOutcome outcome;
  } cases[] = {
    { "nothing.test", -1, LC_OUTCOME_NAME_NOT_FOUND },
    { "nxdomain.test", 3, LC_OUTCOME_NAME_NOT_FOUND },
    { "empty.test", 0, LC_OUTCOME_NO_ADDRESS },
    { "servfail.test", 2, LC_OUTCOME_DNS_FAILED },
    { "notimp.test", 4, LC_OUTCOME_DNS_FAILED },
    { "refused.test", 5, LC_OUTCOME_DNS_FAILED },
    { "formerr.test", 1, LC_OUTCOME_DNS_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = { 0 };

      if (cases[i].rcode >= 0)
        test_dns_server_set_rcode (fixture->server, cases[i].host, cases[i].rcode);
      ask (fixture->resolver, cases[i].host, G_SOCKET_FAMILY_IPV4, &result);
      g_test_message ("%s", cases[i].host);
      g_assert_no_error (result.error);
      g_assert_cmpint (result.answer->outcome, ==, cases[i].outcome);
      assert_addresses (result.answer, "");
      if (cases[i].rcode == 2 || cases[i].rcode == 4 || cases[i].rcode == 5)
        g_assert_cmpint (result.answer->rcode, ==, cases[i].rcode);
    }
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) result = { 0 };

  test_dns_server_set_garbage (fixture->server, "garbage.test");
  ask (fixture->resolver, "garbage.test", G_SOCKET_FAMILY_IPV4, &result);
  g_assert_cmpint (result.answer->outcome, !=, LC_OUTCOME_ANSWERED);
  assert_addresses (result.answer, "");
}

static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) silent = { 0 }, good = { 0 };

  test_dns_server_set_silent (fixture->server, "silent.test");
  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  lc_resolver_ask_async (fixture->resolver, "silent.test", G_SOCKET_FAMILY_IPV4, NULL, on_asked,
                         &silent);
  ask (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV4, &good);
  g_assert_false (silent.done);
  g_assert_cmpint (good.answer->duration_us, <, G_USEC_PER_SEC);

  wait_for (&silent);
  g_assert_cmpint (silent.answer->outcome, ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (silent.answer->duration_us, >, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (silent.answer->duration_us, <, 3500 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (test_dns_server_count (fixture->server, "silent.test", TEST_DNS_A), ==, 2);
}

/* SERVFAIL of one resolver is no answer while another has one. */
static void
test_second_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestDnsServer) broken = test_dns_server_new ();
  g_autofree char *servers = g_strdup_printf ("%s,%s", test_dns_server_get_address (broken),
                                              test_dns_server_get_address (fixture->server));
  g_autoptr (LcResolver) resolver = lc_resolver_new_with_servers (servers, NULL);
  g_auto (GStrv) list = lc_resolver_dup_servers (resolver);
  g_auto (Result) result = { 0 };

  test_dns_server_set_rcode (broken, "good.test", 2);
  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  ask (resolver, "good.test", G_SOCKET_FAMILY_IPV4, &result);
  g_assert_cmpint (result.answer->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_assert_cmpstr (list[0], ==, test_dns_server_get_address (broken));
}

static void
test_nobody_listens (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TestDnsServer) gone = test_dns_server_new ();
  g_autofree char *servers = g_strdup (test_dns_server_get_address (gone));
  g_autoptr (LcResolver) resolver = NULL;
  g_auto (Result) result = { 0 };

  g_clear_object (&gone);
  resolver = lc_resolver_new_with_servers (servers, NULL);
  ask (resolver, "good.test", G_SOCKET_FAMILY_IPV4, &result);
  g_assert_cmpint (result.answer->outcome, ==, LC_OUTCOME_REFUSED);
}

static void
test_no_way_to_server (Fixture *fixture, gconstpointer data)
{
  /* connect() to the broadcast address is refused by this computer itself. */
  g_autoptr (LcResolver) resolver = lc_resolver_new_with_servers ("255.255.255.255:53", NULL);
  g_auto (Result) result = { 0 };

  ask (resolver, "good.test", G_SOCKET_FAMILY_IPV4, &result);
  g_assert_cmpint (result.answer->outcome, ==, LC_OUTCOME_UNREACHABLE);
}

static void
test_asked_once (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) first = { 0 }, second = { 0 }, third = { 0 };

  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  test_dns_server_set_delay_ms (fixture->server, "good.test", 20);
  lc_resolver_ask_async (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV4, NULL, on_asked,
                         &first);
  lc_resolver_ask_async (fixture->resolver, "GOOD.test", G_SOCKET_FAMILY_IPV4, NULL, on_asked,
                         &second);
  wait_for (&first);
  wait_for (&second);
  ask (fixture->resolver, "good.test.", G_SOCKET_FAMILY_IPV4, &third);

  g_assert_true (first.answer == second.answer);
  g_assert_true (first.answer == third.answer);
  g_assert_cmpuint (test_dns_server_count (fixture->server, "good.test", TEST_DNS_A), ==, 1);
  g_assert_cmpuint (test_dns_server_count (fixture->server, "good.test", TEST_DNS_AAAA), ==, 0);
}

static void
test_literals (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) v4 = { 0 }, v6 = { 0 }, other = { 0 };

  ask (fixture->resolver, "192.0.2.9", G_SOCKET_FAMILY_IPV4, &v4);
  assert_addresses (v4.answer, "192.0.2.9");
  ask (fixture->resolver, "2001:db8::9", G_SOCKET_FAMILY_IPV6, &v6);
  assert_addresses (v6.answer, "2001:db8::9");
  ask (fixture->resolver, "192.0.2.9", G_SOCKET_FAMILY_IPV6, &other);
  g_assert_cmpint (other.answer->outcome, ==, LC_OUTCOME_NO_ADDRESS);
}

static void
test_hosts_file (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) result = { 0 };

  ask (fixture->resolver, "localhost", G_SOCKET_FAMILY_IPV4, &result);
  g_assert_cmpint (result.answer->outcome, ==, LC_OUTCOME_ANSWERED);
  assert_addresses (result.answer, "127.0.0.1");
  g_assert_true (result.answer->from_hosts_file);
  g_assert_cmpuint (test_dns_server_count (fixture->server, "localhost", TEST_DNS_A), ==, 0);
}

static void
test_bad_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "", ".", "a..test", ".test", "a b.test", "a\n.test", "1/2.test",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.test", NULL,
  };

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (Result) result = { 0 };

      ask (fixture->resolver, names[i], G_SOCKET_FAMILY_IPV4, &result);
      g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_null (result.answer);
    }
}

/* No search domain: a short name is asked as it is. */
static void
test_no_search (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) result = { 0 };

  test_dns_server_add (fixture->server, "short", "192.0.2.7");
  ask (fixture->resolver, "short", G_SOCKET_FAMILY_IPV4, &result);
  assert_addresses (result.answer, "192.0.2.7");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Result) cancelled = { 0 }, kept = { 0 }, pre_emptive = { 0 }, later = { 0 };
  gint64 before_us;

  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  test_dns_server_set_delay_ms (fixture->server, "good.test", 100);
  lc_resolver_ask_async (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV4, cancellable,
                         on_asked, &cancelled);
  lc_resolver_ask_async (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV4, NULL, on_asked,
                         &kept);
  before_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  wait_for (&cancelled);
  g_assert_cmpint (g_get_monotonic_time () - before_us, <, 90 * G_TIME_SPAN_MILLISECOND);
  g_assert_error (cancelled.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (kept.done);

  lc_resolver_ask_async (fixture->resolver, "never.test", G_SOCKET_FAMILY_IPV4, cancellable,
                         on_asked, &pre_emptive);
  wait_for (&pre_emptive);
  g_assert_error (pre_emptive.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  wait_for (&kept);
  g_assert_cmpint (kept.answer->outcome, ==, LC_OUTCOME_ANSWERED);
  ask (fixture->resolver, "good.test", G_SOCKET_FAMILY_IPV4, &later);
  g_assert_cmpuint (test_dns_server_count (fixture->server, "good.test", TEST_DNS_A), ==, 1);
}

/* The resolver goes while c-ares still waits for an answer. */
static void
test_gone_while_asking (Fixture *fixture, gconstpointer data)
{
  LcResolver *resolver =
    lc_resolver_new_with_servers (test_dns_server_get_address (fixture->server), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Result) waiting = { 0 }, cancelled = { 0 };

  test_dns_server_set_silent (fixture->server, "silent.test");
  lc_resolver_ask_async (resolver, "silent.test", G_SOCKET_FAMILY_IPV4, NULL, on_asked, &waiting);
  lc_resolver_ask_async (resolver, "silent.test", G_SOCKET_FAMILY_IPV6, cancellable, on_asked,
                         &cancelled);
  g_cancellable_cancel (cancellable);
  wait_for (&cancelled);

  g_object_run_dispose (G_OBJECT (resolver));
  wait_for (&waiting);
  g_assert_cmpint (waiting.answer->outcome, ==, LC_OUTCOME_CANCELLED);
  g_assert_finalize_object (resolver);
}

static void
unref_when_asked (GObject *source, GAsyncResult *async_result, gpointer data)
{
  g_autoptr (LcDnsAnswer) answer =
    lc_resolver_ask_finish (LC_RESOLVER (source), async_result, NULL);
  LcResolver **resolver = data;

  g_clear_object (resolver);
}

/* The last reference goes inside the callback, below c-ares. */
static void
test_gone_in_callback (Fixture *fixture, gconstpointer data)
{
  LcResolver *resolver =
    lc_resolver_new_with_servers (test_dns_server_get_address (fixture->server), NULL);
  gpointer watched = resolver;

  g_object_add_weak_pointer (G_OBJECT (resolver), &watched);
  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  lc_resolver_ask_async (resolver, "good.test", G_SOCKET_FAMILY_IPV4, NULL, unref_when_asked,
                         &resolver);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (resolver);
}

static void
look_up (LcResolver *resolver, const char *host, GResolverNameLookupFlags flags, Result *result)
{
  g_resolver_lookup_by_name_with_flags_async (G_RESOLVER (resolver), host, flags, NULL,
                                              on_looked_up, result);
  wait_for (result);
}

static void
test_gresolver (Fixture *fixture, gconstpointer data)
{
  g_auto (Result) both = { 0 }, v4 = { 0 }, v6 = { 0 }, missing = { 0 }, failed = { 0 };

  test_dns_server_add (fixture->server, "both.test", "192.0.2.7 2001:db8::7");
  test_dns_server_add (fixture->server, "v4.test", "192.0.2.7");
  test_dns_server_set_rcode (fixture->server, "failed.test", 2);

  look_up (fixture->resolver, "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, &both);
  g_assert_cmpuint (g_list_length (both.addresses), ==, 2);
  look_up (fixture->resolver, "both.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, &v4);
  g_assert_cmpuint (g_list_length (v4.addresses), ==, 1);
  g_assert_cmpuint (test_dns_server_count (fixture->server, "both.test", TEST_DNS_A), ==, 1);
  look_up (fixture->resolver, "v4.test", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, &v6);
  g_assert_error (v6.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  look_up (fixture->resolver, "missing.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, &missing);
  g_assert_error (missing.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  look_up (fixture->resolver, "failed.test", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, &failed);
  g_assert_error (failed.error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE);
}

static gpointer
look_up_here (gpointer data)
{
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name (G_RESOLVER (data), "good.test", NULL, &error);

  g_assert_no_error (error);
  return addresses;
}

static gboolean
mark_done (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gpointer
look_up_in_thread (gpointer data)
{
  gpointer *arguments = data;
  GList *addresses = look_up_here (arguments[0]);

  g_idle_add (mark_done, arguments[1]);
  return addresses;
}

/* GIO may ask from any thread, without a main loop there. */
static void
test_gresolver_in_thread (Fixture *fixture, gconstpointer data)
{
  gboolean done = FALSE;
  gpointer arguments[2] = { fixture->resolver, &done };
  GThread *thread;
  GList *addresses;

  test_dns_server_add (fixture->server, "good.test", "192.0.2.7");
  thread = g_thread_new ("lookup", look_up_in_thread, arguments);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  addresses = g_thread_join (thread);
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  g_resolver_free_addresses (addresses);
}

static void
assert_default (gpointer wanted)
{
  g_autoptr (GResolver) current = g_resolver_get_default ();

  g_assert_true (current == wanted);
}

static void
test_install (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (LcResolver) second = lc_resolver_new (NULL);

  lc_resolver_install (fixture->resolver);
  assert_default (fixture->resolver);
  lc_resolver_install (second);
  lc_resolver_uninstall (fixture->resolver);
  assert_default (second);
  lc_resolver_uninstall (second);
  assert_default (before);
}

#define ADD(path, function) \
  g_test_add ("/resolver/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("answers", test_answers);
  ADD ("alias", test_alias);
  ADD ("failures", test_failures);
  ADD ("garbage", test_garbage);
  ADD ("silent", test_silent);
  ADD ("second-server", test_second_server);
  ADD ("nobody-listens", test_nobody_listens);
  ADD ("no-way-to-server", test_no_way_to_server);
  ADD ("asked-once", test_asked_once);
  ADD ("literals", test_literals);
  ADD ("hosts-file", test_hosts_file);
  ADD ("bad-names", test_bad_names);
  ADD ("no-search", test_no_search);
  ADD ("cancel", test_cancel);
  ADD ("gone-while-asking", test_gone_while_asking);
  ADD ("gone-in-callback", test_gone_in_callback);
  ADD ("gresolver", test_gresolver);
  ADD ("gresolver-in-thread", test_gresolver_in_thread);
  ADD ("install", test_install);

  return g_test_run ();
}
