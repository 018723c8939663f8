import { Badge, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { scriptTag } from './script-tag.ts';

const LOOKS_EVERY_MS = 10_000;
const nothing = { host: location.origin, consent: false, domain: '', stripe: false, keep: '' };

/** The script to copy, made as the owner chooses; and whether it was heard of. */
export function ScriptSection() {
  const t = useWords('settings');
  const [chosen, setChosen] = useState(nothing);
  const key = useQuery({ queryKey: ['publishable-key'], queryFn: () => ask(api.GET('/v1/publishable_key')) });
  const domains = useQuery({ queryKey: ['domains'], queryFn: () => ask(api.GET('/v1/domains')) });
  const proved = (domains.data?.data ?? []).filter((one) => one.proved_at !== null);
  const choose = (change: Partial<typeof nothing>): void => setChosen({ ...chosen, ...change });
  return (
    <Section title={t('script.title')} text={t('script.text')} acts={<Heard />}>
      <Stack>
        <ErrorNote error={key.error} retry={() => void key.refetch()} />
        {proved.length > 0 && (
          <Select
            label={t('script.host')}
            description={t('script.host_text')}
            allowDeselect={false}
            data={[location.origin, ...proved.map((one) => `https://${one.host}`)]}
            value={chosen.host}
            onChange={(host) => host && choose({ host })}
          />
        )}
        <Switch
          label={t('script.consent')}
          description={t('script.consent_text')}
          checked={chosen.consent}
          onChange={(event) => choose({ consent: event.currentTarget.checked })}
        />
        <Switch
          label={t('script.stripe')}
          description={t('script.stripe_text')}
          checked={chosen.stripe}
          onChange={(event) => choose({ stripe: event.currentTarget.checked })}
        />
        <TextInput
          label={t('script.domain')}
          description={t('script.domain_text')}
          maw={420}
          value={chosen.domain}
          onChange={(event) => choose({ domain: event.currentTarget.value })}
        />
        <TextInput
          label={t('script.keep')}
          description={t('script.keep_text')}
          maw={420}
          value={chosen.keep}
          onChange={(event) => choose({ keep: event.currentTarget.value })}
        />
        {key.data && (
          <CopyField block label={t('script.tag')} value={scriptTag({ ...chosen, key: key.data.publishable_key })} />
        )}
      </Stack>
    </Section>
  );
}

function Heard() {
  const t = useWords('settings');
  const asked = useQuery({
    queryKey: ['setup-guide'],
    queryFn: () => ask(api.GET('/v1/setup_guide')),
    refetchInterval: LOOKS_EVERY_MS,
  });
  const step = asked.data?.steps.find((one) => one.step === 'script');
  if (!step) return null;
  return (
    <Badge color={step.done ? 'teal' : 'gray'} role="status">
      {step.done ? t('script.heard') : t('script.unheard')}
    </Badge>
  );
}
