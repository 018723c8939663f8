import { Alert, Text } from '@mantine/core';
import { Ban, Hourglass } from 'lucide-react';
import { useWords } from '../../ui/words.ts';
import { useCenter, useMe } from '../center.ts';

/** Says plainly where a partner stands who is not, or not any more, one that may promote. */
export function StatusNote() {
  const t = useWords('frame');
  const { branding } = useCenter();
  const { status } = useMe();
  if (status === 'approved') return null;
  const Icon = status === 'pending' ? Hourglass : Ban;
  return (
    <Alert
      mb="lg"
      color={status === 'pending' ? 'yellow' : 'red'}
      icon={<Icon size={18} aria-hidden />}
      title={t(`status.${status}`)}
    >
      <Text size="sm">{t(`status.${status}_text`, { name: branding?.name ?? '' })}</Text>
      {branding?.texts.help && (
        <Text size="sm" mt={6}>
          {branding.texts.help}
        </Text>
      )}
    </Alert>
  );
}
