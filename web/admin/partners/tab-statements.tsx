import { Button, Group, Loader, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant, Money } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { saveFile } from '../../ui/write-csv.ts';
import { api } from '../api.ts';
import { useToday } from '../frame/me.tsx';
import { OrderNumber } from '../names/names.tsx';
import type { PartnerDetail } from './use-partner.ts';

type Statement = Answer<'/v1/partners/{id}/statements/{month}'>;
const parts = ['pending', 'payable', 'in_flight', 'paid'] as const;

export default function StatementsTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const today = useToday();
  const [{ month = today.slice(0, 7) }, change] = useAddress();
  const path = { id: partner.id, month };
  const asked = useQuery({
    queryKey: ['partner', partner.id, 'statement', month],
    queryFn: () => ask(api.GET('/v1/partners/{id}/statements/{month}', { params: { path } })),
  });
  const save = useAct({
    run: async () => {
      const answer = api.GET('/v1/partners/{id}/statements/{month}', {
        params: { path },
        headers: { accept: 'text/csv' },
        parseAs: 'text',
      });
      saveFile(`statement-${partner.code}-${month}.csv`, [(await ask(answer)) as unknown as string]);
    },
  });
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <TextInput
          type="month"
          label={t('statement.month')}
          value={month}
          max={today.slice(0, 7)}
          onChange={(event) => change({ month: event.currentTarget.value })}
        />
        <Button
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          loading={save.busy}
          onClick={() => void save.start()}
        >
          {t('statement.csv')}
        </Button>
      </Group>
      <ErrorNote error={asked.error ?? save.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.data?.currencies.length === 0 && <Text c="dimmed">{t('statement.nothing')}</Text>}
      {asked.data?.currencies.map((one) => (
        <CurrencyPart key={one.currency} part={one} />
      ))}
    </Stack>
  );
}

function CurrencyPart({ part }: { part: Statement['currencies'][number] }) {
  const t = useWords('partners');
  const money = (amount: number) => (amount === 0 ? '–' : <Money amount={amount} currency={part.currency} />);
  const facts = (of: typeof part.opening) =>
    parts.map((name) => [t(`money.${name}`), <Money key={name} amount={of[name]} currency={part.currency} />] as const);
  return (
    <Section title={part.currency}>
      <Stack gap="md">
        <Text fw={560}>{t('statement.opening')}</Text>
        <Facts facts={facts(part.opening)} />
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label={t('statement.movements')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('statement.at')}</Table.Th>
                <Table.Th>{t('statement.cause')}</Table.Th>
                {parts.map((name) => (
                  <Table.Th key={name} ta="right">
                    {t(`money.${name}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {part.movements.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    <Instant at={row.at} to="day" />
                  </Table.Td>
                  <Table.Td>
                    {t(`causes.${row.cause}`, { defaultValue: row.cause.replaceAll('_', ' ') })}{' '}
                    {row.order_id && <OrderNumber id={row.order_id} />}
                    {row.note && (
                      <Text size="xs" c="dimmed">
                        {row.note}
                      </Text>
                    )}
                  </Table.Td>
                  {parts.map((name) => (
                    <Table.Td key={name} ta="right">
                      {money(row[name])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Text fw={560}>{t('statement.closing')}</Text>
        <Facts facts={facts(part.closing)} />
      </Stack>
    </Section>
  );
}
