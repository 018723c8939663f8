import { Button } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Payout } from './payout-columns.tsx';

const results: Readonly<Record<string, readonly ('paid' | 'failed' | 'returned')[]>> = {
  in_flight: ['paid', 'failed'],
  paid: ['returned'],
};

/** What became of one payout, said by hand. */
export function ResultButtons({ payout }: { payout: Payout }) {
  const t = useWords('payouts');
  return (
    <Button.Group>
      {(results[payout.status] ?? []).map((status) => (
        <ConfirmAct
          key={status}
          title={t(`result.${status}.title`)}
          text={t(`result.${status}.text`)}
          label={t(`result.${status}.label`)}
          danger={status !== 'paid'}
          reason="optional"
          run={(typed, headers) =>
            ask(
              api.POST('/v1/payouts/{id}/result', {
                params: { path: { id: payout.id } },
                body: { status, ...(typed ? (status === 'paid' ? { reference: typed } : { reason: typed }) : {}) },
                headers,
              }),
            )
          }
          done={() => notifyDone(t(`result.${status}.done`))}
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open}>
              {t(`result.${status}.label`)}
            </Button>
          )}
        </ConfirmAct>
      ))}
    </Button.Group>
  );
}
