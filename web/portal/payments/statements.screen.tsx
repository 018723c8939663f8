import { Button, Group, Loader, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download, FileText } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant, Money, useFormats } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { saveFrom, useApi, useCenter } from '../center.ts';
import { hrefOf } from '../screens.ts';

type Statement = Answer<'/v1/center/statements/{month}'>;
const parts = ['pending', 'payable', 'in_flight', 'paid'] as const;

/** What moved in a month, from the balance before to the one after. */
export default function StatementsScreen() {
  const t = useWords('payments');
  const api = useApi();
  const months = useQuery({ queryKey: ['statements'], queryFn: () => ask(api.GET('/v1/center/statements')) });
  const [{ month: chosen }] = useAddress();
  const names = [...(months.data?.data ?? [])].map((one) => one.month).sort((a, b) => (a < b ? 1 : -1));
  const month = chosen && names.includes(chosen) ? chosen : names[0];
  return (
    <>
      <ScreenHead
        title={t('statement.title')}
        text={t('statement.text')}
        back={{ to: hrefOf('/payments'), label: t('list.title') }}
      >
        {month && <Choose months={names} month={month} />}
      </ScreenHead>
      <ErrorNote error={months.error} retry={() => void months.refetch()} />
      {months.isPending && <Loader aria-label={t('loading')} />}
      {months.isSuccess && !month && (
        <EmptyNote icon={FileText} title={t('statement.empty')} text={t('statement.empty_text')} />
      )}
      {month && <Month month={month} />}
    </>
  );
}

function Choose({ months, month }: { months: readonly string[]; month: string }) {
  const t = useWords('payments');
  const { locale } = useFormats();
  const center = useCenter();
  const [, change] = useAddress();
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const save = useAct({
    run: () => saveFrom(center, `/v1/center/statements/${month}`, `statement-${month}.csv`, 'text/csv'),
  });
  return (
    <Group gap="xs">
      <Select
        aria-label={t('statement.month')}
        w={180}
        allowDeselect={false}
        data={months.map((value) => ({ value, label: format.format(new Date(`${value}-01T00:00:00Z`)) }))}
        value={month}
        onChange={(value) => change({ month: value ?? undefined })}
      />
      <Button
        variant="default"
        leftSection={<Download size={15} aria-hidden />}
        loading={save.busy}
        onClick={() => void save.start()}
      >
        {t('statement.csv')}
      </Button>
      <ErrorNote error={save.error} />
    </Group>
  );
}

function Month({ month }: { month: string }) {
  const t = useWords('payments');
  const api = useApi();
  const asked = useQuery({
    queryKey: ['statements', month],
    queryFn: () => ask(api.GET('/v1/center/statements/{month}', { params: { path: { month } } })),
  });
  return (
    <Stack gap="lg">
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.data?.currencies.map((one) => (
        <Section key={one.currency} title={one.currency} flush>
          <Movements statement={one} />
        </Section>
      ))}
    </Stack>
  );
}

type InCurrency = Statement['currencies'][number];
type Sums = InCurrency['opening'];

function Movements({ statement }: { statement: InCurrency }) {
  const t = useWords('payments');
  const { currency, opening, movements, closing } = statement;
  return (
    <Table.ScrollContainer minWidth={560} type="native" tabIndex={0} aria-label={currency} role="region">
      <Table aria-label={t('statement.movements', { currency })} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('statement.what')}</Table.Th>
            {parts.map((part) => (
              <Table.Th key={part} ta="right">
                {t(`part.${part}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <SumRow name={t('statement.opening')} sums={opening} currency={currency} />
          {movements.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Td>
                <Text size="sm">{t(`causes.${one.cause}`, { defaultValue: one.cause.replaceAll('_', ' ') })}</Text>
                <Text size="xs" c="dimmed">
                  <Instant at={one.at} to="day" />
                </Text>
              </Table.Td>
              <Cells sums={one} currency={currency} quiet />
            </Table.Tr>
          ))}
          <SumRow name={t('statement.closing')} sums={closing} currency={currency} />
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SumRow({ name, sums, currency }: { name: string; sums: Sums; currency: string }) {
  return (
    <Table.Tr fw={600}>
      <Table.Td>{name}</Table.Td>
      <Cells sums={sums} currency={currency} />
    </Table.Tr>
  );
}

function Cells({ sums, currency, quiet = false }: { sums: Sums; currency: string; quiet?: boolean }) {
  return parts.map((part) => (
    <Table.Td key={part} ta="right">
      {quiet && sums[part] === 0 ? '' : <Money amount={sums[part]} currency={currency} />}
    </Table.Td>
  ));
}
