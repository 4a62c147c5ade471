/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-proxy-settings.h: settings of a desktop that want a proxy, or cannot be read.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_TYPE_PROXY_SETTINGS (test_proxy_settings_get_type ())
G_DECLARE_FINAL_TYPE (TestProxySettings, test_proxy_settings, TEST, PROXY_SETTINGS, GObject)

void test_proxy_settings_want (const char *proxy);

G_END_DECLS
