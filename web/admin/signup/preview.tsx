import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { takeNonce } from '../../ui/nonce.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { bodyOf, type FormBody, type FormDraft } from './form-draft.ts';
import classes from './signup.module.css';

/** The page as applicants see it, a moment after typing stops. It sends nothing, and nothing in it can run. */
export function FormPreview({ programId, draft }: { programId: string; draft: FormDraft }) {
  const t = useWords('signup');
  const [settled] = useDebouncedValue(JSON.stringify(bodyOf(draft)), 500);
  const asked = useQuery({
    queryKey: ['program', programId, 'signup', 'preview', settled],
    queryFn: () =>
      ask(
        api.POST('/v1/programs/{id}/signup_form/preview', {
          params: { path: { id: programId } },
          body: JSON.parse(settled) as FormBody,
        }),
      ),
    retry: false,
    placeholderData: keepPreviousData,
  });
  const unfinished = asked.error instanceof ApiProblem && asked.error.status === 400;
  return (
    <Section title={t('preview.title')} text={t('preview.text')}>
      {unfinished && (
        <Text size="sm" c="dimmed" role="status" mb="xs">
          {t('preview.unfinished')}
        </Text>
      )}
      {!unfinished && <ErrorNote error={asked.error} retry={() => void asked.refetch()} />}
      {asked.data && (
        <iframe
          className={classes.preview}
          title={t('preview.title')}
          sandbox="allow-same-origin"
          srcDoc={styled(asked.data.html)}
        />
      )}
    </Section>
  );
}

/** A page in a frame keeps to the policy of the page around it: its style needs the same word. */
const styled = (page: string): string => page.replaceAll('<style>', `<style nonce="${takeNonce()}">`);
