import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { BrandingForm } from './branding-form.tsx';

/** How the partner center, sign-up pages and mails look to partners. */
export default function BrandingScreen() {
  const t = useWords('branding');
  const asked = useQuery({ queryKey: ['branding'], queryFn: () => ask(api.GET('/v1/branding')) });
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')} back={{ to: hrefOf('/settings'), label: t('back') }} />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.data && <BrandingForm branding={asked.data} />}
    </>
  );
}
