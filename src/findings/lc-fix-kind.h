/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix-kind.h: what IT would have to change where a row has a cause.
 */
#pragma once

#include "findings/lc-fix.h"
#include "verdict/lc-verdict.h"

G_BEGIN_DECLS

LcFixKind lc_fix_kind_of_cause (LcCause cause);

G_END_DECLS
