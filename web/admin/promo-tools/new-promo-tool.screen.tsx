import { SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { bodyOf, isKind, type Kind, kindNames, kinds } from './kinds.ts';
import classes from './new-promo-tool.module.css';
import { ToolForm } from './tool-form.tsx';

/** First what kind of tool, then what it is made of. */
export default function NewPromoToolScreen() {
  const t = useWords('promo');
  const [{ kind }] = useAddress();
  const chosen = isKind(kind) ? kind : null;
  const back = chosen
    ? { to: hrefOf('/promo-tools/new'), label: t('new.title') }
    : { to: hrefOf('/promo-tools'), label: t('list.title') };
  return (
    <>
      <ScreenHead
        title={chosen ? t('new.of_kind', { kind: t(`kind.${chosen}.name`) }) : t('new.title')}
        text={chosen ? t(`kind.${chosen}.text`) : t('new.text')}
        back={back}
      />
      {chosen ? <NewTool key={chosen} kind={chosen} /> : <ChooseKind />}
    </>
  );
}

function ChooseKind() {
  const t = useWords('promo');
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" className={classes.kinds}>
      {kindNames.map((kind) => {
        const Icon = kinds[kind].icon;
        return (
          <li key={kind}>
            <UnstyledButton
              component={Link}
              to={hrefOf('/promo-tools/new')}
              search={{ kind } as never}
              className={classes.kind}
            >
              <Icon size={24} strokeWidth={1.6} aria-hidden />
              <Text fw={600} mt="xs">
                {t(`kind.${kind}.name`)}
              </Text>
              <Text size="sm" c="dimmed">
                {t(`kind.${kind}.text`)}
              </Text>
            </UnstyledButton>
          </li>
        );
      })}
    </SimpleGrid>
  );
}

/** It is made as a draft: partners see it once it is published. */
function NewTool({ kind }: { kind: Kind }) {
  const t = useWords('promo');
  const navigate = useNavigate();
  return (
    <ToolForm
      kind={kind}
      tool={null}
      back={hrefOf('/promo-tools')}
      label={t('new.make')}
      run={(draft, headers) => ask(api.POST('/v1/promo_tools', { body: { kind, ...bodyOf(kind, draft) }, headers }))}
      done={(tool) => {
        notifyDone(t('new.done', { name: tool.name }));
        void navigate({ to: hrefOf('/promo-tools/$promo_tool_id', { promo_tool_id: tool.id }) });
      }}
    />
  );
}
