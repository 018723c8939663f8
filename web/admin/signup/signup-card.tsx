import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ClipboardPen } from 'lucide-react';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { useSignupForm } from './use-signup-form.ts';

/** On a program's page: whether strangers can join, and where. */
export function SignupCard({ programId }: { programId: string }) {
  const t = useWords('signup');
  const mayEdit = useMay('settings');
  const asked = useSignupForm(programId);
  const edit = mayEdit && (
    <Button
      component={Link}
      to={hrefOf('/programs/$program_id/signup', { program_id: programId })}
      size="sm"
      variant="default"
      leftSection={<ClipboardPen size={15} aria-hidden />}
    >
      {t('card.edit')}
    </Button>
  );
  return (
    <Section title={t('title')} acts={edit}>
      <Stack gap="sm">
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.data && <Text size="sm">{asked.data.open ? t('card.open') : t('card.closed')}</Text>}
        {asked.data?.open && <CopyField label={t('share.address')} value={asked.data.page_url} block />}
      </Stack>
    </Section>
  );
}
