import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Signpost } from 'lucide-react';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';

/** An address that leads nowhere. */
export function NotHere() {
  const t = useWords('frame');
  return (
    <main>
      <ScreenHead title={t('not_here.title')} />
      <EmptyNote icon={Signpost} title={t('not_here.lead')} text={t('not_here.text')}>
        <Button component={Link} to="/">
          {t('not_here.home')}
        </Button>
      </EmptyNote>
    </main>
  );
}
