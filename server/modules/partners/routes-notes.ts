import { z } from 'zod';
import { idParams, listOf, pageQuery, text } from '../../platform/http/contract.ts';
import { readPage, toList } from '../../platform/http/page.ts';
import { type Context, plain, post, type Route } from '../../platform/http/route.ts';
import { newId } from '../../platform/ids.ts';
import { type Refusal, refuse } from '../../values/refusal.ts';
import { recordAct } from '../accounts/index.ts';
import { findPartner } from './queries.ts';
import { findContact } from './queries-contacts.ts';
import { deleteNote, findNote, insertNote, listNoteRows, type NoteRow } from './queries-notes.ts';

const tag = 'Notes';
const noNote = refuse('not_found', 'There is no such note.');

const about = { partner_id: z.string().max(100).optional(), contact_id: z.string().max(100).optional() };
const isOfOne = { message: 'names either partner_id or contact_id', path: ['partner_id'] };
const one = ({ partner_id, contact_id }: { partner_id?: string | undefined; contact_id?: string | undefined }) =>
  (partner_id === undefined) !== (contact_id === undefined);

const noteView = z.object({ id: z.string(), at: z.string(), author: z.string(), text: z.string() });

const view = ({ id, at, author, text: words }: NoteRow): z.input<typeof noteView> => ({
  id,
  at: at.toISOString(),
  author,
  text: words,
});

/** What the people of the office write down of a partner or a contact, for one another; never shown to the partner. */
export const noteRoutes = (): Route[] => [writeRoute, listRoute, deleteRoute];

type About = { partner_id?: string | undefined; contact_id?: string | undefined };

/** The id of whom it is about, where there is such a one. */
async function findSubject({ tx, accountId }: Context, named: About): Promise<string | Refusal> {
  const found = named.partner_id
    ? await findPartner(tx, accountId, named.partner_id)
    : await findContact(tx, accountId, named.contact_id!);
  return found?.id ?? refuse('not_found', `There is no such ${named.partner_id ? 'partner' : 'contact'}.`);
}

const writeRoute = post({
  method: 'POST',
  path: '/v1/notes',
  tag,
  summary: 'Writes a note of a partner or a contact',
  who: 'secret',
  scope: 'write',
  body: z.strictObject({ ...about, text: text(5000) }).refine(one, isOfOne),
  answer: noteView,
  act: async (context, { body }) => {
    const subject = await findSubject(context, body);
    if (typeof subject !== 'string') return subject;
    const { accountId: account_id, now: at, actor } = context;
    const id = newId('note', at);
    const author = `${actor.kind}:${actor.id}`;
    await insertNote(context.tx, { account_id, id, subject, at, author, text: body.text });
    await recordAct(context, 'note_written', subject, { detail: { note_id: id } });
    return { subject: id };
  },
  show: async ({ tx, accountId }, id) => {
    const note = await findNote(tx, accountId, id);
    return note ? view(note) : noNote;
  },
});

const listRoute = plain({
  method: 'GET',
  path: '/v1/notes',
  tag,
  summary: 'Notes, newest first; of a partner or of a contact where one is named',
  who: 'secret',
  scope: 'read',
  query: pageQuery.extend(about).refine((query) => !(query.partner_id && query.contact_id), isOfOne),
  answer: listOf(noteView),
  handle: async (context, { query }) => {
    const isNamed = query.partner_id !== undefined || query.contact_id !== undefined;
    const subject = isNamed ? await findSubject(context, query) : null;
    if (subject !== null && typeof subject !== 'string') return subject;
    const page = readPage(query);
    return toList(await listNoteRows(context.tx, context.accountId, subject, page.after, page.limit + 1), page, view);
  },
});

const deleteRoute = plain({
  method: 'DELETE',
  path: '/v1/notes/{id}',
  tag,
  summary: 'Takes a note away',
  who: 'secret',
  scope: 'write',
  params: idParams,
  answer: noteView,
  handle: async (context, { params }) => {
    const note = await findNote(context.tx, context.accountId, params.id);
    if (!note || !(await deleteNote(context.tx, context.accountId, params.id))) return noNote;
    await recordAct(context, 'note_deleted', note.subject, { detail: { note_id: note.id } });
    return view(note);
  },
});
