import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import classes from './copy-field.module.css';
import { useWords } from './words.ts';

interface CopyFieldProps {
  /** What is copied, and shown. */
  readonly value: string;
  /** What it is: "Secret key". */
  readonly label: string;
  /** Over several lines, such as a snippet of code. */
  readonly block?: boolean;
}

/** Something to take elsewhere: a link, a key, a snippet. */
export function CopyField({ value, label, block = false }: CopyFieldProps) {
  const t = useWords('ui');
  return (
    <div>
      <Text size="sm" fw={550} mb={4}>
        {label}
      </Text>
      <Group wrap="nowrap" gap={4} align={block ? 'flex-start' : 'center'} className={classes.field}>
        <code className={block ? classes.block : classes.line} translate="no">
          {value}
        </code>
        <CopyButton value={value} timeout={2000}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('act.copied') : t('act.copy')}>
              <ActionIcon onClick={copy} aria-label={`${copied ? t('act.copied') : t('act.copy')}: ${label}`}>
                {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
