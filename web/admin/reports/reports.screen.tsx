import { Anchor, Card, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useToday } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { reportKinds } from './kinds.ts';
import { Timeline } from './timeline.tsx';

export default function ReportsScreen() {
  const t = useWords('reports');
  const today = useToday();
  const period = usePeriod(today);
  const others = [
    { to: hrefOf('/reports/movers'), name: 'movers' },
    { to: hrefOf('/reports/tracking'), name: 'tracking' },
  ];
  const all = [
    ...reportKinds.map(({ name }) => ({ to: hrefOf('/reports/$report', { report: name }), name })),
    ...others,
  ];
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')}>
        <PeriodPicker today={today} />
      </ScreenHead>
      <Stack gap="lg">
        <Timeline period={period} />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {all.map(({ to, name }) => (
            <Card key={name} withBorder padding="md">
              <Anchor component={Link} to={to} fw={560}>
                {t(`kinds.${name}.title`)}
              </Anchor>
              <Text size="sm" c="dimmed" mt={4}>
                {t(`kinds.${name}.text`)}
              </Text>
            </Card>
          ))}
        </SimpleGrid>
      </Stack>
    </>
  );
}
