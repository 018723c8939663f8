import type { z } from 'zod';
import type { Context } from '../../platform/http/route.ts';
import { refuse } from '../../values/refusal.ts';
import type { promoToolView } from './contract-tools.ts';
import { findPromoTool, type PromoToolRow } from './queries-tools.ts';
import { findUploads } from './queries-uploads.ts';
import { toolState } from './rules/tool-state.ts';
import { toUploadView } from './uploads.ts';

type ToolView = z.input<typeof promoToolView>;

/** Tools as the office sees them, by id. */
export async function showTools(context: Context, rows: readonly PromoToolRow[]): Promise<Map<string, ToolView>> {
  const { tx, accountId } = context;
  const ids = [...new Set(rows.flatMap((row) => row.upload_id ?? []))];
  const uploads = new Map((await findUploads(tx, accountId, ids)).map((row) => [row.id, row]));
  return new Map(
    rows.map((row) => {
      const { account_id: _, published, starts_at, ends_at, archived_at, created_at, changed_at, ...plain } = row;
      const upload = uploads.get(row.upload_id ?? '');
      const view: ToolView = {
        ...plain,
        status: published ? 'published' : 'draft',
        state: toolState(row, context.now),
        starts_at: starts_at?.toISOString() ?? null,
        ends_at: ends_at?.toISOString() ?? null,
        // A tool that shows it holds it.
        upload: upload ? toUploadView(context, upload, true) : null,
        archived_at: archived_at?.toISOString() ?? null,
        created_at: created_at.toISOString(),
        changed_at: changed_at.toISOString(),
      };
      return [row.id, view];
    }),
  );
}

export async function showTool(context: Context, id: string) {
  const row = await findPromoTool(context.tx, context.accountId, id);
  return row ? (await showTools(context, [row])).get(id)! : refuse('not_found', 'There is no such promo tool.');
}
