import { List, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, ContactName, PartnerName, ProgramName } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { DecideButtons } from './decide-buttons.tsx';

type Application = Answer<'/v1/applications/{id}'>;

export default function ApplicationScreen({ params }: { params: ScreenParams<'/applications/$application_id'> }) {
  const t = useWords('applications');
  const mayWrite = useMay('write');
  const { application_id: id } = params;
  const asked = useQuery({
    queryKey: ['application', id],
    queryFn: () => ask(api.GET('/v1/applications/{id}', { params: { path: { id } } })),
  });
  const application = asked.data;
  const name = application?.name ?? application?.email ?? t('one.application');
  return (
    <>
      <ScreenHead
        title={name}
        text={application?.name ? application.email : undefined}
        back={{ to: hrefOf('/applications'), label: t('list.title') }}
        aside={application && <StatusBadge status={application.status} />}
      >
        {application?.status === 'waiting' && mayWrite && <DecideButtons ids={[id]} who={name} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {application && (
        <Stack gap="lg">
          <Answers application={application} />
          <Who application={application} />
          <Decision application={application} />
        </Stack>
      )}
    </>
  );
}

/** What the form asked and what was answered, in the words of the form at that time. */
function Answers({ application }: { application: Application }) {
  const t = useWords('applications');
  const textOf = (value: Application['answers'][number]['value']): string => {
    if (value === null || value === '') return t('answers.none');
    if (typeof value === 'boolean') return value ? t('answers.yes') : t('answers.no');
    return String(value);
  };
  return (
    <Section title={t('answers.title')}>
      {application.answers.length === 0 ? (
        <Text c="dimmed">{t('answers.nothing')}</Text>
      ) : (
        <Stack component="dl" gap="md" m={0}>
          {application.answers.map(({ question_id, label, value }) => (
            <div key={question_id}>
              <Text component="dt" size="sm" c="dimmed">
                {label}
              </Text>
              <Text component="dd" m={0} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {textOf(value)}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </Section>
  );
}

function Who({ application }: { application: Application }) {
  const t = useWords('applications');
  const { terms_version: version } = application;
  return (
    <Section title={t('one.facts')}>
      <Facts
        facts={[
          [t('field.program'), <ProgramName key="p" id={application.program_id} />],
          [t('field.sponsor'), <PartnerName key="s" id={application.sponsor_id} />],
          [t('field.country'), application.country ?? '–'],
          [t('field.terms'), version === null ? t('one.no_terms') : t('one.terms_version', { version })],
          [t('field.signed_up'), <Instant key="u" at={application.signed_up_at} />],
          [t('field.confirmed'), <Instant key="c" at={application.confirmed_at} />],
          [t('field.proved'), application.proved ? t('one.proved') : t('one.not_proved')],
          [t('field.contact'), <ContactName key="k" id={application.contact_id} />],
          [t('field.partner'), <PartnerName key="a" id={application.partner_id} />],
        ]}
      />
    </Section>
  );
}

/** What the form decided by itself and why; and what somebody decided after it. */
function Decision({ application }: { application: Application }) {
  const t = useWords('applications');
  const { decision, decided_at, decided_by, note } = application;
  return (
    <Section title={t('decision.title')} text={t(`decision.by_${decision.by}.${decision.outcome}`)}>
      <Stack gap="md">
        <List size="sm" spacing={4}>
          {decision.reasons.map(({ code, detail }) => (
            <List.Item key={code + detail}>
              {t(`reason.${code}`)}
              {/^(country|domain|answer)/.test(code) && (
                <Text span inherit c="dimmed">
                  {' '}
                  {detail}
                </Text>
              )}
            </List.Item>
          ))}
        </List>
        {decided_at !== null && (
          <Facts
            facts={[
              [t('field.status'), t(`status.${application.status}`)],
              [t('decision.at'), <Instant key="a" at={decided_at} />],
              decided_by !== null && [t('decision.who'), <AuthorName key="b" author={decided_by} />],
              note !== null && [t('decide.note'), note],
            ]}
          />
        )}
      </Stack>
    </Section>
  );
}
