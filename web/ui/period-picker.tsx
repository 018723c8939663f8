import { Group, Select, TextInput } from '@mantine/core';
import { isPeriodName, type Period, type PeriodName, periodNames, readPeriod } from './periods.ts';
import { useAddress } from './use-address.ts';
import { useWords } from './words.ts';

/** The period that the address names; `today` is the account's day. */
export function usePeriod(today: string): Period {
  const [search] = useAddress();
  return readPeriod(search, today);
}

/** Chooses the days that a screen is about, and keeps them in the address. */
export function PeriodPicker({ today }: { today: string }) {
  const t = useWords('ui');
  const [search, change] = useAddress();
  const { from, to } = readPeriod(search, today);
  const own = !isPeriodName(search['period']) && search['from'] !== undefined;
  const named: PeriodName = isPeriodName(search['period']) ? search['period'] : 'last_30';
  const choose = (name: string | null): void =>
    name === 'own'
      ? change({ period: undefined, from, to })
      : change({ period: name ?? undefined, from: undefined, to: undefined });
  const names = [...periodNames, 'own'].map((value) => ({ value, label: t(`period.${value}`) }));
  return (
    <Group gap="xs" align="flex-end">
      <Select
        w={160}
        aria-label={t('period.label')}
        data={names}
        value={own ? 'own' : named}
        onChange={choose}
        allowDeselect={false}
        checkIconPosition="right"
      />
      {own && (
        <>
          <TextInput
            type="date"
            aria-label={t('period.from')}
            value={from}
            max={to}
            onChange={(event) => change({ from: event.currentTarget.value }, true)}
          />
          <TextInput
            type="date"
            aria-label={t('period.to')}
            value={to}
            min={from}
            onChange={(event) => change({ to: event.currentTarget.value }, true)}
          />
        </>
      )}
    </Group>
  );
}
