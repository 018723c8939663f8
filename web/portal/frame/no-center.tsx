import { Container } from '@mantine/core';
import { Signpost } from 'lucide-react';
import { ApiProblem } from '../../api/problem.ts';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';

/** No account has its partner center at this address, or it cannot be reached. */
export function NoCenter({ error }: { error: unknown }) {
  const t = useWords('frame');
  const unknown = error instanceof ApiProblem && error.status === 404;
  return (
    <Container component="main" size="sm" py={80}>
      <h1 className="unseen">{t('no_center.title')}</h1>
      {unknown && <EmptyNote icon={Signpost} title={t('no_center.lead')} text={t('no_center.text')} />}
      {!unknown && <ErrorNote error={error} retry={() => location.reload()} />}
    </Container>
  );
}
