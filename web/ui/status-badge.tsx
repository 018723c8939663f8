import { Badge } from '@mantine/core';
import { useWords } from './words.ts';

/** What a state means for whoever looks at it decides its colour; the word is always there too. */
const colours: Readonly<Record<string, string>> = {
  approved: 'teal',
  payable: 'teal',
  paid: 'teal',
  sent: 'teal',
  delivered: 'teal',
  completed: 'teal',
  active: 'teal',
  accepted: 'teal',
  shown: 'teal',
  open: 'blue',
  in_flight: 'blue',
  queued: 'blue',
  sending: 'blue',
  scheduled: 'blue',
  pending: 'yellow',
  waiting: 'yellow',
  held: 'yellow',
  captured: 'yellow',
  uncertain: 'yellow',
  failed: 'red',
  rejected: 'red',
  suspended: 'red',
  returned: 'red',
  bounced: 'red',
};

/** A state from one of the closed lists of the API. States without a word of their own here are shown as they come. */
export function StatusBadge({ status }: { status: string }) {
  const t = useWords('ui');
  return (
    <Badge color={colours[status] ?? 'gray'} data-status={status} miw="max-content">
      {t(`status.${status}`, { defaultValue: status.replaceAll('_', ' ') })}
    </Badge>
  );
}
