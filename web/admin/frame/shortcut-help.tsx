import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import { navEntries } from './nav.ts';

/** Every key that does something. */
export default function ShortcutHelp({ close }: { close: () => void }) {
  const t = useWords('frame');
  const rows: [string, string[]][] = [
    [t('keys.search'), ['/']],
    [t('keys.search_anywhere'), ['Ctrl', 'K']],
    [t('keys.help'), ['?']],
    ...navEntries.map(({ name, key }): [string, string[]] => [t('keys.go', { area: t(`nav.${name}`) }), ['g', key]]),
  ];
  return (
    <Modal opened onClose={close} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="xs">
        {rows.map(([what, keys]) => (
          <Group key={what} justify="space-between">
            <Text size="sm">{what}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
