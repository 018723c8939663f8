import { Button, Group, Loader, Menu, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download, FileUp, HandCoins } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant, Money } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { saveFile } from '../../ui/write-csv.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, ProgramName } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { Rows } from './new-run.screen.tsx';
import { usePayoutColumns } from './payout-columns.tsx';
import { ResultButtons } from './result-buttons.tsx';
import { ResultsDialog } from './results-dialog.tsx';
import { sumsOf } from './sums.ts';

type Run = Answer<'/v1/payout_runs/{id}'>;

export default function RunScreen({ params }: { params: ScreenParams<'/payouts/$run_id'> }) {
  const t = useWords('payouts');
  const mayPay = useMay('payouts');
  const { run_id: id } = params;
  const asked = useQuery({
    queryKey: ['payout-run', id],
    queryFn: () => ask(api.GET('/v1/payout_runs/{id}', { params: { path: { id } } })),
  });
  const run = asked.data;
  return (
    <>
      <ScreenHead
        title={t('run.title')}
        text={run && <Instant at={run.created_at} />}
        back={{ to: hrefOf('/payouts'), label: t('runs.title') }}
        aside={run && <StatusBadge status={run.status} />}
      >
        {run && mayPay && <Acts run={run} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {run && (
        <Stack gap="lg">
          <Overview run={run} />
          <Payouts run={run} mayPay={mayPay} />
          {run.excluded.length > 0 && (
            <Section title={t('new.leaves', { count: run.excluded.length })} text={t('new.leaves_text')}>
              <Rows rows={run.excluded} last={t('new.why')} write={(row) => t(`excluded.${row.reason}`)} />
            </Section>
          )}
        </Stack>
      )}
    </>
  );
}

function Overview({ run }: { run: Run }) {
  const t = useWords('payouts');
  const total = (of: readonly Run['totals'][number][]) =>
    sumsOf(of).map(({ currency, amount }) => (
      <Text key={currency} component="div">
        <Money amount={amount} currency={currency} />
      </Text>
    ));
  const states = [...new Set(run.totals.map((one) => one.status))];
  return (
    <Section title={t('run.overview')}>
      <Facts
        facts={[
          [t('run.total'), total(run.totals)],
          ...states.map(
            (state) => [t(`statuses.${state}`), total(run.totals.filter((one) => one.status === state))] as const,
          ),
          [t('run.cutoff'), <Instant key="c" at={run.cutoff} />],
          run.program_id !== null && [t('new.program'), <ProgramName key="p" id={run.program_id} />],
          run.method !== null && [t('column.method'), t(`methods.${run.method}`)],
          [t('column.author'), <AuthorName key="a" author={run.author} />],
        ]}
      />
    </Section>
  );
}

function Payouts({ run, mayPay }: { run: Run; mayPay: boolean }) {
  const t = useWords('payouts');
  const columns = usePayoutColumns();
  return (
    <Section title={t('run.payouts')} flush>
      <DataTable
        name="run-payouts"
        label={t('run.payouts')}
        columns={[
          ...columns,
          ...(mayPay
            ? [
                {
                  key: 'acts',
                  label: t('column.acts'),
                  cell: (row: Run['payouts'][number]) => <ResultButtons payout={row} />,
                },
              ]
            : []),
        ]}
        rowKey={(row) => row.id}
        fixed={{ run_id: run.id }}
        load={(query) => ask(api.GET('/v1/payouts', { params: { query } }))}
        empty={<EmptyNote icon={HandCoins} title={t('all.empty')} text={t('all.empty_text')} />}
      />
    </Section>
  );
}

function Acts({ run }: { run: Run }) {
  const t = useWords('payouts');
  const [uploading, setUploading] = useState(false);
  const open = run.status === 'open';
  return (
    <>
      <Files run={run} />
      {open && (
        <>
          <Button variant="default" leftSection={<FileUp size={15} aria-hidden />} onClick={() => setUploading(true)}>
            {t('results.label')}
          </Button>
          <MarkPaid run={run} />
          <ConfirmAct
            title={t('cancel.title')}
            text={t('cancel.text')}
            label={t('cancel.label')}
            danger
            run={(_, headers) =>
              ask(api.POST('/v1/payout_runs/{id}/cancel', { params: { path: { id: run.id } }, body: {}, headers }))
            }
            done={() => notifyDone(t('cancel.done'))}
          >
            {(show) => (
              <Button variant="subtle" color="red" onClick={show}>
                {t('cancel.label')}
              </Button>
            )}
          </ConfirmAct>
          <ResultsDialog run={run} opened={uploading} close={() => setUploading(false)} />
        </>
      )}
    </>
  );
}

/** Payment files: taking one is noted, so that what stood in it can be marked as paid. */
function Files({ run }: { run: Run }) {
  const t = useWords('payouts');
  const currencies = [...new Set(run.payouts.filter((one) => one.method === 'paypal').map((one) => one.currency))];
  const take = useAct({
    run: async ({ format, currency }: { format: string; currency: string | null }) => {
      const asked = api.GET('/v1/payout_runs/{id}/files/{format}', {
        params: { path: { id: run.id, format }, query: currency ? { currency } : {} },
        parseAs: 'text',
      });
      saveFile(`${run.id}-${format}${currency ? `-${currency}` : ''}.csv`, [(await ask(asked)) as string]);
    },
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={take.busy} leftSection={<Download size={15} aria-hidden />}>
            {t('files.label')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {currencies.map((currency) => (
            <Menu.Item key={currency} onClick={() => void take.start({ format: 'paypal_csv', currency })}>
              {t('files.paypal', { currency })}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => void take.start({ format: 'csv', currency: null })}>{t('files.csv')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ErrorNote error={take.error} />
    </>
  );
}

function MarkPaid({ run }: { run: Run }) {
  const t = useWords('payouts');
  const mark = (force: boolean, note: string, headers: Readonly<Record<string, string>>) =>
    ask(
      api.POST('/v1/payout_runs/{id}/mark_paid', {
        params: { path: { id: run.id } },
        body: force ? { force, note } : {},
        headers: headers as { 'Idempotency-Key': string },
      }),
    );
  const said = ({ marked, left }: { marked: string[]; left: string[] }): void =>
    notifyDone(t('mark.done', { marked: marked.length, left: left.length }));
  return (
    <Group gap="xs">
      <ConfirmAct
        title={t('mark.title')}
        text={t('mark.text')}
        label={t('mark.label')}
        run={(_, headers) => mark(false, '', headers)}
        done={said}
      >
        {(open) => <Button onClick={open}>{t('mark.label')}</Button>}
      </ConfirmAct>
      <ConfirmAct
        title={t('mark.all_title')}
        text={t('mark.all_text')}
        label={t('mark.all_label')}
        reason="required"
        run={(note, headers) => mark(true, note, headers)}
        done={said}
      >
        {(open) => (
          <Button variant="subtle" onClick={open}>
            {t('mark.all_label')}
          </Button>
        )}
      </ConfirmAct>
    </Group>
  );
}
