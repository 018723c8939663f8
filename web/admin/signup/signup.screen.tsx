import { Button, Loader } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { usePrograms } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { SignupEditor } from './signup-editor.tsx';
import { useSignupForm } from './use-signup-form.ts';

/** The form by which strangers become partners of a program. */
export default function SignupScreen({ params }: { params: ScreenParams<'/programs/$program_id/signup'> }) {
  const t = useWords('signup');
  const { program_id: id } = params;
  const program = usePrograms().find((one) => one.id === id);
  const asked = useSignupForm(id);
  const form = asked.data;
  return (
    <>
      <ScreenHead
        title={t('title')}
        text={t('text')}
        back={{ to: hrefOf('/programs/$program_id', params), label: program?.name ?? t('program') }}
        aside={form && <StatusBadge status={form.open ? 'open' : 'closed'} />}
      >
        {form?.open && (
          <Button
            component="a"
            href={form.page_url}
            target="_blank"
            rel="noreferrer"
            variant="default"
            leftSection={<ExternalLink size={15} aria-hidden />}
          >
            {t('share.visit')}
          </Button>
        )}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {form && <SignupEditor programId={id} form={form} />}
    </>
  );
}
