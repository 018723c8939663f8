import { plain, type Route } from '../platform/http/route.ts';
import { guideView, showSetupGuide } from './setup-guide.ts';
import { listTodo, todoView } from './todo.ts';

const tag = 'Office';

/** What the office's home shows. */
export const officeRoutes = (): Route[] => [
  plain({
    method: 'GET',
    path: '/v1/todo',
    tag,
    summary: 'What waits for a person now, the most pressing first',
    who: 'secret',
    scope: 'read',
    answer: todoView,
    handle: listTodo,
  }),
  plain({
    method: 'GET',
    path: '/v1/setup_guide',
    tag,
    summary: 'The first steps of an account, and which are done',
    who: 'secret',
    scope: 'read',
    answer: guideView,
    handle: showSetupGuide,
  }),
];
