import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Row } from '../../api/types.ts';
import { Instant } from '../../ui/format.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { ContactName, PartnerName } from '../names/names.tsx';
import { fillPath } from '../screens.ts';

type Message = Row<'/v1/messages'>;

/** Which screen shows what a message is about, by the beginning of its id. */
const screensOf: Readonly<Record<string, string>> = {
  part: '/partners/$id',
  cont: '/contacts/$id',
  ord: '/orders/$id',
  com: '/commissions/$id',
  run: '/payouts/$id',
  prog: '/programs/$id',
};

/** To whom it went, why it was written, and what became of it. */
export function MessageFacts({ message }: { message: Message }) {
  const t = useWords('messages');
  const { why } = message;
  return (
    <Section title={t('one.facts')} text={t(`states.${message.state}.text`)}>
      <Facts
        facts={[
          [t('list.to'), message.to ?? '–'],
          message.partner_id !== null && [t('list.partner'), <PartnerName key="p" id={message.partner_id} />],
          message.contact_id !== null && [t('one.contact'), <ContactName key="c" id={message.contact_id} />],
          [t('one.why'), t(`why.${why.event}`, { defaultValue: why.event.replaceAll('_', ' ') })],
          why.subject !== null && [t('one.about'), <Subject key="s" id={why.subject} />],
          [t('list.at'), <Instant key="a" at={message.created_at} to="second" />],
          [t('one.settled'), <Instant key="e" at={message.settled_at} to="second" />],
          [t('one.attempts'), message.attempts],
          message.detail !== null && [t('one.detail'), message.detail],
        ]}
      />
    </Section>
  );
}

function Subject({ id }: { id: string }) {
  const t = useWords('messages');
  const path = screensOf[id.slice(0, id.indexOf('_'))];
  if (path === undefined)
    return (
      <Text span inherit style={{ overflowWrap: 'anywhere' }}>
        {id}
      </Text>
    );
  return (
    <Anchor component={Link} to={fillPath(path, { id })} inherit>
      {t(`about.${id.slice(0, id.indexOf('_'))}`)}
    </Anchor>
  );
}
