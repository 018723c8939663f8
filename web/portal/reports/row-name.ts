import { useFormats } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import { dayText } from '../../ui/write-figures.ts';
import type { By, ReportRow } from './load-report.ts';

/** What a row is of, in words. */
export function useRowName(by: By): (row: ReportRow) => string {
  const t = useWords('reports');
  const { locale } = useFormats();
  return (row) => {
    if (by === 'dates') return row.from ? dayText(row.from, locale) : '–';
    if (by === 'links') return row.link_name ?? t('none.links');
    if (by === 'promo_tools') return row.promo_tool_name ?? t('none.promo_tools');
    return row.sub || t('none.subs');
  };
}
