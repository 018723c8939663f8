import { Button, Group, Input, Tooltip } from '@mantine/core';
import { useWords } from '../../ui/words.ts';

interface MergeFieldsProps {
  readonly fields: readonly string[];
  /** Puts this into the text where the cursor is. */
  readonly insert: (text: string) => void;
}

/** What a list holds for each of its entries. */
const lists: Readonly<Record<string, string>> = {
  entries: '{% for entry in entries %}\n- {{ entry.what }}, {{ entry.on }}: {{ entry.amount }}\n{% endfor %}',
};

/** What the words may name, to be put in by a click. */
export function MergeFields({ fields, insert }: MergeFieldsProps) {
  const t = useWords('messages');
  return (
    <Input.Wrapper label={t('template.fields')} description={t('template.fields_text')} labelElement="div">
      <Group gap={6} mt="xs">
        {fields.map((name) => (
          <Tooltip key={name} label={t(`fields.${name}`, { defaultValue: name.replaceAll('_', ' ') })}>
            <Button
              size="compact-xs"
              variant="default"
              ff="monospace"
              onClick={() => insert(lists[name] ?? `{{ ${name} }}`)}
            >
              {name}
            </Button>
          </Tooltip>
        ))}
      </Group>
    </Input.Wrapper>
  );
}
