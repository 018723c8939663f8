import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useWords } from '../../ui/words.ts';

/** Copies in one click, from within a row. */
export function CopyIcon({ value, label }: { value: string; label: string }) {
  const t = useWords('links');
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('copied') : t('copy')}>
          <ActionIcon onClick={copy} aria-label={`${copied ? t('copied') : t('copy')}: ${label}`}>
            {copied ? <Check size={17} aria-hidden /> : <Copy size={17} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
