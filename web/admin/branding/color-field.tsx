import { Group, Text, TextInput } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { judgeColor } from '../../../server/values/colors.ts';
import { useFormats } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import classes from './branding.module.css';
import { isColor } from './branding-draft.ts';

interface ColorFieldProps {
  readonly scheme: 'light' | 'dark';
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly onChange: (color: string) => void;
  readonly error: ReactNode;
}

/** A colour, picked or typed, and at once whether text in it can be read. */
export function ColorField({ scheme, label, description, value, onChange, error }: ColorFieldProps) {
  const t = useWords('branding');
  const { locale } = useFormats();
  const judged = isColor(value) ? judgeColor(value, scheme) : null;
  const Icon = judged?.ok ? CircleCheck : CircleX;
  const ratio = judged && new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(judged.ratio);
  return (
    <div>
      <TextInput
        label={label}
        description={description}
        placeholder={t('colors.example')}
        maxLength={7}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
        error={error}
        leftSection={
          <input
            type="color"
            className={classes.swatch}
            aria-label={t('colors.pick', { label })}
            value={isColor(value) ? value.toLowerCase() : '#808080'}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        }
        leftSectionPointerEvents="all"
      />
      {judged && (
        <Group gap={6} mt={4} role="status" wrap="nowrap" align="flex-start">
          <Icon size={15} aria-hidden />
          <Text size="sm">{judged.ok ? t('colors.enough', { ratio }) : t('colors.not_enough', { ratio })}</Text>
        </Group>
      )}
    </div>
  );
}
