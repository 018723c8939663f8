import { Stack, Text } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import { PartnerName, ProgramName } from '../names/names.tsx';
import type { PromoTool } from './kinds.ts';

const NAMED = 3;

/** For whom a tool is: everybody, or who is in one of the programs or named. */
export function Audience({ tool }: { tool: Pick<PromoTool, 'program_ids' | 'partner_ids'> }) {
  const t = useWords('promo');
  const { program_ids, partner_ids } = tool;
  if (program_ids.length + partner_ids.length === 0) return <>{t('audience.everybody')}</>;
  const more = program_ids.length + partner_ids.length - NAMED;
  const programs = program_ids.slice(0, NAMED);
  return (
    <Stack gap={2}>
      {programs.map((id) => (
        <span key={id}>
          <ProgramName id={id} />
        </span>
      ))}
      {partner_ids.slice(0, NAMED - programs.length).map((id) => (
        <span key={id}>
          <PartnerName id={id} />
        </span>
      ))}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          {t('audience.more', { count: more })}
        </Text>
      )}
    </Stack>
  );
}
