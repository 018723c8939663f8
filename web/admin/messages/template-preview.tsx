import { Skeleton, Stack, Text } from '@mantine/core';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import { MailFrame } from './mail-frame.tsx';
import type { TemplatePreviewAsked } from './use-template-preview.ts';

interface TemplatePreviewProps {
  readonly preview: TemplatePreviewAsked;
  /** The words do not hold: it is said beside them. */
  readonly hasFaults: boolean;
  readonly partner: string | null;
  readonly choosePartner: (id: string | null) => void;
}

/** How the message looks with what really happened last, or to a partner of choice. */
export function TemplatePreview({ preview, hasFaults, partner, choosePartner }: TemplatePreviewProps) {
  const t = useWords('messages');
  const { data } = preview;
  return (
    <Section title={t('preview.title')} text={t('preview.text')}>
      <Stack>
        <PartnerPicker
          label={t('preview.partner')}
          placeholder={t('preview.last')}
          value={partner}
          onChange={choosePartner}
        />
        {hasFaults ? (
          <Text size="sm" role="status">
            {t('preview.faults')}
          </Text>
        ) : (
          <ErrorNote error={preview.error} retry={() => void preview.refetch()} />
        )}
        {preview.isPending && <Skeleton height={400} radius="md" />}
        {data && (
          <>
            <Text fw={560}>{data.subject}</Text>
            <MailFrame title={t('preview.frame')} html={data.html} />
          </>
        )}
      </Stack>
    </Section>
  );
}
