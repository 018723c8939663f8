import { post, type Route } from '../platform/http/route.ts';
import { newSimulation, simulationView } from './simulate-contract.ts';
import { simulateJourney } from './simulate-journey.ts';

const simulate = post({
  method: 'POST',
  statuses: [200],
  path: '/v1/simulations',
  tag: 'What-if',
  summary: 'Plays a journey against a program or a draft and tells what would be credited and paid; records nothing',
  who: 'secret',
  scope: 'read',
  body: newSimulation,
  answer: simulationView,
  // Nothing is kept, so the answer is played each time, on a repeat too.
  act: async () => ({ subject: 'what_if', status: 200 }),
  show: (context, _subject, { body }) => simulateJourney(context, body),
});

export function simulationRoutes(): Route[] {
  return [simulate];
}
