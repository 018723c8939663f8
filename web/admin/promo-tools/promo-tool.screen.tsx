import { Alert, Grid, Loader, Stack } from '@mantine/core';
import { Archive } from 'lucide-react';
import { useState } from 'react';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { CouponTable } from '../coupons/coupon-table.tsx';
import { useMay } from '../frame/me.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { Audience } from './audience.tsx';
import { contentOf, draftOf, type PromoTool } from './kinds.ts';
import { PreviewPane } from './preview-pane.tsx';
import { Statistics } from './statistics.tsx';
import { ToolActs } from './tool-acts.tsx';
import { usePreview } from './use-preview.ts';
import { usePromoTool } from './use-promo-tool.ts';

export default function PromoToolScreen({ params }: { params: ScreenParams<'/promo-tools/$promo_tool_id'> }) {
  const t = useWords('promo');
  const mayWrite = useMay('write');
  const asked = usePromoTool(params.promo_tool_id);
  const tool = asked.data;
  return (
    <>
      <ScreenHead
        title={tool?.name ?? t('one.tool')}
        text={tool && t(`kind.${tool.kind}.name`)}
        back={{ to: hrefOf('/promo-tools'), label: t('list.title') }}
        aside={tool && <StatusBadge status={tool.state} />}
      >
        {tool && mayWrite && <ToolActs tool={tool} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {tool && <Parts tool={tool} />}
    </>
  );
}

function Parts({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  const coupons = useWords('coupons');
  return (
    <Stack gap="lg">
      {tool.state !== 'shown' && (
        <Alert variant="light" icon={<Archive size={18} aria-hidden />}>
          {t(`one.is_${tool.state}`)}
        </Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <AsPartner tool={tool} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <About tool={tool} />
        </Grid.Col>
      </Grid>
      <Statistics tool={tool} />
      {tool.kind === 'coupon_set' && (
        <Section title={coupons('list.title')} text={coupons('list.of_set')} flush>
          <CouponTable promoToolId={tool.id} />
        </Section>
      )}
    </Stack>
  );
}

function AsPartner({ tool }: { tool: PromoTool }) {
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const content = contentOf(tool.kind, draftOf(tool));
  const preview = usePreview({ kind: tool.kind, id: tool.id, content, partnerId });
  return <PreviewPane preview={preview} partnerId={partnerId} choosePartner={setPartnerId} />;
}

function About({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  const hasLink = tool.kind !== 'file';
  return (
    <Section title={t('one.facts')}>
      <Facts
        facts={[
          [t('field.for'), <Audience key="f" tool={tool} />],
          [t('field.starts_at'), <Instant key="s" at={tool.starts_at} none={t('one.at_once')} />],
          [t('field.ends_at'), <Instant key="e" at={tool.ends_at} none={t('one.never')} />],
          hasLink && [
            t('field.url'),
            <span key="u" style={{ overflowWrap: 'anywhere' }}>
              {tool.url ?? t('one.default_url')}
            </span>,
          ],
          tool.note !== null && [t('field.note'), tool.note],
          tool.alt !== null && [t('field.alt'), tool.alt],
          [t('one.made'), <Instant key="m" at={tool.created_at} />],
          [t('one.changed'), <Instant key="c" at={tool.changed_at} />],
          tool.archived_at !== null && [t('one.archived'), <Instant key="a" at={tool.archived_at} />],
        ]}
      />
    </Section>
  );
}
