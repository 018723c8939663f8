import { Button, Loader, Menu, Stack, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Pencil } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { SignupCard } from '../signup/signup-card.tsx';
import { Products } from './products.tsx';
import type { Program } from './program-fields.ts';
import { TermsLine } from './terms-line.tsx';
import { useProgram } from './use-program.ts';
import { TermsVersions } from './versions.tsx';

export default function ProgramScreen({ params }: { params: ScreenParams<'/programs/$program_id'> }) {
  const t = useWords('programs');
  const program = useProgram(params.program_id);
  const mayWrite = useMay('write');
  const { data } = program;
  return (
    <>
      <ScreenHead
        title={data?.name ?? t('program.title')}
        back={{ to: hrefOf('/programs'), label: t('list.title') }}
        aside={data && <StatusBadge status={data.ended_at ? 'ended' : 'active'} />}
      >
        {data && mayWrite && <Acts program={data} />}
      </ScreenHead>
      <ErrorNote error={program.error} retry={() => void program.refetch()} />
      {program.isPending && <Loader aria-label={t('loading')} />}
      {data && (
        <Stack gap="lg">
          <Overview program={data} />
          <Products program={data} editable={mayWrite && !data.ended_at} />
          <SignupCard programId={data.id} />
          <TermsVersions program={data} />
        </Stack>
      )}
    </>
  );
}

function Overview({ program }: { program: Program }) {
  const t = useWords('programs');
  const { include_tax: tax, include_shipping: shipping } = program;
  const counts = t(`program.counting.${tax && shipping ? 'both' : tax ? 'tax' : shipping ? 'shipping' : 'goods'}`);
  const base = program.tiers === 2 ? t(`form.tier2_base_${program.tier2_base}`) : null;
  return (
    <Section title={t('program.overview')}>
      <Facts
        facts={[
          [t('form.terms'), <TermsLine key="t" terms={program.default_terms} currency={program.currency} />],
          [
            t('form.default_url'),
            <span key="u" style={{ overflowWrap: 'anywhere' }}>
              {program.default_url}
            </span>,
          ],
          [t('form.currency'), program.currency],
          [t('form.tiers'), t(`form.tiers_${program.tiers}`)],
          base !== null && [t('form.tier2_base'), base],
          [t('form.click_window'), t('days', { count: program.click_window_days })],
          [
            t('form.lead_window'),
            program.lead_window_days === null ? t('form.for_good') : t('days', { count: program.lead_window_days }),
          ],
          [t('form.hold'), t('days', { count: program.hold_days })],
          [t('form.approval'), t(`form.${program.approval}`)],
          [t('form.commission_approval'), t(`form.${program.commission_approval}`)],
          [t('program.counts'), counts],
          [t('list.created'), <Instant key="c" at={program.created_at} to="day" />],
          program.ended_at !== null && [t('program.ended'), <Instant key="e" at={program.ended_at} />],
        ]}
      />
      <NotifyPartners program={program} />
    </Section>
  );
}

/** Whether partners are written to when they earn in this program. */
function NotifyPartners({ program }: { program: Program }) {
  const t = useWords('programs');
  const mayWrite = useMay('write');
  const path = { id: program.id };
  const asked = useQuery({
    queryKey: ['program', program.id, 'messages'],
    queryFn: () => ask(api.GET('/v1/programs/{id}/message_preferences', { params: { path } })),
  });
  const change = useAct({
    run: (notify_when_earning: boolean) =>
      ask(api.PATCH('/v1/programs/{id}/message_preferences', { params: { path }, body: { notify_when_earning } })),
  });
  return (
    <>
      <Switch
        mt="md"
        label={t('program.notify')}
        checked={asked.data?.notify_when_earning ?? false}
        disabled={!mayWrite || !asked.data || change.busy}
        onChange={(event) => void change.start(event.currentTarget.checked)}
      />
      <ErrorNote error={change.error ?? asked.error} />
    </>
  );
}

function Acts({ program }: { program: Program }) {
  const t = useWords('programs');
  const ended = program.ended_at !== null;
  return (
    <ConfirmAct
      title={t('end.title', { name: program.name })}
      text={t('end.text')}
      label={t('end.label')}
      danger
      reason="optional"
      run={(note, headers) =>
        ask(
          api.POST('/v1/programs/{id}/end', {
            params: { path: { id: program.id } },
            body: { note: note || null },
            headers,
          }),
        )
      }
      done={() => notifyDone(t('end.done'))}
    >
      {(open) => (
        <>
          {!ended && (
            <Button
              component={Link}
              to={hrefOf('/programs/$program_id/edit', { program_id: program.id })}
              variant="default"
              leftSection={<Pencil size={15} aria-hidden />}
            >
              {t('program.edit')}
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" px="xs" aria-label={t('program.more')}>
                <Ellipsis size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} to={`${hrefOf('/programs/new')}?copy=${program.id}`}>
                {t('program.copy')}
              </Menu.Item>
              {!ended && (
                <Menu.Item color="red" onClick={open}>
                  {t('end.label')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </ConfirmAct>
  );
}
