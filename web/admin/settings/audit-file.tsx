import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { useFormats } from '../../ui/format.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { useAccount } from '../frame/me.tsx';
import { saveFrom } from '../save-from.ts';
import { auditQuery } from './audit-query.ts';

const filters = ['text', 'actor', 'act', 'subject', 'from', 'to'];

/** All that the filters match, as the server writes it, with every detail. */
export function AuditFile() {
  const t = useWords('settings');
  const { slug } = useAccount();
  const { timeZone } = useFormats();
  const [search] = useAddress();
  const save = useAct({
    run: () => {
      const chosen = Object.fromEntries(filters.map((name) => [name, search[name]]).filter(([, value]) => value));
      const query = new URLSearchParams(auditQuery(chosen, timeZone) as Record<string, string>);
      return saveFrom(`/v1/audit?${query}`, `audit-${slug}.csv`, 'text/csv');
    },
    failed: (error) => {
      notifyFailed(error);
      return true;
    },
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Download size={14} aria-hidden />}
      loading={save.busy}
      onClick={() => void save.start()}
    >
      {t('audit.file')}
    </Button>
  );
}
