import { Button, Group, Loader, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf } from '../../ui/periods.ts';
import { ScreenHead } from '../../ui/screen-head.tsx';
import type { ListQuery } from '../../ui/table-types.ts';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { useToday } from '../frame/me.tsx';
import { NotHere } from '../frame/not-here.tsx';
import { useProgramChoices } from '../names/names.tsx';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import { saveFrom } from '../save-from.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { type ReportAnswer, type ReportKind, reportKinds } from './kinds.ts';
import { ReportTable } from './report-table.tsx';

export default function ReportScreen({ params }: { params: ScreenParams<'/reports/$report'> }) {
  const kind = reportKinds.find((one) => one.name === params.report);
  return kind ? <Report kind={kind} /> : <NotHere />;
}

function Report({ kind }: { kind: ReportKind }) {
  const t = useWords('reports');
  const today = useToday();
  const period = usePeriod(today);
  const [search] = useAddress();
  const { compare, sort, order } = search;
  const filters = Object.fromEntries(kind.filters.map((name) => [name, search[name]]).filter(([, value]) => value));
  const since = kind.name === 'days_to_order' && search['since'] ? { since: search['since'] } : {};
  const wanted = {
    ...askedOf(period),
    ...filters,
    ...since,
    ...(compare ? { compare: 'true' } : {}),
    ...(sort ? { sort, order: order ?? 'desc' } : {}),
  };
  const asked = useQuery({
    queryKey: ['report', kind.name, wanted],
    queryFn: () => kind.load(wanted as unknown as ListQuery) as Promise<ReportAnswer>,
  });
  const save = useAct({
    run: () =>
      saveFrom(
        `/v1/reports/${kind.name}?${new URLSearchParams(wanted as Record<string, string>)}`,
        `${kind.name}.csv`,
        'text/csv',
      ),
  });
  return (
    <>
      <ScreenHead
        title={t(`kinds.${kind.name}.title`)}
        text={t(`kinds.${kind.name}.text`)}
        back={{ to: hrefOf('/reports'), label: t('title') }}
      >
        <Button
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          loading={save.busy}
          onClick={() => void save.start()}
        >
          {t('csv')}
        </Button>
      </ScreenHead>
      <Stack gap="lg">
        <Filters kind={kind} today={today} />
        <ErrorNote error={asked.error ?? save.error} retry={() => void asked.refetch()} />
        {asked.isPending && <Loader aria-label={t('loading')} />}
        {asked.data && <ReportTable kind={kind} answer={asked.data} />}
      </Stack>
    </>
  );
}

function Filters({ kind, today }: { kind: ReportKind; today: string }) {
  const t = useWords('reports');
  const [search, change] = useAddress();
  const programs = useProgramChoices();
  const has = (name: ReportKind['filters'][number]): boolean => kind.filters.includes(name);
  return (
    <Group align="flex-end" gap="sm">
      <PeriodPicker today={today} />
      {has('program_id') && (
        <Select
          label={t('filter.program')}
          placeholder={t('filter.all')}
          clearable
          data={programs}
          value={search['program_id'] ?? null}
          onChange={(value) => change({ program_id: value ?? undefined })}
        />
      )}
      {has('partner_id') && (
        <PartnerPicker
          label={t('filter.partner')}
          placeholder={t('filter.all')}
          value={search['partner_id'] ?? null}
          onChange={(value) => change({ partner_id: value ?? undefined })}
        />
      )}
      {(['country', 'device', 'sub'] as const).filter(has).map((name) => (
        <TextInput
          key={name}
          label={t(`filter.${name}`)}
          w={110}
          defaultValue={search[name] ?? ''}
          onBlur={(event) => change({ [name]: event.currentTarget.value.trim() || undefined })}
          onKeyDown={(event) =>
            event.key === 'Enter' && change({ [name]: event.currentTarget.value.trim() || undefined })
          }
        />
      ))}
      {kind.name === 'days_to_order' && (
        <Select
          label={t('filter.since')}
          w={140}
          allowDeselect={false}
          data={(['click', 'lead'] as const).map((value) => ({ value, label: t(`filter.since_${value}`) }))}
          value={search['since'] ?? 'click'}
          onChange={(value) => change({ since: value ?? undefined })}
        />
      )}
      <Switch
        label={t('filter.compare')}
        checked={search['compare'] !== undefined}
        onChange={(event) => change({ compare: event.currentTarget.checked ? 'true' : undefined })}
      />
    </Group>
  );
}
