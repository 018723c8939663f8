import { Accordion, Stack, Text } from '@mantine/core';
import { CopyField } from '../../ui/copy-field.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { keepers } from './script-tag.ts';

const servers = Object.keys(keepers) as (keyof typeof keepers)[];

/** How the site's own server keeps the visitor's click for longer than some browsers let a script keep it. */
export function KeepCookie() {
  const t = useWords('settings');
  return (
    <Section title={t('keep.title')} text={t('keep.text')}>
      <Stack gap="sm">
        <Accordion variant="contained" order={3}>
          {servers.map((name) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{t(`keep.${name}`)}</Accordion.Control>
              <Accordion.Panel>
                <CopyField block label={t('keep.lines')} value={keepers[name]} />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Text size="sm">{t('keep.then')}</Text>
      </Stack>
    </Section>
  );
}
