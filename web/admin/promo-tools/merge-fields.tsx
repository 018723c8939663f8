import { ActionIcon, Code, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useWords } from '../../ui/words.ts';
import { mergeFields } from './kinds.ts';

/** What may be merged into a text, each to be copied and pasted where it shall stand. */
export function MergeFields() {
  const t = useWords('promo');
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {t('merge.text')}
      </Text>
      {mergeFields.map((name) => {
        const written = `{{ ${name} }}`;
        return (
          <Group key={name} gap="xs" wrap="nowrap">
            <CopyButton value={written} timeout={2000}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? t('merge.copied') : t('merge.copy')}>
                  <ActionIcon
                    size="sm"
                    onClick={copy}
                    aria-label={`${copied ? t('merge.copied') : t('merge.copy')}: ${name}`}
                  >
                    {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
                  </ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
            <div style={{ minWidth: 0 }}>
              <Code translate="no">{written}</Code>{' '}
              <Text span size="sm" c="dimmed">
                {t(`merge.${name}`)}
              </Text>
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
