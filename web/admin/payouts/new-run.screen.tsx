import { Button, Group, Loader, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { HandCoins } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Money } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName, useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { sumsOf } from './sums.ts';

type Method = 'paypal' | 'bank' | 'wise' | 'check' | 'store_credit' | 'other';
const methods: readonly Method[] = ['paypal', 'bank', 'wise', 'check', 'store_credit', 'other'];

/** What a run would pay now, and whom it leaves out and why; then makes it. */
export default function NewRunScreen() {
  const t = useWords('payouts');
  const navigate = useNavigate();
  const programs = useProgramChoices();
  const [program, setProgram] = useState<string | null>(null);
  const [method, setMethod] = useState<Method | null>(null);
  const filter = { ...(program ? { program_id: program } : {}), ...(method ? { method } : {}) };
  const preview = useQuery({
    queryKey: ['payout-preview', filter],
    queryFn: () => ask(api.GET('/v1/payout_runs/preview', { params: { query: filter } })),
  });
  const payouts = preview.data?.payouts ?? [];
  const sums = sumsOf(payouts);
  const total = sums.map(({ currency, amount }) => <Money key={currency} amount={amount} currency={currency} />);
  return (
    <>
      <ScreenHead title={t('new.title')} text={t('new.text')} back={{ to: hrefOf('/payouts'), label: t('runs.title') }}>
        <ConfirmAct
          title={t('new.confirm_title', { count: payouts.length })}
          text={t('new.confirm_text')}
          label={t('new.make')}
          run={(_, headers) => ask(api.POST('/v1/payout_runs', { body: filter, headers }))}
          done={(run) => {
            notifyDone(t('new.done'));
            void navigate({ to: hrefOf('/payouts/$run_id', { run_id: run.id }) });
          }}
        >
          {(open) => (
            <Button disabled={payouts.length === 0} onClick={open}>
              {t('new.make')}
            </Button>
          )}
        </ConfirmAct>
      </ScreenHead>
      <Stack gap="lg">
        <Group align="flex-end">
          <Select
            label={t('new.program')}
            placeholder={t('new.all')}
            clearable
            data={programs}
            value={program}
            onChange={setProgram}
          />
          <Select
            label={t('column.method')}
            placeholder={t('new.all')}
            clearable
            data={methods.map((value) => ({ value, label: t(`methods.${value}`) }))}
            value={method}
            onChange={(value) => setMethod(value as Method | null)}
          />
        </Group>
        <ErrorNote error={preview.error} retry={() => void preview.refetch()} />
        {preview.isPending && <Loader aria-label={t('loading')} />}
        {preview.data && (
          <>
            <Section title={t('new.pays', { count: payouts.length })} acts={<Group gap="md">{total}</Group>}>
              {payouts.length === 0 ? (
                <EmptyNote icon={HandCoins} title={t('new.nothing')} text={t('new.nothing_text')} />
              ) : (
                <Rows rows={payouts} last={t('column.method')} write={(row) => t(`methods.${row.method}`)} />
              )}
            </Section>
            <Section title={t('new.leaves', { count: preview.data.excluded.length })} text={t('new.leaves_text')}>
              {preview.data.excluded.length === 0 ? (
                <Text c="dimmed">{t('new.leaves_nobody')}</Text>
              ) : (
                <Rows rows={preview.data.excluded} last={t('new.why')} write={(row) => t(`excluded.${row.reason}`)} />
              )}
            </Section>
          </>
        )}
      </Stack>
    </>
  );
}

interface RowsProps<R> {
  readonly rows: readonly R[];
  readonly last: string;
  readonly write: (row: R) => string;
}

const SHOWN = 200;

/** The first of the rows; what is beyond is counted. */
export function Rows<R extends { partner_id: string; amount: number; currency: string }>({
  rows,
  last,
  write,
}: RowsProps<R>) {
  const t = useWords('payouts');
  return (
    <>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('column.partner')}</Table.Th>
              <Table.Th ta="right">{t('column.amount')}</Table.Th>
              <Table.Th>{last}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <Table.Tr key={`${row.partner_id}${row.currency}`}>
                <Table.Td>
                  <PartnerName id={row.partner_id} />
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={row.amount} currency={row.currency} />
                </Table.Td>
                <Table.Td>{write(row)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length > SHOWN && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('new.more', { count: rows.length - SHOWN })}
        </Text>
      )}
    </>
  );
}
