export { messagingDue } from './due.ts';
export { eraseMessagesOf } from './erase-messages.ts';
export { hear } from './hear.ts';
export { type MessageKind, messageKinds } from './kinds.ts';
export type { MessagingParts } from './parts.ts';
export { messagingRoutes } from './routes.ts';
export { type MessageTo, sendMessageTo } from './send-to.ts';
export { keepOwnerAddress } from './settings.ts';
export { type SendingOptions, startSending } from './start-sending.ts';
