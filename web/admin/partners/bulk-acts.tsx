import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ProgressNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Partner } from './partners.screen.tsx';

const acts = {
  approve: (id: string, note: string) =>
    ask(api.POST('/v1/partners/{id}/approve', { params: { path: { id } }, body: { note: note || null } })),
  reject: (id: string, note: string) =>
    ask(api.POST('/v1/partners/{id}/reject', { params: { path: { id } }, body: { note: note || null } })),
  suspend: (id: string, note: string) =>
    ask(api.POST('/v1/partners/{id}/suspend', { params: { path: { id } }, body: { note: note || null } })),
  reinstate: (id: string, note: string) =>
    ask(api.POST('/v1/partners/{id}/reinstate', { params: { path: { id } }, body: { note: note || null } })),
} as const;
export type PartnerAct = keyof typeof acts;

/** From which states an act leads on. */
export const actsFrom: Readonly<Record<string, readonly PartnerAct[]>> = {
  pending: ['approve', 'reject'],
  approved: ['suspend'],
  suspended: ['reinstate'],
  rejected: ['approve'],
};

export const doPartnerAct = (act: PartnerAct, id: string, note: string) => acts[act](id, note);

/** The same act for all ticked partners that it fits; what one refuses holds up no other. */
export function BulkActs({ rows, clear }: { rows: readonly Partner[]; clear: () => void }) {
  const t = useWords('partners');
  const queries = useQueryClient();
  const [done, setDone] = useState<number | null>(null);
  const fitting = (act: PartnerAct): Partner[] => rows.filter((row) => actsFrom[row.status]?.includes(act));
  async function doAll(act: PartnerAct, note: string): Promise<{ did: number; refused: string[] }> {
    const refused: string[] = [];
    const all = fitting(act);
    for (const [index, row] of all.entries()) {
      setDone(Math.round((index * 100) / all.length));
      try {
        await acts[act](row.id, note);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        refused.push(`${row.name ?? row.email}: ${error.message}`);
      }
    }
    setDone(null);
    void queries.invalidateQueries();
    return { did: all.length - refused.length, refused };
  }
  return (
    <>
      {(Object.keys(acts) as PartnerAct[]).map((act) => {
        const count = fitting(act).length;
        if (count === 0) return null;
        return (
          <ConfirmAct
            key={act}
            title={t(`acts.${act}.many`, { count })}
            text={
              <>
                {t(`acts.${act}.text`)}
                {done !== null && <ProgressNote label={t(`acts.${act}.label`)} done={done} total={100} />}
              </>
            }
            label={t(`acts.${act}.label`)}
            danger={act === 'suspend' || act === 'reject'}
            reason="optional"
            run={(note) => doAll(act, note)}
            done={({ did, refused }) => {
              clear();
              notifyDone([t('acts.done', { count: did }), ...refused].join('\n'));
            }}
          >
            {(open) => (
              <Button size="compact-sm" variant="default" onClick={open}>
                {t(`acts.${act}.label`)} ({count})
              </Button>
            )}
          </ConfirmAct>
        );
      })}
    </>
  );
}
