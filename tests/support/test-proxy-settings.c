/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-proxy-settings.c: see test-proxy-settings.h.
 */
#include "tests/support/test-proxy-settings.h"

struct _TestProxySettings
{
  GObject parent_instance;
};

static const char *wanted;

static gboolean
test_proxy_settings_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
test_proxy_settings_lookup_async (GProxyResolver *resolver, const char *uri, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  const char *proxies[] = { wanted, NULL };

  if (wanted != NULL)
    g_task_return_pointer (task, g_strdupv ((char **) proxies), (GDestroyNotify) g_strfreev);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "no script at the address");
}

static char **
test_proxy_settings_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_proxy_settings_init_interface (GProxyResolverInterface *iface)
{
  iface->is_supported = test_proxy_settings_is_supported;
  iface->lookup_async = test_proxy_settings_lookup_async;
  iface->lookup_finish = test_proxy_settings_lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProxySettings, test_proxy_settings, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, test_proxy_settings_init_interface))

static void
test_proxy_settings_class_init (TestProxySettingsClass *klass)
{
}

static void
test_proxy_settings_init (TestProxySettings *self)
{
}

/**
 * test_proxy_settings_want:
 * @proxy: (nullable): its URI; %NULL for settings that cannot be read
 *
 * For all settings from now on.
 */
void
test_proxy_settings_want (const char *proxy)
{
  wanted = proxy;
}
