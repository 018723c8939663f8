import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { FileText } from 'lucide-react';
import { CopyField } from '../../ui/copy-field.tsx';
import { useWords } from '../../ui/words.ts';
import { pathOf } from '../uploads/upload-field.tsx';
import { sizeText } from '../uploads/use-upload.ts';
import type { Rendered } from './kinds.ts';
import classes from './rendered-tool.module.css';

/** A tool as a partner gets it: what it looks like, and what is copied. */
export function RenderedTool({ tool }: { tool: Rendered }) {
  const t = useWords('promo');
  const { kind, picture, file } = tool;
  return (
    <Stack gap="md">
      {tool.note && (
        <Text size="sm" className={classes.said}>
          {tool.note}
        </Text>
      )}
      {picture && (
        <div className={classes.frame}>
          <img className={classes.picture} src={pathOf(picture.url)} alt={tool.alt ?? ''} />
        </div>
      )}
      {kind === 'text_link' && tool.text !== null && (
        <div className={classes.frame}>
          <Text span td="underline" c="var(--mantine-color-anchor)">
            {tool.text}
          </Text>
        </div>
      )}
      {tool.subject !== null && <CopyField label={t('field.subject')} value={tool.subject} block />}
      {tool.body !== null && <CopyField label={t(`body.${kind}`)} value={tool.body} block />}
      {file && (
        <Group gap="sm" wrap="nowrap">
          <FileText size={26} strokeWidth={1.5} aria-hidden />
          <Anchor href={pathOf(file.url)} style={{ overflowWrap: 'anywhere' }}>
            {file.name}
          </Anchor>
          <Text size="sm" c="dimmed">
            {sizeText(file.size)}
          </Text>
        </Group>
      )}
      {kind === 'coupon_set' && <Coupons tool={tool} />}
      {tool.link_url && <CopyField label={t('preview.link')} value={tool.link_url} block />}
      {tool.embed_code && <CopyField label={t('preview.embed_code')} value={tool.embed_code} block />}
    </Stack>
  );
}

function Coupons({ tool }: { tool: Rendered }) {
  const t = useWords('promo');
  if (tool.coupons.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('preview.no_coupons')}
      </Text>
    );
  return (
    <Group gap="xs" role="group" aria-label={t('kind.coupon_set.name')}>
      {tool.coupons.map((coupon) => (
        <Badge key={coupon.id} variant="outline" size="lg" tt="none" translate="no">
          {coupon.code}
        </Badge>
      ))}
    </Group>
  );
}
