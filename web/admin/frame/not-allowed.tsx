import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import type { Scope } from '../session.ts';
import { useMay } from './me.tsx';

/** A screen for whose role permits it; to others it says so, as the server would refuse what they did there. */
export function Allowed({ scope, children }: { scope: Scope; children: ReactNode }) {
  const t = useWords('frame');
  if (useMay(scope)) return children;
  return (
    <>
      <ScreenHead title={t('not_allowed.title')} />
      <EmptyNote icon={Lock} title={t('not_allowed.lead')} text={t('not_allowed.text')}>
        <Button component={Link} to="/">
          {t('not_here.home')}
        </Button>
      </EmptyNote>
    </>
  );
}
