import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { Download } from 'lucide-react';
import { CopyField } from '../../ui/copy-field.tsx';
import { Instant } from '../../ui/format.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { useCenter } from '../center.ts';
import type { Tool } from './promo-tools.screen.tsx';
import classes from './tools.module.css';

/** Files are answered at every host of ours: taken from the page's own, whichever name links go by. */
function useHere(): (url: string) => string {
  const { server } = useCenter();
  return (url) => server + new URL(url, location.href).pathname;
}

/** One tool: how it looks, what to copy or keep, and until when it is there. */
export function ToolCard({ tool }: { tool: Tool }) {
  const t = useWords('tools');
  const here = useHere();
  return (
    <Section title={tool.name} text={tool.note} acts={<Badge color="gray">{t(`kinds.${tool.kind}`)}</Badge>}>
      <Stack gap="md">
        {tool.picture && (
          <img
            className={classes.picture}
            src={here(tool.picture.url)}
            alt={tool.alt || tool.name}
            width={tool.picture.width ?? undefined}
            height={tool.picture.height ?? undefined}
            loading="lazy"
          />
        )}
        {tool.text && tool.kind !== 'social_post' && (
          <Text size="sm" className={classes.copy}>
            {tool.text}
          </Text>
        )}
        <Copies tool={tool} />
        {tool.coupons.map((coupon) => (
          <CopyField key={coupon.id} label={t('coupon')} value={coupon.code} />
        ))}
        <Files tool={tool} />
        {(tool.starts_at || tool.ends_at) && (
          <Text size="xs" c="dimmed">
            {tool.ends_at && (
              <>
                {t('until')} <Instant at={tool.ends_at} />
              </>
            )}
          </Text>
        )}
      </Stack>
    </Section>
  );
}

/** What is taken elsewhere by copying, by the kind of tool. */
function Copies({ tool }: { tool: Tool }) {
  const t = useWords('tools');
  const { kind, text, subject, body, embed_code, link_url } = tool;
  return (
    <>
      {kind === 'social_post' && text && <CopyField label={t('post')} value={text} block />}
      {subject && <CopyField label={t('subject')} value={subject} />}
      {body && <CopyField label={t('body')} value={body} block />}
      {embed_code && <CopyField label={t('code')} value={embed_code} block />}
      {link_url && <CopyField label={t('link')} value={link_url} />}
    </>
  );
}

const KIB = 1024;

function Files({ tool }: { tool: Tool }) {
  const t = useWords('tools');
  const here = useHere();
  const { picture, file } = tool;
  if (!picture && !file) return null;
  const size = file && file.size >= KIB * KIB ? `${(file.size / KIB / KIB).toFixed(1)} MB` : null;
  const icon = <Download size={15} aria-hidden />;
  return (
    <Group gap="xs">
      {picture && (
        <Button component="a" href={here(picture.url)} download={tool.name} variant="default" leftSection={icon}>
          {t('save_picture')}
        </Button>
      )}
      {file && (
        <Button component="a" href={here(file.url)} download={file.name} variant="default" leftSection={icon}>
          {t('save_file', { name: file.name, size: size ?? `${Math.max(1, Math.round(file.size / KIB))} kB` })}
        </Button>
      )}
    </Group>
  );
}
