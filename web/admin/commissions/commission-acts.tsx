import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Commission } from './commission-columns.tsx';

type Deciding = Pick<Commission, 'id' | 'status' | 'kind'>;

const decided = (row: Deciding): boolean => row.kind !== 'reversal' && row.kind !== 'return';
export const canApprove = (row: Deciding): boolean => row.status === 'pending' && decided(row);
export const canCancel = (row: Deciding): boolean =>
  (row.status === 'pending' || row.status === 'payable') && decided(row);
export const canRestore = (row: Deciding): boolean => row.status === 'cancelled' && decided(row);

/** Approve or cancel those that are ticked, all or none; what was cancelled can be taken back at once. */
export function CommissionActs({ rows, clear }: { rows: readonly Deciding[]; clear: () => void }) {
  const t = useWords('commissions');
  const queries = useQueryClient();
  const approving = rows.filter(canApprove).map((row) => row.id);
  const cancelling = rows.filter(canCancel).map((row) => row.id);
  const restoring = rows.filter(canRestore).map((row) => row.id);
  const restore = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await ask(api.POST('/v1/commissions/{id}/restore', { params: { path: { id } }, body: {} }));
    void queries.invalidateQueries();
  };
  return (
    <>
      {approving.length > 0 && (
        <ConfirmAct
          title={t('approve.title', { count: approving.length })}
          text={t('approve.text')}
          label={t('approve.label')}
          run={(_, headers) => ask(api.POST('/v1/commissions/approve', { body: { ids: approving }, headers }))}
          done={() => {
            clear();
            notifyDone(t('approve.done', { count: approving.length }));
          }}
        >
          {(open) => (
            <Button size="compact-sm" onClick={open}>
              {t('approve.label')} ({approving.length})
            </Button>
          )}
        </ConfirmAct>
      )}
      {cancelling.length > 0 && (
        <ConfirmAct
          title={t('cancel.title', { count: cancelling.length })}
          text={t('cancel.text')}
          label={t('cancel.label')}
          danger
          reason="optional"
          run={(note, headers) =>
            ask(api.POST('/v1/commissions/cancel', { body: { ids: cancelling, note: note || null }, headers }))
          }
          done={() => {
            clear();
            notifyDone(t('cancel.done', { count: cancelling.length }), () => restore(cancelling));
          }}
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open}>
              {t('cancel.label')} ({cancelling.length})
            </Button>
          )}
        </ConfirmAct>
      )}
      {restoring.length > 0 && (
        <ConfirmAct
          title={t('restore.title', { count: restoring.length })}
          text={t('restore.text')}
          label={t('restore.label')}
          run={() => restore(restoring)}
          done={() => {
            clear();
            notifyDone(t('restore.done', { count: restoring.length }));
          }}
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open}>
              {t('restore.label')} ({restoring.length})
            </Button>
          )}
        </ConfirmAct>
      )}
    </>
  );
}
