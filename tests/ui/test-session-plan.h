/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-session-plan.h: a plan whose rows end as a test says, without a network.
 */
#pragma once

#include "ui/lc-session.h"

G_BEGIN_DECLS

typedef enum
{
  TEST_ENDING_PASS,
  TEST_ENDING_FAIL,   /* silence */
  TEST_ENDING_HANG,   /* until it is cancelled */
} TestEnding;

gboolean test_session_plan (LcProfile *profile, const LcRunOptions *options, LcChecklist **checklist,
                            GPtrArray **probes, GObject **keep, GError **error);
void     test_session_plan_set_ending (const char *id, TestEnding ending);
void     test_session_plan_set_broken (gboolean broken);
void     test_session_plan_add_media (void);
guint    test_session_plan_count_asked (const char *id);
void     test_session_plan_reset (void);

LcSession *test_session_new (void);
void       test_session_wait (LcSession *session);
void       test_session_check_all (LcSession *session);
LcRun     *test_run_new (const char *failing);

G_END_DECLS
