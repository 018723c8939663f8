import { Button, Group } from '@mantine/core';
import { Download } from 'lucide-react';
import { ErrorNote } from '../../ui/notes.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { saveFrom, useCenter } from '../center.ts';

/** The link as a code for cameras, shown and to be kept as a drawing that prints at any size. */
export function QrCard({ id, code, sub, address }: { id: string; code: string; sub: string; address: string }) {
  const t = useWords('links');
  const center = useCenter();
  const path = `/v1/center/links/${id}/qr${sub === '' ? '' : `?sub=${encodeURIComponent(sub)}`}`;
  const save = useAct({ run: () => saveFrom(center, path, `qr-${code}.svg`, 'image/svg+xml') });
  return (
    <Section title={t('qr.title')} text={t('qr.text')}>
      <Group align="flex-end">
        <QrCode text={address} label={t('qr.label', { address })} size={148} />
        <Button
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          loading={save.busy}
          onClick={() => void save.start()}
        >
          {t('qr.save')}
        </Button>
      </Group>
      <ErrorNote error={save.error} />
    </Section>
  );
}
