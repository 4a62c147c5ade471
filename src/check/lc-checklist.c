/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-checklist.c: see lc-checklist.h.
 */
#include "check/lc-checklist.h"

struct _LcChecklist
{
  GObject parent_instance;

  GPtrArray *checks;  /* of LcCheck, in order */
  GHashTable *by_id; /* id, owned by the check -> LcCheck */
};

static GType
lc_checklist_get_item_type (GListModel *model)
{
  return LC_TYPE_CHECK;
}

static guint
lc_checklist_get_n_items (GListModel *model)
{
  return LC_CHECKLIST (model)->checks->len;
}

static gpointer
lc_checklist_get_item (GListModel *model, guint position)
{
  LcChecklist *self = LC_CHECKLIST (model);

  return position < self->checks->len ? g_object_ref (g_ptr_array_index (self->checks, position)) : NULL;
}

static void
lc_checklist_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lc_checklist_get_item_type;
  iface->get_n_items = lc_checklist_get_n_items;
  iface->get_item = lc_checklist_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LcChecklist, lc_checklist, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lc_checklist_list_model_init))

static void
lc_checklist_finalize (GObject *object)
{
  LcChecklist *self = LC_CHECKLIST (object);

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (lc_checklist_parent_class)->finalize (object);
}

static void
lc_checklist_class_init (LcChecklistClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_checklist_finalize;
}

static void
lc_checklist_init (LcChecklist *self)
{
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

LcChecklist *
lc_checklist_new (void)
{
  return g_object_new (LC_TYPE_CHECKLIST, NULL);
}

/**
 * lc_checklist_add:
 * @check: (transfer full): a row whose id the list does not have yet
 */
void
lc_checklist_add (LcChecklist *self, LcCheck *check)
{
  g_return_if_fail (lc_checklist_find (self, lc_check_get_id (check)) == NULL);

  g_ptr_array_add (self->checks, check);
  g_hash_table_insert (self->by_id, (gpointer) lc_check_get_id (check), check);
  g_list_model_items_changed (G_LIST_MODEL (self), self->checks->len - 1, 0, 1);
}

/* Returns: (transfer full): rows of their own with the same content */
LcChecklist *
lc_checklist_copy (LcChecklist *self)
{
  LcChecklist *copy = lc_checklist_new ();

  for (guint i = 0; i < self->checks->len; i++)
    lc_checklist_add (copy, lc_check_copy (g_ptr_array_index (self->checks, i)));
  return copy;
}

guint
lc_checklist_get_size (LcChecklist *self)
{
  return self->checks->len;
}

/* Returns: (transfer none) */
LcCheck *
lc_checklist_get (LcChecklist *self, guint index)
{
  g_return_val_if_fail (index < self->checks->len, NULL);
  return g_ptr_array_index (self->checks, index);
}

/* Returns: (transfer none) (nullable): the row with that id */
LcCheck *
lc_checklist_find (LcChecklist *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

/* Returns: how many rows are done */
guint
lc_checklist_count_done (LcChecklist *self)
{
  guint done = 0;

  for (guint i = 0; i < self->checks->len; i++)
    if (lc_check_get_state (g_ptr_array_index (self->checks, i)) == LC_CHECK_STATE_DONE)
      done++;
  return done;
}

/* Whether a row reached its host through a proxy. */
static gboolean
was_reached_by_proxy (LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return measurement != NULL && verdict != NULL &&
         (verdict->status == LC_STATUS_PASS || verdict->status == LC_STATUS_WARN) &&
         lc_facts_has (lc_measurement_get_facts (measurement), LC_FACT_PROXY);
}

/**
 * lc_checklist_is_covered_by_proxy:
 * @check: one of the rows
 *
 * A network that lets nobody out but by its proxy need not know the names outside:
 * the proxy looks them up by itself.
 *
 * Returns: whether @check is the lookup of a name whose host was reached through
 *   a proxy, so that nothing depends on what the lookup says
 */
gboolean
lc_checklist_is_covered_by_proxy (LcChecklist *self, LcCheck *check)
{
  const char *host = lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST);

  if (lc_check_get_kind (check) != LC_KIND_DNS || host == NULL)
    return FALSE;
  for (guint i = 0; i < lc_checklist_get_size (self); i++)
    {
      LcCheck *row = lc_checklist_get (self, i);

      if (row != check && g_strcmp0 (lc_facts_get_string (lc_check_get_subject (row), LC_FACT_HOST), host) == 0 &&
          was_reached_by_proxy (row))
        return TRUE;
    }
  return FALSE;
}

/**
 * lc_checklist_withdraw_choice:
 *
 * Takes back the choice of a region, which compares figures that do not belong
 * together in a disturbed run. It is a conclusion, and asks nobody; what was
 * measured of the regions stays.
 */
void
lc_checklist_withdraw_choice (LcChecklist *self)
{
  for (guint i = 0; i < lc_checklist_get_size (self); i++)
    {
      LcCheck *check = lc_checklist_get (self, i);

      if (lc_check_get_kind (check) == LC_KIND_ROUTING && lc_check_get_measurement (check) != NULL)
        lc_check_settle (check, NULL,
                         lc_verdict_new (LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY, LC_CONFIDENCE_CONFIRMED));
    }
}
