/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-trust.c: a database that lets another one answer.
 *
 * The GnuTLS backend of GIO gives each connection a copy of the authorities
 * when the database is one of its own, and reads all of the system's again for
 * that: some 10 ms of the main loop a connection. A database of another type is
 * only asked about the chain that a server shows, and the one behind it has its
 * authorities from the one time they were read.
 */
#include "net/lc-tls-trust.h"

struct _LcTlsTrust
{
  GTlsDatabase parent_instance;

  GTlsDatabase *authorities;
};

G_DEFINE_FINAL_TYPE (LcTlsTrust, lc_tls_trust, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
lc_tls_trust_verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose,
                           GSocketConnectable *identity, GTlsInteraction *interaction,
                           GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  return g_tls_database_verify_chain (LC_TLS_TRUST (database)->authorities, chain, purpose, identity,
                                      interaction, flags, cancellable, error);
}

static GTlsCertificate *
lc_tls_trust_lookup_certificate_issuer (GTlsDatabase *database, GTlsCertificate *certificate,
                                        GTlsInteraction *interaction, GTlsDatabaseLookupFlags flags,
                                        GCancellable *cancellable, GError **error)
{
  return g_tls_database_lookup_certificate_issuer (LC_TLS_TRUST (database)->authorities, certificate,
                                                   interaction, flags, cancellable, error);
}

static void
lc_tls_trust_finalize (GObject *object)
{
  g_clear_object (&LC_TLS_TRUST (object)->authorities);
  G_OBJECT_CLASS (lc_tls_trust_parent_class)->finalize (object);
}

static void
lc_tls_trust_class_init (LcTlsTrustClass *klass)
{
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lc_tls_trust_finalize;
  database_class->verify_chain = lc_tls_trust_verify_chain;
  database_class->lookup_certificate_issuer = lc_tls_trust_lookup_certificate_issuer;
}

static void
lc_tls_trust_init (LcTlsTrust *self)
{
}

/**
 * lc_tls_trust_new:
 * @authorities: who is trusted
 *
 * Returns: (transfer full): a database that trusts whom @authorities trusts
 */
GTlsDatabase *
lc_tls_trust_new (GTlsDatabase *authorities)
{
  LcTlsTrust *self = g_object_new (LC_TYPE_TLS_TRUST, NULL);

  self->authorities = g_object_ref (authorities);
  return G_TLS_DATABASE (self);
}

/**
 * lc_tls_trust_install:
 *
 * Reads the system's authorities, which takes tens of milliseconds the first
 * time, and makes all connections of this process share them. May be called in
 * any thread, and more than once.
 */
void
lc_tls_trust_install (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) authorities = g_tls_backend_get_default_database (backend);
  g_autoptr (GTlsDatabase) trust = NULL;

  if (LC_IS_TLS_TRUST (authorities))
    return;
  trust = lc_tls_trust_new (authorities);
  g_tls_backend_set_default_database (backend, trust);
}

/* From then on it costs nothing to ask for them. */
static int authorities_read = FALSE;

static void
read_authorities (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  lc_tls_trust_install ();
  g_atomic_int_set (&authorities_read, TRUE);
  g_task_return_boolean (task, TRUE);
}

/**
 * lc_tls_trust_install_async:
 *
 * As lc_tls_trust_install(), in a thread where the authorities have to be read, so
 * that the first handshake does not stall the main loop with it.
 */
void
lc_tls_trust_install_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_tls_trust_install_async);
  if (g_atomic_int_get (&authorities_read))
    {
      lc_tls_trust_install ();
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_authorities);
}

/**
 * lc_tls_trust_install_finish:
 *
 * Returns: %FALSE only with %G_IO_ERROR_CANCELLED
 */
gboolean
lc_tls_trust_install_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
