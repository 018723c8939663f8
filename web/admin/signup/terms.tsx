import { Button, Spoiler, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { AuthorName } from '../names/names.tsx';
import type { PartProps } from './look-fields.tsx';
import classes from './signup.module.css';

interface TermsProps extends PartProps {
  readonly programId: string;
  /** The version that counts now. */
  readonly version: number | null;
}

/** The terms that applicants accept. Each application keeps which version it was. */
export function Terms({ form, programId, version }: TermsProps) {
  const t = useWords('signup');
  const [opened, setOpened] = useState(false);
  return (
    <Section
      title={t('terms.title')}
      text={version === null ? t('terms.none') : t('terms.version', { version })}
      acts={
        version !== null && (
          <Button size="sm" variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            {opened ? t('terms.hide_versions') : t('terms.show_versions')}
          </Button>
        )
      }
    >
      <Stack gap="md">
        <Textarea
          label={t('terms.words')}
          description={`${t('markup')} ${t('terms.words_text')}`}
          autosize
          minRows={6}
          maxRows={24}
          maxLength={50_000}
          {...form.field('terms')}
        />
        {opened && <Versions programId={programId} />}
      </Stack>
    </Section>
  );
}

function Versions({ programId }: { programId: string }) {
  const t = useWords('signup');
  const asked = useQuery({
    queryKey: ['program', programId, 'signup', 'terms'],
    queryFn: () => ask(api.GET('/v1/programs/{id}/signup_form/terms', { params: { path: { id: programId } } })),
  });
  return (
    <Stack gap="md">
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.data?.data.map(({ version, text, from_at, author }) => (
        <div key={version} className={classes.part}>
          <Text size="sm" fw={600}>
            {t('terms.one', { version })}
          </Text>
          <Text size="sm" c="dimmed" mb="xs">
            <Instant at={from_at} /> · <AuthorName author={author} />
          </Text>
          {text === null ? (
            <Text size="sm">{t('terms.taken_away')}</Text>
          ) : (
            <Spoiler maxHeight={96} showLabel={t('terms.more')} hideLabel={t('terms.less')}>
              <Text size="sm" className={classes.words}>
                {text}
              </Text>
            </Spoiler>
          )}
        </div>
      ))}
    </Stack>
  );
}
