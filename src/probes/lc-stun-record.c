/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-record.c: see lc-stun-record.h.
 */
#include "probes/lc-stun-record.h"

#include <string.h>

#include "base/lc-address-scope.h"
#include "probes/lc-icmp-record.h"
#include "probes/lc-tls-record.h"

static void
record_address (LcFacts *facts, const char *name, GInetSocketAddress *address)
{
  g_autofree char *text = NULL;

  if (address == NULL)
    return;
  text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  lc_facts_set_string (facts, name, text);
}

static void
record_rtt (LcFacts *facts, gint64 rtt_us, gboolean is_of_kernel)
{
  if (rtt_us < 0)
    return;
  lc_facts_set_int (facts, LC_FACT_RTT_US, rtt_us);
  lc_facts_set_string (facts, LC_FACT_TIMESTAMPS, is_of_kernel ? "kernel" : "user");
}

/* This computer refused to send. */
static void
record_local_error (LcFacts *facts, int error_number)
{
  lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
  lc_facts_set_string (facts, LC_FACT_REASON, strerrorname_np (error_number));
}

/**
 * lc_connection_record:
 *
 * Writes rtt_us and timestamps ("kernel" or "user"); local and reason (the name
 * of the errno) when this computer refused; the facts of the ICMP error.
 */
void
lc_connection_record (const LcConnection *self, LcFacts *facts)
{
  record_rtt (facts, self->rtt_us, self->kernel_rtt);
  if (self->local)
    record_local_error (facts, self->error_number);
  if (self->icmp != NULL)
    lc_icmp_error_record (self->icmp, facts);
}

/**
 * lc_stun_tls_record:
 *
 * Writes what the handshake showed: the facts of lc-tls-record.c.
 */
void
lc_stun_tls_record (const LcStunTls *self, LcFacts *facts)
{
  if (self->certificate != NULL)
    {
      g_autoptr (LcCertificateInfo) certificate = lc_certificate_info_new (self->certificate, self->errors);

      lc_tls_record_certificate (certificate, facts);
    }
  if (self->outcome == LC_OUTCOME_ANSWERED)
    {
      g_autoptr (LcTlsInfo) connection = lc_tls_info_new (self->connection);

      lc_tls_record_connection (connection, facts);
    }
}

/**
 * lc_stun_reply_record:
 *
 * Writes the facts that the reply holds: mapped_address, plain_mapped_address
 * and, when both are there, rewritten (an application-level gateway changes
 * the plain one, but does not find the XORed one); relayed_address,
 * other_address, response_origin, error_code, realm, nonce_present, software.
 */
void
lc_stun_reply_record (const LcStunReply *self, LcFacts *facts)
{
  record_address (facts, LC_FACT_MAPPED_ADDRESS, self->mapped);
  record_address (facts, LC_FACT_PLAIN_MAPPED_ADDRESS, self->plain_mapped);
  if (self->mapped != NULL && self->plain_mapped != NULL)
    {
      gboolean is_same =
        g_inet_address_equal (g_inet_socket_address_get_address (self->mapped),
                              g_inet_socket_address_get_address (self->plain_mapped)) &&
        g_inet_socket_address_get_port (self->mapped) == g_inet_socket_address_get_port (self->plain_mapped);

      lc_facts_set_bool (facts, LC_FACT_REWRITTEN, !is_same);
    }
  record_address (facts, LC_FACT_RELAYED_ADDRESS, self->relayed);
  record_address (facts, LC_FACT_OTHER_ADDRESS, self->other);
  record_address (facts, LC_FACT_RESPONSE_ORIGIN, self->origin);
  if (self->error_code != 0)
    {
      lc_facts_set_int (facts, LC_FACT_ERROR_CODE, self->error_code);
      lc_facts_set_bool (facts, LC_FACT_NONCE_PRESENT, self->has_nonce);
    }
  if (self->realm != NULL)
    lc_facts_set_string (facts, LC_FACT_REALM, self->realm);
  if (self->software != NULL)
    lc_facts_set_string (facts, LC_FACT_SOFTWARE, self->software);
}

/**
 * lc_stun_result_record:
 *
 * Writes rtt_us, timestamps ("kernel" or "user"), requests_sent when more than
 * one was needed, local and reason (the name of the errno) when this computer refused, and the facts
 * of the reply and of the ICMP error.
 */
void
lc_stun_result_record (const LcStunResult *self, LcFacts *facts)
{
  record_rtt (facts, self->rtt_us, self->kernel_timestamps);
  if (self->n_sent > 1)
    lc_facts_set_int (facts, LC_FACT_REQUESTS_SENT, self->n_sent);
  if (self->local)
    record_local_error (facts, self->error_number);
  if (self->reply != NULL)
    lc_stun_reply_record (self->reply, facts);
  if (self->icmp != NULL)
    lc_icmp_error_record (self->icmp, facts);
}

/**
 * lc_stun_result_record_scopes:
 * @server: whom we asked
 *
 * Writes address_scope and mapped_scope, as lc_address_scope() calls them, when the
 * reply tells the address that it saw.
 */
void
lc_stun_result_record_scopes (const LcStunResult *self, GSocketAddress *server, LcFacts *facts)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (server));

  if (self->reply == NULL || self->reply->mapped == NULL)
    return;
  lc_facts_set_string (facts, LC_FACT_ADDRESS_SCOPE, lc_address_scope (address));
  lc_facts_set_string (facts, LC_FACT_MAPPED_SCOPE,
                       lc_address_scope (g_inet_socket_address_get_address (self->reply->mapped)));
}
