import { Stack, Text } from '@mantine/core';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import { RenderedTool } from './rendered-tool.tsx';
import type { Preview } from './use-preview.ts';

interface PreviewPaneProps {
  readonly preview: Preview;
  readonly partnerId: string | null;
  readonly choosePartner: (id: string | null) => void;
}

/** What the partner center shows of a tool, as a chosen partner or as any of them. */
export function PreviewPane({ preview, partnerId, choosePartner }: PreviewPaneProps) {
  const t = useWords('promo');
  const faulty = Object.keys(preview.faults).length > 0;
  return (
    <Section title={t('preview.title')} text={t('preview.text')}>
      <Stack gap="md">
        <PartnerPicker
          label={t('preview.partner')}
          placeholder={t('preview.any_partner')}
          value={partnerId}
          onChange={choosePartner}
        />
        <ErrorNote error={preview.error} />
        {preview.lacks && (
          <Text size="sm" c="dimmed">
            {t('preview.lacks')}
          </Text>
        )}
        {faulty && (
          <Text size="sm" c="dimmed" role="status">
            {t('preview.faulty')}
          </Text>
        )}
        {!preview.lacks && preview.rendered && <RenderedTool tool={preview.rendered} />}
      </Stack>
    </Section>
  );
}
