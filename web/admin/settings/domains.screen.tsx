import { Badge, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Globe } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AreaHead } from './settings-parts.tsx';

type Domain = Row<'/v1/domains'>;

/** Domains of the account's own for short links, and how each is proved. */
export default function DomainsScreen() {
  const t = useWords('settings');
  const may = useMay('settings');
  const asked = useQuery({ queryKey: ['domains'], queryFn: () => ask(api.GET('/v1/domains')) });
  const rows = asked.data?.data ?? [];
  return (
    <>
      <AreaHead title={t('areas.domains.title')} text={t('domains.text')} />
      <Stack gap="lg" maw="52rem">
        {may && <AddDomain />}
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.isPending && <Skeleton height={160} radius="md" />}
        {asked.data && rows.length === 0 && (
          <EmptyNote icon={Globe} title={t('domains.empty')} text={t('domains.empty_text')} />
        )}
        {rows.map((domain) => (
          <DomainSection key={domain.host} domain={domain} may={may} />
        ))}
      </Stack>
    </>
  );
}

function AddDomain() {
  const t = useWords('settings');
  const form = useApiForm({
    initial: { host: '' },
    codes: { host_not_allowed: 'host' },
    run: ({ host }, headers) => ask(api.POST('/v1/domains', { body: { host: host.trim() }, headers })),
    done: () => {
      notifyDone(t('domains.added'));
      form.fields.reset();
    },
  });
  return (
    <Section title={t('domains.add')} text={t('domains.add_text')}>
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        <Stack>
          <TextInput
            label={t('domains.host')}
            description={t('domains.host_text')}
            maw={420}
            required
            autoCapitalize="none"
            spellCheck={false}
            {...form.field('host')}
          />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" loading={form.busy}>
              {t('domains.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function DomainSection({ domain, may }: { domain: Domain; may: boolean }) {
  const t = useWords('settings');
  const isProved = domain.proved_at !== null;
  return (
    <Section
      title={domain.host}
      acts={
        <Badge color={isProved ? 'teal' : 'yellow'}>{isProved ? t('domains.proved') : t('domains.unproved')}</Badge>
      }
    >
      <Stack>
        {isProved ? (
          <Text size="sm">
            {t('domains.since')} <Instant at={domain.proved_at} />. {t('domains.serves', { host: domain.host })}
          </Text>
        ) : (
          <Proof domain={domain} />
        )}
        {may && <DomainActs domain={domain} isProved={isProved} />}
      </Stack>
    </Section>
  );
}

function Proof({ domain: { proof } }: { domain: Domain }) {
  const t = useWords('settings');
  return (
    <Stack gap="sm">
      <Text size="sm">{t('domains.how')}</Text>
      <CopyField label={t('domains.dns_name')} value={proof.dns_name} />
      <CopyField label={t('domains.dns_text')} value={proof.dns_text} />
      <Text size="sm">{t('domains.or')}</Text>
      <CopyField label={t('domains.file_url')} value={proof.file_url} />
      <CopyField label={t('domains.file_text')} value={proof.file_text} />
      <Text size="sm">{t('domains.then')}</Text>
    </Stack>
  );
}

function DomainActs({ domain: { host }, isProved }: { domain: Domain; isProved: boolean }) {
  const t = useWords('settings');
  const verify = useAct({
    run: (_: string, headers) =>
      ask(api.POST('/v1/domains/{host}/verify', { params: { path: { host } }, body: {}, headers })),
    done: () => notifyDone(t('domains.now_proved', { host })),
  });
  return (
    <>
      <ErrorNote error={verify.error} />
      <Group>
        {!isProved && (
          <Button
            variant="default"
            aria-label={t('domains.verify_one', { host })}
            loading={verify.busy}
            onClick={() => void verify.start(host)}
          >
            {t('domains.verify')}
          </Button>
        )}
        <ConfirmAct
          title={t('domains.remove_title', { host })}
          text={isProved ? t('domains.remove_text') : t('domains.remove_text_unproved')}
          label={t('domains.remove')}
          danger
          run={() => ask(api.DELETE('/v1/domains/{host}', { params: { path: { host } } }))}
          done={() => notifyDone(t('domains.removed', { host }))}
        >
          {(open) => (
            <Button variant="default" onClick={open} aria-label={t('domains.remove_one', { host })}>
              {t('domains.remove')}
            </Button>
          )}
        </ConfirmAct>
      </Group>
    </>
  );
}
